"""Open cases are imported whole or not at all, and stand in no log and no figure."""

import io
from dataclasses import replace
from datetime import date

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.interfaces.fault_texts import fault_text
from servanda.usecases.casework.import_cases import Imported, close_imported, import_cases
from servanda.usecases.casework.imported_case import (
    COLUMNS,
    MAX_PROBLEMS,
    REQUIRED_COLUMNS,
    ImportedCase,
    ImportRowsError,
    read_rows,
)
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.ports.store import Store
from servanda.usecases.reading.find_statements import find_imported
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.services import Services
from tests.usecases.nodes import agreed_cast
from tests.usecases.review.test_review import cooperation, cut
from tests.usecases.store_samples import NOW

HEADER = "counterpart,direction,file_number,kind,urgency,received_on,due_on,title"
GOOD = "bob.example,asked_by_us,A-1,preservation,urgent,2025-12-01,2026-01-31,Lost account"
OTHER = "carol.example,asked_by_them,A-2,mitigation,routine,2025-12-02,,"


def rows(*lines: str) -> io.StringIO:
    return io.StringIO("\r\n".join(lines), newline="")


def load(services: Services, *lines: str, dry_run: bool = False) -> Imported:
    return import_cases(rows(HEADER, *lines), dry_run=dry_run, services=services)


def problems_of(*lines: str) -> list[tuple[int, str]]:
    with pytest.raises(ImportRowsError) as refused:
        read_rows(rows(*lines))
    for one in refused.value.problems:
        assert fault_text(one.fault, language="en") != fault_text(one.fault, language="zh-Hans")
    return [(one.line, one.column) for one in refused.value.problems]


def test_a_dry_run_stores_nothing_and_an_import_is_shown_apart_in_the_queue() -> None:
    services = agreed_cast().alice.services

    assert len(load(services, GOOD, OTHER, dry_run=True).added) == 2
    assert list(show_queue(services=services).imported) == []
    load(services, GOOD, "", OTHER)

    queue = show_queue(services=services)
    assert [case.file_number for case in queue.imported] == ["A-1", "A-2"]
    assert queue.imported[0].due_on == date(2026, 1, 31)
    assert queue.imported[0].is_ours
    assert list(queue.cases) == []


def test_the_same_file_again_adds_nothing_and_a_changed_row_is_refused() -> None:
    services = agreed_cast().alice.services
    load(services, GOOD)

    again = load(services, GOOD, OTHER)
    with pytest.raises(ImportRowsError, match="line 3, column file_number"):
        load(services, OTHER, GOOD.replace("urgent", "routine"))

    assert ([case.file_number for case in again.added], again.known) == (["A-2"], 1)


def test_one_bad_row_keeps_all_out_and_every_fault_is_told_with_line_and_column() -> None:
    services = agreed_cast().alice.services
    bad = "Bob!,asked,,seizure,soon,1 May,31.12.2026," + "x" * 301

    with pytest.raises(ImportRowsError) as refused:
        load(services, GOOD, bad, OTHER)

    found = {(one.line, one.column) for one in refused.value.problems}
    assert found == {(3, name) for name in COLUMNS if name != "their_file_number"}
    assert list(services.store.imported_cases()) == []


@pytest.mark.parametrize("missing", REQUIRED_COLUMNS)
def test_a_missing_column_is_named(missing: str) -> None:
    header = [name for name in HEADER.split(",") if name != missing]

    assert problems_of(",".join(header)) == [(1, missing)]


def test_under_a_wrong_heading_what_is_named_rightly_is_judged_all_the_same() -> None:
    header = HEADER.replace("file_number", "Aktenzeichen")
    bad = GOOD.replace("preservation", "seizure").replace("2025-12-01", "1 May")

    assert problems_of(header, bad, OTHER, GOOD + ",more") == [
        (1, "Aktenzeichen"),
        (1, "file_number"),
        (2, "kind"),
        (2, "received_on"),
        (4, ""),
    ]
    assert problems_of(HEADER + ",notes", GOOD + ",x", GOOD + ",y") == [
        (1, "notes"),
        (3, "file_number"),
    ]


