from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.contacts.contact import STEPS, ContactSide, ContactState
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from tests.core.casework.counting import PARTIES, counted, digest
from tests.core.contacts.naming import (
    FINGERPRINT,
    asked,
    checked,
    contact,
    directory,
    permanent,
    proposed,
    said,
)
from tests.core.keys.cast import ALICE, BOB

LATE = date(2026, 6, 1)


def test_an_interim_contact_lapses_after_ninety_days_with_warnings_before() -> None:
    interim = contact(said("accepted", "01-02 12:00"))

    assert interim.state is ContactState.INTERIM
    assert interim.expires_on() == date(2026, 4, 2)
    assert interim.warning(date(2026, 3, 2)) is None
    assert interim.warning(date(2026, 3, 3)) == 30
    assert interim.warning(date(2026, 4, 2)) == 0
    assert interim.may_send(date(2026, 4, 2))
    assert not interim.may_send(date(2026, 4, 3))
    assert interim.receives


def test_a_permanent_contact_is_confirmed_every_year() -> None:
    once = contact(*permanent())
    again = contact(*permanent(), said("renewed", "11-05 09:00"))

    assert once.state is ContactState.PERMANENT
    assert once.expires_on() == date(2027, 1, 5)
    assert again.expires_on() == date(2027, 11, 5)


@pytest.mark.parametrize("lacking", ["verified", "checks", "mandate", "in time"])
def test_what_is_missing_keeps_a_contact_interim(lacking: str) -> None:
    final = "06-05 11:00" if lacking == "in time" else "01-05 11:00"
    steps: list[Counted] = [said("accepted", "01-05 08:00")]
    if lacking != "verified":
        steps.append(said("verified", "01-05 08:30"))
    if lacking != "checks":
        steps += checked()
    last = said("permanent", final, mandate=lacking != "mandate")
    found = directory(proposed(), *steps, last)

    assert found.by_leaf[digest("c")].state is ContactState.INTERIM
    assert found.out_of_state == [last.statement.digest]


def test_an_interim_address_that_becomes_permanent() -> None:
    """Both are in use during the change; then the old one receives, names the new, never sends."""
    begun = (
        proposed("old"),
        said("accepted", "01-03 08:00", of="old"),
        proposed("new", "01-04 12:00", replaces="old"),
        said("accepted", "01-05 07:00", of="new"),
    )
    today = date(2026, 1, 5)
    during = directory(*begun)
    assert all(one.may_send(today) and one.receives for one in during.by_leaf.values())

    after = directory(*begun[:3], *permanent("new"))
    old, new = after.by_leaf[digest("old")], after.by_leaf[digest("new")]
    assert not old.may_send(today)
    assert old.receives
    assert after.successor(old) is new
    assert new.may_send(today)


def test_the_successor_is_the_last_of_a_chain() -> None:
    found = directory(
        proposed("a"),
        said("accepted", "01-03 08:00", of="a"),
        proposed("b", "01-04 12:00", replaces="a"),
        *permanent("b", "01-05"),
        proposed("c", "01-06 12:00", replaces="b"),
        *permanent("c", "01-07"),
    )

    assert found.successor(found.by_leaf[digest("a")]) is found.by_leaf[digest("c")]
    assert found.successor(found.by_leaf[digest("c")]) is None


def test_nobody_replaces_another_partys_contact_or_one_twice() -> None:
    foreign = proposed("foreign", "01-04 12:00", by=ALICE, replaces="old")
    unknown = proposed("unknown", "01-04 13:00", replaces="nothing")
    second = proposed("second", "01-06 12:00", replaces="old")
    found = directory(
        proposed("old"),
        said("accepted", "01-03 08:00", of="old"),
        foreign,
        unknown,
        proposed("new", "01-04 14:00", replaces="old"),
        *permanent("new"),
        second,
    )

    assert found.out_of_state == [one.statement.digest for one in (foreign, unknown, second)]


