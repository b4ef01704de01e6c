from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from servanda.core.suspension.fold import Suspensions, fold_suspensions
from tests.core.casework.counting import PARTIES, at, counted, digest
from tests.core.keys.cast import ALICE, BOB


def said(
    step: str,
    received: str,
    *,
    by: PartyId = ALICE,
    of: str | None = None,
    name: str | None = None,
    sent: str | None = None,
    **more: JsonValue,
) -> Counted:
    facts: dict[str, JsonValue] = {"step": step, "scope": "accord", **more}
    if step != "resumed":
        facts["ground"] = "review"
    return counted(
        name or f"{step} {by} {received}",
        "suspension",
        facts,
        by=by,
        received=received,
        ref=of,
        sent=sent,
    )


def fold(*statements: Counted) -> Suspensions:
    return fold_suspensions(statements)


def days(found: Suspensions, since: str = "01-01 00:00", until: str = "12-31 00:00") -> float:
    return found.duration(since=at(since), until=at(until)) / timedelta(days=1)


def test_it_holds_from_its_receipt_until_its_author_resumes_it() -> None:
    found = fold(
        said("suspended", "03-01 00:00", name="s", sent="02-01 00:00"),
        said("resumed", "03-11 00:00", of="s"),
    )

    assert not found.of_accord
    assert days(found) == 10  # and not since the day on which its author claims to have sent it


def test_nobody_resumes_the_other_sides_suspension() -> None:
    resumed = said("resumed", "03-11 00:00", by=BOB, of="s")
    found = fold(said("suspended", "03-01 00:00", name="s"), resumed)

    assert [one.by for one in found.of_accord] == [ALICE]
    assert found.out_of_state == [resumed.statement.digest]


def test_the_accord_is_suspended_while_either_side_suspends_it_and_no_day_counts_twice() -> None:
    found = fold(
        said("suspended", "03-01 00:00", name="a"),
        said("suspended", "03-05 00:00", by=BOB, name="b"),
        said("resumed", "03-11 00:00", of="a"),
        said("resumed", "03-21 00:00", by=BOB, of="b"),
    )

    assert days(found) == 20
    assert days(found, "03-04 00:00", "03-06 00:00") == 2


def test_a_second_suspension_meanwhile_and_anything_after_leaving_have_no_effect() -> None:
    again = said("suspended", "03-02 00:00")
    back = said("suspended", "03-05 00:00")
    resumed = said("resumed", "03-06 00:00", of="s")
    found = fold(
        said("suspended", "03-01 00:00", name="s"),
        again,
        said("left", "03-04 00:00", name="left"),
        back,
        resumed,
    )

    assert [one.leaf for one in found.of_accord] == [digest("left")]
    assert found.out_of_state == [one.statement.digest for one in (again, back, resumed)]
    assert days(found, until="03-11 00:00") == 10


def test_a_series_is_suspended_without_the_accord() -> None:
    found = fold(said("suspended", "03-01 00:00", scope="series", series="dialogue"))

    assert not found.of_accord
    assert found.of("series", "dialogue")


def test_an_announced_end_is_a_word() -> None:
    found = fold(said("suspended", "03-01 00:00", until="2026-03-05"))

    assert found.of_accord
    assert days(found, until="03-11 00:00") == 10


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["suspended", "resumed", "left"]),
            st.sampled_from(PARTIES),
            st.integers(0, 12),
        ),
        max_size=12,
    )
)
def test_a_period_is_never_suspended_for_longer_than_it_lasts(
    steps: list[tuple[str, PartyId, int]],
) -> None:
    statements: list[Counted] = []
    for day, (step, by, of) in enumerate(steps, start=1):
        ref = f"s{of}" if step == "resumed" else None
        statements.append(said(step, f"03-{day:02d} 00:00", by=by, of=ref, name=f"s{day}"))
    found = fold(*statements)

    assert len(found.out_of_state) + len(found.found) <= len(statements)
    assert 0 <= days(found, "03-01 00:00", "03-31 00:00") <= 30
