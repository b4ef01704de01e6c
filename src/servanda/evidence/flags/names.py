"""A name or a title that departs from the record.

Source: docs/spec/evidence/flags.md, "name_variant", "office_differs".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.proposals import NameProposal, ProposalKind

# What a source says of a nickname is no departure from the record; it stands as a proposal.
_VARIANTS = frozenset({ProposalKind.MISPRINT, ProposalKind.SIMILAR, ProposalKind.GIVEN_NAME})


def name_variant(material: Material) -> Iterator[Raised]:
    """Yield one flag for each printed form that may be another's name; merged names are none."""
    standing = material.corpus.standing
    for one in _proposals(material):
        if one.kind in _VARIANTS and standing.entity(one.entity) != standing.entity(one.proposed):
            yield _raised(one, material)


def office_differs(material: Material) -> Iterator[Raised]:
    """Yield one flag for each person who has another office on record than in print."""
    for one in _proposals(material):
        if one.kind is ProposalKind.OFFICE:
            yield _raised(one, material)


def _proposals(material: Material) -> Iterator[NameProposal]:
    for analysis in material.corpus.analyses.values():
        yield from analysis.names.proposals


def _raised(one: NameProposal, material: Material) -> Raised:
    known = material.corpus.tables.gazetteer.entities.get(one.proposed)
    recorded = known.name if known else material.name(one.proposed)
    return Raised(
        sides=((one.span,),),
        parameters={"printed": material.words(one.span), "recorded": recorded},
    )
