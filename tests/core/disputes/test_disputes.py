from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonValue
from servanda.core.disputes.fold import MAX_STANDING, Disputes, DisputeState, fold_disputes
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from tests.core.casework.counting import PARTIES, counted, digest
from tests.core.keys.cast import ALICE, BOB

ONE, TWO, THREE = digest("one"), digest("two"), digest("three")


def said(
    name: str,
    step: str | None = None,
    *,
    by: PartyId = ALICE,
    leaves: tuple[str, ...] = (),
    about: str = "statement",
    figures: tuple[str, ...] = (),
    of: str | None = "d",
    minute: int = 0,
) -> Counted:
    facts: dict[str, JsonValue] = {"about": about, "leaves": list(leaves)}
    if step is not None:
        facts["step"] = step
    if figures:
        facts["figures"] = list(figures)
    ref = None if step in {None, "stated"} else of
    received = f"03-0{minute // 60 + 1} 12:{minute % 60:02d}"
    return counted(name, "dispute", facts, by=by, received=received, ref=ref)


def stated() -> Counted:
    return said("d", "stated", leaves=(ONE, TWO))


def fold(*statements: Counted) -> Disputes:
    return fold_disputes(statements)


def test_a_dispute_of_before_without_a_step_stands() -> None:
    found = fold(said("d", leaves=(ONE,)))

    assert [one.leaf for one in found.about_leaf(ONE)] == [digest("d")]


def test_each_side_states_its_version_once() -> None:
    again = said("a2", "answered", by=BOB)
    found = fold(stated(), said("a1", "answered", by=BOB), again)

    assert set(found.by_leaf[digest("d")].versions) == {ALICE, BOB}
    assert found.out_of_state == [digest("a2")]


def test_a_version_becomes_smaller_and_never_wider() -> None:
    wider = said("w", "narrowed", leaves=(ONE, TWO, THREE))
    other = said("o", "narrowed", leaves=(THREE,))
    same = said("s", "narrowed", leaves=(ONE, TWO))
    nothing = said("n", "narrowed")
    smaller = said("k", "narrowed", leaves=(TWO,))
    back = said("b", "narrowed", leaves=(ONE, TWO))
    found = fold(stated(), wider, other, same, nothing, smaller, back)

    (version,) = found.by_leaf[digest("d")].versions.values()
    assert (version.leaves, version.narrowed) == (frozenset((TWO,)), 1)
    assert found.out_of_state == [digest(name) for name in ("w", "o", "s", "n", "b")]
    assert not found.about_leaf(ONE)


def test_only_who_stated_it_withdraws_it_and_then_it_is_over() -> None:
    found = fold(
        stated(),
        said("x", "withdrawn", by=BOB),
        said("y", "withdrawn"),
        said("z", "answered", by=BOB),
    )

    assert found.by_leaf[digest("d")].state is DisputeState.WITHDRAWN
    assert found.standing == []
    assert found.out_of_state == [digest("x"), digest("z")]


def test_it_stays_about_what_it_was_about() -> None:
    turned = said("t", "narrowed", leaves=(ONE,), about="receipt")

    assert fold(stated(), turned).out_of_state == [digest("t")]


def test_figures_are_found_by_their_name() -> None:
    found = fold(said("d", "stated", about="figure", figures=("Q7", "T4")))

    assert found.about_figure("T4")
    assert not found.about_figure("T5")


def test_a_flood_is_a_bounded_list_and_the_rest_has_no_effect() -> None:
    flood = [said(f"d{number}", "stated", leaves=(ONE,)) for number in range(MAX_STANDING + 10)]
    found = fold(*flood, said("b", "stated", by=BOB, leaves=(TWO,)))

    assert len(found.standing) == MAX_STANDING + 1
    assert len(found.out_of_state) == 10


LEAVES = st.lists(st.sampled_from([ONE, TWO, THREE]), unique=True).map(tuple)
STEPS = st.sampled_from(["answered", "narrowed", "withdrawn"])


@given(rest=st.lists(st.tuples(STEPS, st.sampled_from(PARTIES), LEAVES), max_size=12))
def test_what_is_contested_never_grows(
    rest: list[tuple[str, PartyId, tuple[str, ...]]],
) -> None:
    statements = [stated()]
    before: frozenset[str] = frozenset((ONE, TWO))
    for minute, (step, by, leaves) in enumerate(rest):
        statements.append(said(f"{minute}", step, by=by, leaves=leaves, minute=minute + 1))
        now = fold(*statements).by_leaf[digest("d")].versions[ALICE].leaves
        assert now <= before
        before = now
