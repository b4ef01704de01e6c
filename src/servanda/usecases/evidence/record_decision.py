"""Record a decision of a person: signed by the node, after the ones before it.

Source: docs/spec/evidence/decisions.md.
"""

from typing import ClassVar

from servanda.core.canonical import JsonObject
from servanda.core.envelope.notes import (
    InvalidSignatureError,
    NoteVerifier,
    build_note,
    verify_note,
)
from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.core.keys.timeline import cached_ed25519_verifier, sign_key_name
from servanda.evidence.decisions.decision import Decision, Verb, parse_decision, require_chain
from servanda.usecases.ports.evidence import KeptDecision
from servanda.usecases.ports.store import IndexTakenError
from servanda.usecases.services import Services, own_card

TRIES = 5  # as many people may decide in the same instant


class DecisionsDamagedError(MisconfiguredError):
    """The decisions that are stored are not those that were signed, or one is missing."""

    code: ClassVar[str] = "decisions-damaged"


def record_decision(
    *, verb: Verb, target: str, value: JsonObject, reason: str, by: str, services: Services
) -> Decision:
    """Sign a decision and append it.

    Args:
        verb: What is decided.
        target: What it is about.
        value: What the verb needs.
        reason: Why, in the person's words.
        by: Id of the person, as the desk knows them.
        services: The node's ports.

    Raises:
        InvalidDecisionError: A text is missing or too long.
        DecisionsDamagedError: Those before it are not whole.
        IndexTakenError: Others decided at the same time again and again.
    """
    for _ in range(TRIES - 1):
        try:
            return _append(
                verb=verb, target=target, value=value, reason=reason, by=by, services=services
            )
        except IndexTakenError:
            continue
    return _append(verb=verb, target=target, value=value, reason=reason, by=by, services=services)


def verified_decisions(services: Services) -> tuple[Decision, ...]:
    """Return all decisions, each verified, in order.

    Raises:
        DecisionsDamagedError: One is missing, was changed, or was not signed by this node.
    """
    verifiers = _own_verifiers(services)
    try:
        return require_chain(
            tuple(_verified(kept, verifiers=verifiers) for kept in services.store.decisions())
        )
    except CounterpartError as error:
        raise DecisionsDamagedError(
            f"the decisions are not those that were signed: {error}; restore the store from a "
            f"backup, `servanda doctor` tells where"
        ) from error


def _append(
    *, verb: Verb, target: str, value: JsonObject, reason: str, by: str, services: Services
) -> Decision:
    before = verified_decisions(services)
    decision = Decision(
        number=len(before),
        prev=before[-1].digest if before else None,
        at=services.clock.now().replace(microsecond=0),
        by=by,
        verb=verb,
        target=target,
        value=value,
        reason=reason,
    )
    note = build_note(decision.text, [services.working.of(services.keys).leaf])
    services.store.append_decision(KeptDecision(number=decision.number, note=note))
    return decision


def _own_verifiers(services: Services) -> tuple[NoteVerifier, ...]:
    """Return our signing keys of all times, the newest first: keys rotate, decisions stay."""
    card = own_card(services)
    return tuple(
        cached_ed25519_verifier(sign_key_name(card.party), sheet.sign)
        for sheet in reversed(card.sheets)
    )


def _verified(kept: KeptDecision, *, verifiers: tuple[NoteVerifier, ...]) -> Decision:
    for verifier in verifiers:
        try:
            return parse_decision(verify_note(kept.note, [verifier]))
        except InvalidSignatureError:
            continue
    raise InvalidSignatureError(f"decision {kept.number} has no signature of ours that fits")