def test_a_column_named_twice_is_not_judged_for_nobody_knows_which_is_meant() -> None:
    assert problems_of(HEADER + ",kind", GOOD + ",seizure") == [(1, "kind"), (1, "kind")]


def test_of_a_table_without_any_known_column_the_heading_alone_is_told() -> None:
    found = problems_of(HEADER.replace(",", ";"), GOOD.replace(",", ";"), "a,b")

    assert {line for line, _ in found} == {1}


def test_what_is_no_such_table_is_refused() -> None:
    assert [column for _, column in problems_of("")] == list(REQUIRED_COLUMNS)
    assert problems_of(HEADER + ",notes", GOOD + ",x") == [(1, "notes")]
    assert problems_of(HEADER, GOOD + ",more") == [(2, "")]
    assert problems_of(HEADER, GOOD, GOOD) == [(3, "file_number")]
    assert problems_of(HEADER, 'a,"b"c')[0][1] == ""
    assert len(problems_of(HEADER, *[OTHER.replace("routine", "?")] * 500)) <= MAX_PROBLEMS


def test_a_file_number_may_stand_with_two_counterparts_and_is_closed_by_one() -> None:
    services = agreed_cast().alice.services
    load(services, GOOD, OTHER.replace("A-2", "A-1"))

    with pytest.raises(Exception, match="found 2"):
        close_imported("A-1", counterpart=None, services=services)
    closed = close_imported("A-1", counterpart=PartyId("carol.example"), services=services)
    with pytest.raises(Exception, match="found none"):
        close_imported("A-1", counterpart=PartyId("carol.example"), services=services)

    assert closed.counterpart == "carol.example"
    assert [case.counterpart for case in services.store.imported_cases()] == ["bob.example"]
    assert len(services.store.imported_cases(with_closed=True)) == 2


def test_imported_cases_change_no_figure() -> None:
    cast = cooperation()
    cut(cast)
    before = compute_review(services=cast.alice.services).document

    load(cast.alice.services, GOOD, OTHER)

    assert compute_review(services=cast.alice.services).document == before


def test_every_store_keeps_imported_cases_by_due_date(store: Store) -> None:
    late = ImportedCase(
        counterpart=PartyId("bob.example"),
        is_ours=True,
        file_number="A-1 甲",
        kind="preservation",
        urgency="routine",
        received_on=date(2025, 1, 1),
        due_on=date(2026, 2, 1),
    )
    soon = replace(late, file_number="A-2", due_on=date(2026, 1, 1), title="标题")
    never = replace(late, file_number="A-3", due_on=None, is_ours=False)

    store.add_imported([never, late, soon], at=NOW)

    assert list(store.imported_cases()) == [soon, late, never]
    assert store.close_imported(late.counterpart, late.file_number, at=NOW)
    assert not store.close_imported(late.counterpart, late.file_number, at=NOW)
    assert list(store.imported_cases()) == [soon, never]
    assert list(store.imported_cases(with_closed=True)) == [soon, late, never]


def test_an_imported_case_is_found_by_either_file_number_and_by_its_title() -> None:
    services = agreed_cast().alice.services
    import_cases(
        rows(
            f"{HEADER},their_file_number",
            "bob.example,asked_by_us,甲-1号,preservation,urgent,2025-12-01,,Lost account,B/7",
        ),
        dry_run=False,
        services=services,
    )
    close_imported("甲-1号", counterpart=None, services=services)

    for wanted in ("甲-1", "b / 7", "LOST ACC"):
        assert [case.file_number for case in find_imported(wanted, services=services)] == ["甲-1号"]
    assert find_imported("A-2", services=services) == []
    with pytest.raises(InvalidInputError):
        find_imported(" ", services=services)