def test_of_two_successors_the_first_that_is_permanent_stays_the_one() -> None:
    steps = (
        proposed("old"),
        said("accepted", "01-03 08:00", of="old"),
        proposed("first", "01-04 12:00", replaces="old"),
        proposed("second", "01-04 13:00", replaces="old"),
        *permanent("first", "01-05"),
        *permanent("second", "01-06"),
    )
    found = directory(*steps, said("renewed", "02-01 09:00", of="second"))

    assert found.out_of_state == []
    assert found.successor(found.by_leaf[digest("old")]) is found.by_leaf[digest("first")]
    assert found.by_leaf[digest("second")].may_send(date(2026, 2, 2))


def test_another_fingerprint_is_kept_and_takes_the_verification_away() -> None:
    heard = said("verified", "01-05 08:45", fingerprint=digest("another key"))
    begun = (said("accepted", "01-05 08:00"), said("verified", "01-05 08:30"), *checked())
    found = contact(*begun, heard)

    assert found.mismatches == [heard.statement.digest]
    assert found.verified_at is None
    assert found.missing_for_permanent == ("verified",)
    assert contact(*begun).missing_for_permanent == ()
    assert found.fingerprint == FINGERPRINT


def test_a_suspended_contact_is_resumed_to_what_it_was_and_its_time_ran_on() -> None:
    begun = (*permanent(), said("suspended", "02-01 09:00"))
    paused, resumed = contact(*begun), contact(*begun, said("resumed", "03-01 09:00"))

    assert not paused.may_send(date(2026, 2, 2))
    assert paused.receives
    assert resumed.state is ContactState.PERMANENT
    assert resumed.expires_on() == paused.expires_on() == date(2027, 1, 5)


def test_a_retired_contact_receives_and_never_sends_and_stays_retired() -> None:
    again = said("renewed", "03-01 09:00")
    found = directory(proposed(), *permanent(), said("retired", "02-01 09:00"), again)
    retired = found.by_leaf[digest("c")]

    assert not retired.may_send(date(2026, 2, 2))
    assert retired.receives
    assert found.out_of_state == [again.statement.digest]


def test_days_of_a_substitute_do_not_run_backwards() -> None:
    backwards = counted(
        "backwards",
        "contact",
        {"step": "substituted", "tlp": "amber", "from": "2026-02-02", "until": "2026-02-01"},
        by=BOB,
        received="01-06 09:00",
        ref="c",
    )
    found = directory(proposed(), said("accepted", "01-05 08:00"), backwards)

    assert found.out_of_state == [backwards.statement.digest]


@pytest.mark.parametrize("step", sorted(STEPS))
def test_each_step_is_for_one_side_alone(step: str) -> None:
    wrong = ALICE if STEPS[step].side is ContactSide.HOLDER else BOB
    states = STEPS[step].states
    before: tuple[Counted, ...] = ()
    if states == {ContactState.SUSPENDED}:
        before = (*permanent(), said("suspended", "01-06 09:00"))
    elif ContactState.PERMANENT in states:
        before = permanent()
    elif states == {ContactState.INTERIM}:
        before = permanent()[:-1]
    mine, theirs = said(step, "01-07 09:00"), said(step, "01-07 09:00", by=wrong)

    assert directory(proposed(), *before, mine).out_of_state == []
    assert directory(proposed(), *before, theirs).out_of_state == [theirs.statement.digest]


def test_a_contact_that_is_only_proposed_is_not_asked() -> None:
    early = asked("T", "01-03 09:00")
    assert directory(proposed(), early).out_of_state == [early.statement.digest]


@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(PARTIES)), max_size=14)
)
def test_no_order_of_steps_makes_an_unchecked_contact_permanent(
    steps: list[tuple[str, PartyId]],
) -> None:
    statements = [
        said(step, f"01-{day:02} 09:00", by=by) for day, (step, by) in enumerate(steps, start=3)
    ]
    found = directory(proposed(), *statements)
    only = found.by_leaf[digest("c")]

    assert only.state is not ContactState.PERMANENT
    assert only.state is ContactState.PROPOSED or only.receives
    assert len(found.out_of_state) <= len(statements)
    assert not only.may_send(LATE)
