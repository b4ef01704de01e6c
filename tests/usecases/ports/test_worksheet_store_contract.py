"""What every store promises of worksheets."""

from dataclasses import replace
from datetime import timedelta

from servanda.usecases.ports.store import Store
from servanda.usecases.ports.worksheets import WorksheetRecord
from tests.usecases.store_samples import NOW, OWN

SHEET = WorksheetRecord(
    ticket="0" * 32,
    person="cleo",
    own=OWN,
    about=bytes(32),
    move="answer",
    content=b"{}",
    revision=1,
    saved_at=NOW,
)


def test_a_later_revision_takes_the_place_of_the_one_before_it_and_no_other(store: Store) -> None:
    second = replace(SHEET, content=b'{"a":1}', revision=2, saved_at=NOW + timedelta(minutes=1))

    assert not store.save_worksheet(second)  # of what is not there
    assert store.save_worksheet(SHEET)
    assert not store.save_worksheet(SHEET)
    assert store.save_worksheet(second)
    assert not store.save_worksheet(second)
    assert store.worksheet(SHEET.ticket) == second


def test_nobody_saves_over_anothers_worksheet(store: Store) -> None:
    store.save_worksheet(SHEET)

    assert not store.save_worksheet(replace(SHEET, person="dora", revision=2))
    assert not store.save_worksheet(replace(SHEET, person="dora"))
    assert store.worksheet(SHEET.ticket) == SHEET


def test_those_of_a_person_come_with_the_last_saved_first(store: Store) -> None:
    opening = replace(SHEET, ticket="1" * 32, about=None, saved_at=NOW + timedelta(hours=1))
    other = replace(SHEET, ticket="2" * 32, person="dora")
    for one in (SHEET, opening, other):
        store.save_worksheet(one)

    assert [*store.worksheets_of("cleo")] == [opening, SHEET]
    assert [*store.worksheets()] == [SHEET, opening, other]
    store.remove_worksheet(SHEET.ticket)
    store.remove_worksheet(SHEET.ticket)
    assert [*store.worksheets_of("cleo")] == [opening]
