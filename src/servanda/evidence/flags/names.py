"""A name or a title that departs from the record.

Source: docs/spec/evidence/flags.md, "name_variant", "office_differs".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.proposals import NameProposal, ProposalKind

# What a source says of a nickname is no departure from the record; it stands as a proposal.
_VARIANTS = frozenset({ProposalKind.MISPRINT, ProposalKind.SIMILAR})


def name_variant(material: Material) -> Iterator[Raised]:
    """Yield one flag for each printed form that may be another's name; merged names are none."""
    standing = material.corpus.standing
    for one in _proposals(material):
        departs = one.kind in _VARIANTS or _is_taken_for_family_name(one, material)
        if departs and standing.entity(one.entity) != standing.entity(one.proposed):
            yield _raised(one, material)


def _is_taken_for_family_name(one: NameProposal, material: Material) -> bool:
    """Tell whether a given name that comes last stands alone, as a family name would.

    A given name that comes first and stands alone is how people call each other, and no departure.
    """
    if one.kind is not ProposalKind.GIVEN_NAME:
        return False
    words = material.name(one.proposed).casefold().split()
    return words[:1] != material.words(one.span).casefold().split()[:1]


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
