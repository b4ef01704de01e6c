"""What the simulated counterpart says unasked, once in each round, and how it ends its concerns."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import format_instant
from servanda.simulation.practice.habits import MARK, ROUND, TOLD, Told
from servanda.simulation.practice.move import Move, ticket_for
from servanda.usecases.reading.views import StatementView

_DISPUTED = "disputed"


def told_unasked(
    now: datetime, *, began_at: datetime, ours: Sequence[StatementView]
) -> Iterator[Move]:
    """Yield what the table has for this round and was not said in it yet.

    Args:
        now: By the clock of the practice.
        began_at: From when the table counts.
        ours: What the simulated counterpart said.
    """
    rounds, in_round = divmod(now - began_at, ROUND)
    for told in TOLD:
        said = sum(view.type == told.type and _begins(view, told) for view in ours)
        if in_round >= told.after and said <= rounds:
            yield _told(told, now=now, number=said + 1)


def concerns_settled(
    theirs: Sequence[StatementView], *, ours: Sequence[StatementView]
) -> Iterator[Move]:
    """Yield the end of each concern that the trainee replied to.

    An explanation or a remedy is assented to; what is disputed goes to the dialogue.
    """
    ended = {view.ref for view in ours if view.type == "concern" and view.ref is not None}
    for reply in theirs:
        if reply.type == "reply" and reply.ref not in ended and reply.received_at is not None:
            is_disputed = reply.facts["position"] == _DISPUTED
            words = "We leave it to the dialogue." if is_disputed else "That settles it for us."
            yield Move(
                ticket=ticket_for("concern", reply),
                type="concern",
                facts={"step": "referred" if is_disputed else "assented", "tlp": "amber"},
                body={"text": MARK + words},
                ref=reply.ref,
            )


def _begins(view: StatementView, told: Told) -> bool:
    return not told.step or view.facts.get("step") == told.step


def _told(told: Told, *, now: datetime, number: int) -> Move:
    facts: dict[str, JsonValue] = {"tlp": "amber", **told.facts}
    if told.minutes_ago is not None:
        facts["called_at"] = format_instant(now - timedelta(minutes=told.minutes_ago))
    return Move(
        ticket=f"practice-told-{told.type}-{number}",
        type=told.type,
        facts=facts,
        body=told.body,
        ref=None,
    )
