"""What the simulated counterpart says unasked, how it judges answers, and how it ends concerns."""

from dataclasses import replace

import pytest

from servanda.core.statements.codes import OUTCOMES
from servanda.simulation.practice.habits import (
    DAY,
    JUDGED_AFTER,
    JUDGEMENTS,
    MARK,
    ROUND,
    SILENCES,
    TOLD,
    Told,
)
from servanda.simulation.practice.moves import is_silent, next_moves
from servanda.usecases.reading.views import StatementView
from tests.simulation.practice.test_moves import (
    ACCEPTED,
    BEGIN,
    US,
    moves_of,
    require_possible,
    view,
)

TOLD_BY_TYPE = [pytest.param(told, id=told.type) for told in TOLD]


def answered(outcome: str) -> StatementView:
    asked = view(1, "request", by=US)
    return replace(asked, acknowledged_at=BEGIN, answered_at=BEGIN, outcome=outcome)


@pytest.mark.parametrize("told", TOLD_BY_TYPE)
def test_it_is_said_once_in_each_round(told: Told) -> None:
    said = view(3, told.type, by=US, facts={"step": told.step})

    assert moves_of(told.type, told.after - DAY / 2) == []
    (move,) = moves_of(told.type, told.after)
    require_possible(move)
    assert moves_of(told.type, told.after, said) == []
    assert moves_of(told.type, ROUND, said) == []
    (again,) = moves_of(told.type, ROUND + told.after, said)
    assert again.ticket != move.ticket


def test_nothing_of_it_is_planned_for_a_silence() -> None:
    assert SILENCES
    assert not any(is_silent(told.after) for told in TOLD)


@pytest.mark.parametrize("told", TOLD_BY_TYPE)
def test_its_words_say_that_it_is_an_exercise(told: Told) -> None:
    assert str(told.body["text"]).startswith(MARK)


@pytest.mark.parametrize("outcome", sorted(JUDGEMENTS))
def test_an_answer_is_judged_a_day_later_and_once(outcome: str) -> None:
    asked = answered(outcome)
    given = replace(view(2, "feedback", by=US), ref=asked.leaf)

    assert moves_of("feedback", JUDGED_AFTER / 2, asked) == []
    (move,) = moves_of("feedback", JUDGED_AFTER, asked)
    require_possible(move)
    assert move.ref == asked.leaf
    assert moves_of("feedback", JUDGED_AFTER, asked, given) == []


def test_what_gave_nothing_to_judge_is_not_judged() -> None:
    for outcome in OUTCOMES - set(JUDGEMENTS):
        assert moves_of("feedback", 2 * DAY, answered(outcome)) == []
    assert moves_of("feedback", 2 * DAY, view(1, "request", by=US)) == []


@pytest.mark.parametrize(
    ("position", "step"),
    [("explained", "assented"), ("remedied", "assented"), ("disputed", "referred")],
)
def test_a_concern_ends_as_the_reply_deserves_and_once(position: str, step: str) -> None:
    concern = view(4, "concern", by=US, facts={"step": "issued"})
    reply = replace(view(5, "reply", facts={"position": position}), ref=concern.leaf)

    made = next_moves(BEGIN + DAY / 2, [ACCEPTED, concern, reply], us=US)
    (move,) = [one for one in made if one.ref == concern.leaf]
    ended = replace(view(6, "concern", by=US, facts=move.facts), ref=concern.leaf)

    require_possible(move)
    assert move.facts["step"] == step
    after = next_moves(BEGIN + DAY / 2, [ACCEPTED, concern, reply, ended], us=US)
    assert [one for one in after if one.ref == concern.leaf] == []
