"""A hand-over says what changed, falls due and waits; the next officer confirms just that."""

from datetime import timedelta

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.people.handovers import HandOver
from servanda.core.people.roles import Role
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.people.change_people import add_person, set_duty
from servanda.usecases.people.hand_over import (
    LostHandOverError,
    NoHandOverError,
    Written,
    all_handovers,
    begin_of_shift,
    confirm_handover,
    read_handover,
    write_handover,
)
from servanda.usecases.people.shift import Shift, read_shift
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, passphrase_of, peopled_desk

EIGHT = timedelta(hours=8)
DAYS = timedelta(days=60)


def hand_over(
    desk: PeopledDesk, by: str | None, *, to: str = "", note: str = "All quiet."
) -> Written:
    written = desk.act(
        "handover write",
        by,
        lambda: write_handover(note=note, to=to, since=None, length=EIGHT, services=desk.services),
    )
    assert isinstance(written, Written)
    return written


def confirm(desk: PeopledDesk, by: str | None, entry: int) -> HandOver:
    confirmed = desk.act(
        "handover confirm", by, lambda: confirm_handover(entry, services=desk.services)
    )
    assert isinstance(confirmed, HandOver)
    return confirmed


def shift_of(desk: PeopledDesk, *, length: timedelta = EIGHT) -> Shift:
    return read_shift(since=begin_of_shift(desk.services), length=length, services=desk.services)


def test_the_next_officer_confirms_what_was_shown_and_both_are_in_the_log() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")

    written = hand_over(desk, "cleo", note="Telephone B at six; 六点致电。")
    confirmed = confirm(desk, "dora", written.handover.entry)

    assert confirmed.confirmed_by is not None
    assert confirmed.confirmed_by.name == "dora"
    assert read_handover(None, services=desk.services).note == "Telephone B at six; 六点致电。"
    told = [
        (one.verb, one.actor.name) for one in desk.entries() if one.verb.startswith("handover_")
    ]
    assert told == [("handover_written", "cleo"), ("handover_confirmed", "dora")]
    lines = desk.services.store.audit_records(first=0, limit=1000)
    assert all(b"Telephone" not in record.line for record in lines)


def test_who_wrote_it_does_not_confirm_it_and_nobody_confirms_twice() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")
    entry = hand_over(desk, "cleo").handover.entry

    with pytest.raises(NoHandOverError):
        confirm(desk, "cleo", entry)
    confirm(desk, "dora", entry)
    with pytest.raises(NoHandOverError):
        confirm(desk, "ben", entry)
    with pytest.raises(NoHandOverError):
        confirm(desk, "ben", entry + 100)


def test_a_hand_over_to_somebody_is_confirmed_by_them() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")
    entry = hand_over(desk, "cleo", to="ben").handover.entry

    with pytest.raises(NoHandOverError):
        confirm(desk, "dora", entry)
    assert confirm(desk, "ben", entry).confirmed_at is not None


def test_the_next_hand_over_tells_from_the_last_that_was_confirmed() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")
    start = desk.services.clock.now()
    first = hand_over(desk, "cleo").handover
    desk.cast.wait(hours=8)
    hand_over(desk, "dora")
    assert begin_of_shift(desk.services) == desk.services.clock.now() - timedelta(hours=24)

    confirm(desk, "ben", first.entry)

    assert begin_of_shift(desk.services) == start


def test_it_says_what_changed_what_falls_due_and_what_waits_on_whom() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")
    services = desk.services
    desk.cast.wait(days=2)
    desk.act(
        "send",
        "cleo",
        lambda: queue_statement(
            type="request", facts=REQUEST, body=REQUEST_BODY, ticket="held", services=services
        ),
    )
    desk.act(
        "staff add",
        "ada",
        lambda: add_person(
            "eve", roles=[Role.ANALYST], passphrase=passphrase_of("eve"), services=services
        ),
    )
    now = services.clock.now()
    desk.act(
        "staff duty",
        "ada",
        lambda: set_duty("cleo", start=now, end=now + EIGHT, services=services),
    )
    theirs = queue_statement(
        type="request", facts=REQUEST, body=REQUEST_BODY, services=desk.cast.bob.services
    )
    desk.cast.bob.step()
    desk.cast.settle()

    shift = shift_of(desk, length=DAYS)

    assert theirs.queued
    assert [(one.type, one.by) for one in shift.changed] == [("request", "bob.example")]
    assert [one.clock for one in shift.due if one.is_ours] == ["answer"]
    waits = {(one.what, one.why, one.whom) for one in shift.blocked}
    assert ("held", "approval", "second_person") in waits
    assert any(why == "confirmation" for _, why, _ in waits)
    assert any((why, whom) == ("answer", "us") for _, why, whom in waits)
    assert shift.on_duty == ("cleo",)
    assert shift_of(desk, length=timedelta(seconds=1)).due == []
    written = hand_over(desk, "cleo")
    assert read_handover(written.handover.entry, services=services).shift == written.shift


def test_words_that_were_altered_are_neither_shown_nor_confirmed() -> None:
    desk = peopled_desk("ada", "ben", "cleo", "dora")
    one = hand_over(desk, "cleo").handover
    store = desk.services.store
    store._handovers[one.digest] = b"altered"  # type: ignore[attr-defined]

    with pytest.raises(LostHandOverError):
        confirm(desk, "dora", one.entry)

    assert [one.confirmed_by for one in all_handovers(desk.services)] == [None]


def test_a_home_without_persons_hands_over_too() -> None:
    desk = PeopledDesk(agreed_cast())

    entry = hand_over(desk, None).handover.entry

    assert confirm(desk, None, entry).confirmed_at is not None


@pytest.mark.parametrize("note", ["", "   ", "x" * 10_001])
def test_an_empty_note_or_a_book_is_refused(note: str) -> None:
    desk = PeopledDesk(agreed_cast())

    with pytest.raises(InvalidInputError):
        hand_over(desk, None, note=note)


def test_nobody_hands_over_to_a_stranger() -> None:
    desk = peopled_desk("ada", "ben", "cleo")

    with pytest.raises(InvalidInputError):
        hand_over(desk, "cleo", to="nobody")
