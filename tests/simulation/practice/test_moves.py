"""What the simulated counterpart does follows from the time and from what was said, alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.forms.checklist import check_before_sending
from servanda.core.identifiers import AccordName, Digest, Origin, PartyId, digest_of
from servanda.core.statements.body import Body, encode_body, parse_body
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.simulation.practice.habits import ASKS, DAY, HABITS, HOUR, MARK, ROUND, SILENCES
from servanda.simulation.practice.move import Move
from servanda.simulation.practice.moves import is_silent, next_moves
from servanda.usecases.reading.views import StatementView
from tests.core.forms.requests import TERMS

US = PartyId("counterpart.example")
TRAINEE = PartyId("trainee.example")
BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def view(
    number: int,
    type_: str,
    *,
    by: PartyId = TRAINEE,
    at: datetime = BEGIN,
    facts: JsonObject | None = None,
) -> StatementView:
    to = US if by == TRAINEE else TRAINEE
    return StatementView(
        leaf=digest_of(f"{by}{number}".encode()),
        origin=Origin(from_party=by, accord_name=AccordName("practice"), to_party=to),
        index=number,
        type=type_,
        by=by,
        sent_at=at,
        received_at=at,
        acknowledged_at=None,
        answered_at=None,
        outcome="",
        withdrawn_at=None,
        refused="",
        handed_over=True,
        verdict="valid",
        reason="",
        facts=facts or {},
        ref=None,
    )


ACCEPTED = view(0, "acceptance")


def request(number: int = 1, *, urgency: str = "routine", after: timedelta = DAY) -> StatementView:
    return view(number, "request", at=BEGIN + after, facts={"urgency": urgency, "items": 2})


def moves_of(kind: str, after: timedelta, *said: StatementView) -> list[Move]:
    made = next_moves(BEGIN + after, [ACCEPTED, *said], us=US)
    return [move for move in made if move.type == kind]


def clarified(
    asked: StatementView, *, took: timedelta = HOUR
) -> tuple[StatementView, StatementView]:
    """Return the question that was asked back about a request, and its answer."""
    question = view(7, "clarification", by=US, facts={"step": "ask"})
    answer = view(8, "clarification", at=BEGIN + took, facts={"step": "answer"})
    return replace(question, ref=asked.leaf), replace(answer, ref=asked.leaf)


def test_nothing_is_said_before_the_accord_is_accepted() -> None:
    assert next_moves(BEGIN + DAY, [request()], us=US) == ()


def test_every_ask_of_the_table_is_made_when_its_time_comes() -> None:
    said: list[StatementView] = []

    for number, ask in enumerate(ASKS):
        assert moves_of("request", ask.after - timedelta(seconds=1), *said) == []
        (move,) = moves_of("request", ask.after, *said)
        assert move.facts["kind"] == ask.kind
        said.append(view(number, "request", by=US))


def test_the_table_begins_again_with_the_next_round() -> None:
    said = [view(number, "request", by=US) for number in range(len(ASKS))]

    assert moves_of("request", ROUND, *said) == []
    (move,) = moves_of("request", ROUND + ASKS[0].after, *said)
    assert move.facts["kind"] == ASKS[0].kind
    assert move.ticket not in {f"practice-ask-{number + 1}" for number in range(len(ASKS))}


def test_a_request_is_acknowledged_first_and_answered_later() -> None:
    asked = request()
    taken = replace(asked, acknowledged_at=BEGIN + DAY + 4 * HOUR)

    assert moves_of("acknowledgement", DAY + HOUR, asked) == []
    assert [move.ref for move in moves_of("acknowledgement", DAY + 4 * HOUR, asked)] == [asked.leaf]
    assert moves_of("response", DAY + 4 * HOUR, taken) == []
    assert [move.ref for move in moves_of("response", 4 * DAY, taken)] == [asked.leaf]


def test_some_requests_are_acknowledged_and_answered_after_their_clocks_have_run_out() -> None:
    first = replace(request(1), acknowledged_at=BEGIN, answered_at=BEGIN)
    late = request(2, after=11 * DAY)

    assert moves_of("acknowledgement", 12 * DAY, first, late) == []
    taken = replace(late, acknowledged_at=BEGIN + 13 * DAY)
    before = (first, *clarified(late, took=timedelta(0)))
    # Seven days after the day of receipt have ended at the latest after eight.
    assert moves_of("response", 19 * DAY, *before, taken) == []
    assert len(moves_of("response", 20 * DAY + 20 * HOUR, *before, taken)) == 1


@pytest.mark.parametrize("urgency", ["routine", "urgent", "emergency"])
def test_each_habit_has_an_answer_that_the_form_allows(urgency: str) -> None:
    settled = {"acknowledged_at": BEGIN, "answered_at": BEGIN}

    for number, habit in enumerate(HABITS):
        before = [replace(request(place), **settled) for place in range(number)]  # type: ignore[arg-type]  # fields by name
        asked = replace(request(number, urgency=urgency), acknowledged_at=BEGIN)
        settling = clarified(asked) if habit.question else ()
        (move,) = moves_of("response", 12 * DAY, *before, asked, *settling)
        assert move.facts["outcome"] == habit.outcome
        require_possible(move)


def test_a_desk_that_asks_back_waits_for_the_answer_and_does_not_count_the_wait() -> None:
    first = replace(request(1), acknowledged_at=BEGIN, answered_at=BEGIN)
    asked = replace(request(2, after=11 * DAY), acknowledged_at=BEGIN + 12 * DAY)

    (question,) = moves_of("clarification", 12 * DAY, first, asked)
    put, given = clarified(asked, took=5 * DAY)

    require_possible(question)
    assert question.ref == asked.leaf
    assert moves_of("clarification", 13 * DAY, first, asked, put) == []
    assert moves_of("response", 60 * DAY, first, asked, put) == []
    answered_at = 11 * DAY + 7 * DAY * HABITS[1].answered / 100
    assert moves_of("response", answered_at, first, asked, put, given) == []
    assert len(moves_of("response", answered_at + 5 * DAY, first, asked, put, given)) == 1


def test_every_ask_and_acknowledgement_fits_its_form() -> None:
    for number, ask in enumerate(ASKS):
        said = [view(place, "request", by=US) for place in range(number)]
        for move in moves_of("request", ask.after, *said):
            require_possible(move)
    for move in moves_of("acknowledgement", 12 * DAY, request()):
        require_possible(move)


def test_everything_that_is_said_in_words_says_that_it_is_an_exercise() -> None:
    (ask,) = moves_of("request", ASKS[0].after)
    taken = replace(request(), acknowledged_at=BEGIN)
    (answer,) = moves_of("response", 12 * DAY, taken)

    assert ask.body is not None
    assert answer.body is not None
    assert str(ask.body["title"]).startswith(MARK)
    assert str(ask.body["brief_facts"]).startswith(MARK)
    assert str(answer.body["text"]).startswith(MARK)


def test_every_ask_of_the_table_is_right_first_time() -> None:
    said: list[StatementView] = []

    for number, ask in enumerate(ASKS):
        (move,) = moves_of("request", ask.after, *said)
        assert move.body is not None
        checked = check_before_sending(
            facts=move.facts,
            body=move.body,
            has_files=False,
            terms=TERMS,
            now=BEGIN + ask.after,
            same_open=(),
        )
        assert [problem.sentence() for problem in checked.problems] == []
        said.append(view(number, "request", by=US))


def test_in_a_silence_nobody_does_anything_and_after_it_all_is_made_up_for() -> None:
    (silence,) = SILENCES
    asked = request(after=silence.after - HOUR)
    end = silence.after + silence.lasts

    assert next_moves(BEGIN + silence.after, [ACCEPTED, asked], us=US) == ()
    assert next_moves(BEGIN + end - timedelta(seconds=1), [ACCEPTED, asked], us=US) == ()
    assert len(moves_of("acknowledgement", end, asked)) == 1
    assert is_silent(ROUND + silence.after)
    assert not is_silent(ROUND)


def test_what_was_withdrawn_refused_or_answered_is_left_alone() -> None:
    settled = [
        replace(request(1), withdrawn_at=BEGIN),
        replace(request(2), refused="invalid"),
        replace(request(3), answered_at=BEGIN),
        replace(request(4), verdict="invalid"),
        replace(request(5), received_at=None),
    ]

    made = next_moves(BEGIN + 12 * DAY, [ACCEPTED, *settled], us=US)

    assert {move.type for move in made if move.ref is not None} == set()


def test_a_check_is_answered_once() -> None:
    ask = view(1, "check", facts={"step": "ask"})
    answer = replace(view(1, "check", by=US, facts={"step": "answer"}), ref=ask.leaf)

    assert moves_of("check", timedelta(minutes=1), ask) == []
    (move,) = moves_of("check", HOUR, ask)
    assert (move.facts, move.ref) == ({"step": "answer"}, ask.leaf)
    assert moves_of("check", HOUR, ask, answer) == []


def test_the_same_move_has_the_same_name() -> None:
    (first,) = moves_of("acknowledgement", 2 * DAY, request())
    (again,) = moves_of("acknowledgement", 3 * DAY, request())

    assert first.ticket == again.ticket


def require_possible(move: Move) -> None:
    statement_type = STATEMENT_TYPES[move.type]
    statement_type.facts.validate(move.facts)
    data = encode_body(Body(members=move.body or {}, files=()))
    no_files: list[Digest] = []
    parse_body(data, statement_type=statement_type, facts=move.facts, attachments=no_files)
