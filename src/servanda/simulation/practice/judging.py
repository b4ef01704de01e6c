"""How the simulated counterpart judges the answers it gets: feedback, a day after each."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from servanda.core.canonical import JsonValue
from servanda.simulation.practice.habits import JUDGED_AFTER, JUDGEMENTS, MARK
from servanda.simulation.practice.move import Move, ticket_for
from servanda.usecases.reading.views import StatementView


def judgements(
    now: datetime, requests: Sequence[StatementView], *, ours: Sequence[StatementView]
) -> Iterator[Move]:
    """Yield feedback on each answer of the trainee that is a day old and was not judged yet.

    Args:
        now: By the clock of the practice.
        requests: Of the simulated counterpart.
        ours: What it said.
    """
    judged = {view.ref for view in ours if view.type == "feedback"}
    for request in requests:
        judgement = JUDGEMENTS.get(request.outcome)
        if judgement is None or request.answered_at is None or request.leaf in judged:
            continue
        if now - request.answered_at < JUDGED_AFTER:
            continue
        facts: dict[str, JsonValue] = {
            "step": "given",
            "usefulness": judgement.usefulness,
            "effects": ["none"],
            "tlp": "amber",
        }
        if judgement.reasons:
            facts["reasons"] = list(judgement.reasons)
        yield Move(
            ticket=ticket_for("judgement", request),
            type="feedback",
            facts=facts,
            body={"text": MARK + judgement.words},
            ref=request.leaf,
        )
