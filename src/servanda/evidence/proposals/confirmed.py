"""The proposals that people confirmed: all that a report ever has of a language model.

They come from decisions alone, which hold the whole proposal; so two parties with the same
documents and decisions have the same report, whatever any model answered to either.

Source: docs/spec/evidence/proposals.md, "Confirmed".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servanda.core.canonical import JsonObject
from servanda.core.errors import ServandaError
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.documents import Document
from servanda.evidence.proposals.proposal import (
    PREFIX,
    MalformedProposalError,
    Proposal,
    parse_proposal,
)

PROPOSED = "proposed"  # member of the decision's value


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A proposal with the person who confirmed it."""

    proposal: Proposal
    by: str


def confirmed_proposals(
    standing: Standing, *, documents: Mapping[str, Document]
) -> tuple[Confirmed, ...]:
    """Return those whose places have the confirmed words still, by place.

    Args:
        standing: What people decided.
        documents: By SHA-256.
    """
    found = [*_standing(standing, documents)]
    return tuple(sorted(found, key=lambda one: (one.proposal.statement.span, one.proposal.key)))


def require_confirmable(verb: Verb, target: str, value: JsonObject) -> None:
    """Refuse a decision about a proposal that does not hold exactly the one that it names.

    Raises:
        MalformedProposalError: It confirms another, or does more than confirm or reject.
    """
    if not target.startswith(PREFIX):
        return
    match verb:
        case Verb.CONFIRM:
            found = parse_proposal(value.get(PROPOSED)).key
            if found != target:
                raise MalformedProposalError(f"expected the proposal {target}, found {found}")
        case Verb.REJECT:
            return
        case _:
            raise MalformedProposalError(
                f"expected confirm or reject for a proposal, found {verb.value}: it is taken as it "
                f"is, or not at all"
            )


def _standing(standing: Standing, documents: Mapping[str, Document]) -> Iterator[Confirmed]:
    for target, decision in standing.judged.items():
        if decision.verb is not Verb.CONFIRM or not target.startswith(PREFIX):
            continue
        proposal = _held(decision)
        if proposal is None or proposal.key != target:
            continue
        document = documents.get(proposal.statement.span.document)
        if document is not None and proposal.is_in(document):
            yield Confirmed(proposal=proposal, by=decision.by)


def _held(decision: Decision) -> Proposal | None:
    try:
        return parse_proposal(decision.value.get(PROPOSED))
    except ServandaError:
        return None
