from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.custody.fold import Persons, fold_persons
from servanda.core.custody.person import CONFIRMED, Person
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from servanda.core.statements.codes import CUSTODY_EVENTS
from tests.core.casework.counting import PARTIES, counted, digest
from tests.core.keys.cast import ALICE, BOB


def listed(name: str = "p", by: PartyId = ALICE) -> Counted:
    facts = {"step": "listed", "tlp": "red"}
    return counted(name, "custody", facts, by=by, received="01-02 12:00")


def event(
    what: str,
    day: str,
    *,
    by: PartyId = ALICE,
    of: str = "p",
    received: str = "06-01 12:00",
    **more: JsonValue,
) -> Counted:
    facts: dict[str, JsonValue] = {"step": "event", "event": what, "day": day, "tlp": "red", **more}
    return counted(f"{what} {day} {by} {of}", "custody", facts, by=by, received=received, ref=of)


def step(name: str, received: str, *, by: PartyId = ALICE, **more: JsonValue) -> Counted:
    facts: dict[str, JsonValue] = {"step": name, "tlp": "red", **more}
    return counted(f"{name} {received}", "custody", facts, by=by, received=received, ref="p")


def fold(*statements: Counted) -> Persons:
    return fold_persons(statements)


def person(*statements: Counted) -> Person:
    return fold(listed(), *statements).by_leaf[digest("p")]


def test_events_never_replace_one_another() -> None:
    found = person(
        event("arrested_reported", "2026-02-01", source_grade="D"),
        event("arrested_reported", "2026-02-01", by=BOB, source_grade="B"),
        event("released", "2026-02-03"),
    )

    assert [one.event for one in found.events] == [
        "arrested_reported",
        "arrested_reported",
        "released",
    ]


@pytest.mark.parametrize("what", sorted(CONFIRMED))
def test_only_the_party_whose_act_it_is_confirms(what: str) -> None:
    theirs = event(what, "2026-02-01", by=ALICE)
    found = fold(listed(), theirs, event(what, "2026-02-01", by=BOB))

    assert found.out_of_state == [theirs.statement.digest]
    assert [one.by for one in found.by_leaf[digest("p")].events] == [BOB]


def test_a_report_is_no_confirmation_and_does_not_end_the_wait_for_one() -> None:
    found = person(
        event("located", "2026-02-01", announced="arrested_confirmed", announced_by="2026-03-01"),
        event("arrested_reported", "2026-02-10", source_grade="F"),
    )

    (awaited,) = found.awaited
    assert (awaited.event, awaited.by) == ("arrested_confirmed", date(2026, 3, 1))
    assert found.days_since(date(2026, 2, 20)) == 10
    assert not person(
        event("located", "2026-02-01", announced="arrested_confirmed"),
        event("arrested_confirmed", "2026-02-10", by=BOB),
    ).awaited


def test_one_arrest_claimed_for_several_is_one_origin_with_all_its_claims() -> None:
    origin = digest("the one report")
    found = fold(
        listed("p"),
        listed("q"),
        event("arrested_reported", "2026-02-01", origin=origin),
        event("arrested_reported", "2026-02-01", of="q", origin=origin),
        event("arrested_reported", "2026-02-01", of="q", origin=digest("another"), by=BOB),
    )

    assert {origin: [one.leaf for one in several] for origin, several in found.claims.items()} == {
        origin: [digest("p"), digest("q")]
    }


def test_nobody_is_convicted_by_an_arrest_a_charge_or_a_trial() -> None:
    unconvicted = sorted(CUSTODY_EVENTS - {"convicted"})
    for what in unconvicted:
        assert not person(event(what, "2026-02-01", by=BOB)).is_convicted
    assert person(event("convicted", "2026-02-01")).is_convicted
    assert not person(event("convicted", "2026-02-01", source_grade="F")).is_convicted
    assert not person(event("convicted", "2026-02-01", information_grade="6")).is_convicted
    assert not person(
        event("convicted", "2026-02-01"), event("acquitted", "2026-05-01")
    ).is_convicted


def test_an_acquittal_or_a_release_without_charge_asks_for_a_decision_within_thirty_days() -> None:
    assert person(event("acquitted", "2026-02-01")).erasure_due() == date(2026, 3, 3)
    assert person(event("released", "2026-02-01")).erasure_due() == date(2026, 3, 3)
    charged = (event("charged", "2026-01-20"), event("released", "2026-02-01"))
    assert person(*charged).erasure_due() is None
    decided = step("erasure_decided", "06-02 12:00", decision="erased")
    found = person(event("acquitted", "2026-02-01"), decided)
    assert found.erasure_due() is None
    assert found.erasure == "erased"


def test_only_who_named_the_person_decides_and_an_erasure_is_not_taken_back() -> None:
    theirs = step("erasure_decided", "06-02 12:00", by=BOB, decision="kept")
    erased = step("erasure_decided", "06-03 12:00", decision="erased")
    kept = step("erasure_decided", "06-04 12:00", decision="kept")
    found = fold(listed(), theirs, erased, kept)

    assert found.by_leaf[digest("p")].erasure == "erased"
    assert found.out_of_state == [theirs.statement.digest, kept.statement.digest]


def test_an_entry_is_looked_at_again_every_twelve_months() -> None:
    assert person().review_due() == date(2027, 1, 2)
    assert person(step("reviewed", "06-15 12:00")).review_due() == date(2027, 6, 15)


@given(
    said=st.lists(
        st.tuples(
            st.sampled_from(sorted(CUSTODY_EVENTS)),
            st.sampled_from(PARTIES),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        max_size=12,
    )
)
def test_every_event_is_kept_or_listed_and_confirmations_are_the_holders(
    said: list[tuple[str, PartyId, date]],
) -> None:
    statements = [event(what, day.isoformat(), by=by) for what, by, day in said]
    found = fold(listed(), *statements)
    entry = found.by_leaf[digest("p")]

    assert len(entry.events) + len(found.out_of_state) == len(statements)
    assert all(one.by == BOB for one in entry.events if one.is_confirmed)
