"""All proposals of one document, put beside the mentions that they are about.

Source: docs/spec/evidence/names.md, "Proposals".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import Entity, EntityKind, Mention, normal_name
from servanda.evidence.names.offices import held_by
from servanda.evidence.names.proposals import NameProposal, ProposalKind
from servanda.evidence.names.variants import LEAST_SIMILARITY, Variant, variants
from servanda.evidence.rules import how

_VARIANT: Final = how("names.variant", 1, least=LEAST_SIMILARITY)
_GIVEN: Final = how("names.given", 1)
_SAID: Final = how("names.said", 1)
_OFFICE: Final = how("names.office-differs", 1)


def with_proposals(
    mentions: Sequence[Mention], entities: Mapping[str, Entity], gazetteer: Gazetteer
) -> tuple[tuple[Mention, ...], tuple[NameProposal, ...]]:
    """Return `mentions` with what is proposed as candidates, and the proposals in their order.

    What is proposed of many mentions alike is one proposal, at the first of them.
    """
    by_key = _variants_by_key(mentions, entities, gazetteer)
    shown: list[Mention] = []
    proposals: list[NameProposal] = []
    for mention in mentions:
        found = by_key.get(mention.entity or "", ())
        if found:
            more = (variant.proposed for variant in found)
            candidates = tuple(dict.fromkeys((*mention.candidates, *more)))
            mention = replace(mention, candidates=candidates)  # noqa: PLW2901 - the same, with more
        shown.append(mention)
        proposals.extend(_of_variants(mention, found))
        proposals.extend(_of_rule(mention, gazetteer))
        proposals.extend(office_differs(mention, ANY_DAY, gazetteer))
    first = {(p.kind, p.entity, p.proposed): p for p in reversed(proposals)}
    return tuple(shown), tuple(p for p in proposals if first[p.kind, p.entity, p.proposed] is p)


def _variants_by_key(
    mentions: Sequence[Mention], entities: Mapping[str, Entity], gazetteer: Gazetteer
) -> dict[str, tuple[Variant, ...]]:
    offices: dict[str, set[str]] = {}
    states: dict[str, set[str]] = {}
    for mention in mentions:
        row = gazetteer.entities.get(mention.office or "")
        if mention.entity and row:
            offices.setdefault(mention.entity, set()).add(row.key)
            states.setdefault(mention.entity, set()).add(row.state)

    def is_related(key: str, known: str) -> bool:
        row = gazetteer.entities[known]
        if row.state and row.state in states.get(key, ()):
            return True
        return any(
            holder.person == known
            for office in offices.get(key, ())
            for holder in gazetteer.entities[office].holders
        )

    ordered = dict.fromkeys(mention.entity for mention in mentions if mention.entity)
    found: dict[str, tuple[Variant, ...]] = {}
    for variant in variants(
        [entities[key] for key in ordered], gazetteer=gazetteer, is_related=is_related
    ):
        found[variant.key] = (*found.get(variant.key, ()), variant)
    return found


def _of_variants(mention: Mention, found: Sequence[Variant]) -> Iterator[NameProposal]:
    for variant in found:
        yield NameProposal(
            kind=variant.kind,
            span=mention.name,
            entity=variant.key,
            proposed=variant.proposed,
            similarity=variant.similarity,
            source="",
            how=_VARIANT,
        )


def _of_rule(mention: Mention, gazetteer: Gazetteer) -> Iterator[NameProposal]:
    """Yield the proposals that the rule of a mention makes by itself."""
    kinds = {_GIVEN: ProposalKind.GIVEN_NAME, _SAID: ProposalKind.SAID_TO_BE}
    kind = kinds.get(mention.how)
    if kind is None or mention.entity is None:
        return
    for candidate in mention.candidates:
        row = gazetteer.entities.get(candidate)
        source = ""
        if kind is ProposalKind.SAID_TO_BE and row:
            said = (alias for alias in row.aliases if alias.is_said)
            source = next((a.source for a in said if _is_key_of(a.form, mention.entity)), "")
        yield NameProposal(
            kind=kind,
            span=mention.name,
            entity=mention.entity,
            proposed=candidate,
            similarity=None,
            source=source,
            how=mention.how,
        )


def office_differs(
    mention: Mention, days: Interval, gazetteer: Gazetteer
) -> Iterator[NameProposal]:
    """Yield the offices on record for a person whom the text gives another one of the same body.

    Args:
        mention: Of a person with an office beside the name.
        days: When the text speaks, as far as it is known; any day where it is not.
        gazetteer: The record; a person it does not have differs from nothing.
    """
    if mention.kind is not EntityKind.PERSON or not mention.entity or not mention.office:
        return
    held = held_by(mention.entity, days, gazetteer)
    if mention.office in held:
        return
    body = _body_of(mention.office, gazetteer)
    for office in held:
        row = gazetteer.entities[office]
        if body and _body_of(office, gazetteer) == body:
            yield NameProposal(
                kind=ProposalKind.OFFICE,
                span=mention.role or mention.span,
                entity=mention.office,
                proposed=office,
                similarity=None,
                source=row.source,
                how=_OFFICE,
            )


def _body_of(office: str, gazetteer: Gazetteer) -> str:
    """Return the normalised name of the body of an office, by its row or by its own name."""
    row = gazetteer.entities.get(office)
    if row and row.body:
        return row.body.partition(":")[2]
    return office.partition(" of ")[2]


def _is_key_of(form: str, key: str) -> bool:
    return key.partition(":")[2] == normal_name(form)
