"""Decisions for tests: one after the other, by one analyst, each naming the one before."""

from datetime import UTC, datetime

from servanda.core.canonical import JsonObject
from servanda.evidence.decisions.decision import Decision, Verb


def decided(*what: tuple[Verb, str, JsonObject]) -> tuple[Decision, ...]:
    """Return decisions of these verbs, targets and values, in order."""
    made: list[Decision] = []
    for number, (verb, target, value) in enumerate(what):
        made.append(
            Decision(
                number=number,
                prev=made[-1].digest if made else None,
                at=datetime(2026, 1, 5, 9, number, tzinfo=UTC),
                by="analyst-1",
                verb=verb,
                target=target,
                value=value,
                reason=f"Reason {number}.",
            )
        )
    return tuple(made)
