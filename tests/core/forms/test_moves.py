"""Every move that a person can make has its form, and no form asks for what its type has not."""

import pytest

from servanda.core.casework.transitions import TRANSITIONS
from servanda.core.forms.inputs import FormSource, Kind, inputs_of
from servanda.core.forms.moves import MOVES, OPENINGS, Move
from servanda.core.forms.typed import find_misfits, read_typed
from servanda.core.statements.codes import OUTCOMES, REFUSED_OUTCOMES
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import Schema

EVERY = {**MOVES, **OPENINGS}


class Lists:
    """An accord that has one word in each of its lists."""

    def codes(self, list_name: str) -> frozenset[str]:
        del list_name
        return frozenset({"not_available", "cyber"})


SOURCE = FormSource(codes=Lists(), counts={"facts.items": 2}, choices={})


def test_every_move_of_the_transition_table_has_a_form() -> None:
    written = {event for move in MOVES.values() for event in move.events}

    assert written == {*TRANSITIONS}


def test_every_outcome_is_in_one_form() -> None:
    words = [EVERY[name].words["facts.outcome"] for name in ("answer", "refuse")]

    assert words[0] | words[1] | {"duplicate"} == OUTCOMES
    assert words[1] == REFUSED_OUTCOMES


@pytest.mark.parametrize("move", EVERY.values(), ids=EVERY.keys())
def test_a_form_leaves_out_and_asks_for_only_what_its_type_has(move: Move) -> None:
    type_ = STATEMENT_TYPES[move.type]
    schemas: dict[str, Schema | None] = {"facts": type_.facts, "body": type_.body}
    for path in (*move.without, *move.needed, *move.words):
        holder, name = path.split(".")[:2]
        schema = schemas[holder]
        assert schema is not None
        assert name in {**schema.required, **schema.optional}, path
    paths = [one.path for one in inputs_of(move, SOURCE)]
    assert len(paths) == len(set(paths))
    assert not {f"facts.{name}" for name in move.fixed} & {*paths}


@pytest.mark.parametrize("move", EVERY.values(), ids=EVERY.keys())
def test_an_empty_form_is_told_all_that_is_missing_and_each_at_an_input(move: Move) -> None:
    inputs = [*inputs_of(move, SOURCE)]
    misfits = [*find_misfits(read_typed({}, move, SOURCE), move)]

    for misfit in misfits:
        assert any(
            one.path == misfit.path or one.path.startswith(f"{misfit.path}.") for one in inputs
        ), misfit
    told = {misfit.path for misfit in misfits}
    for one in inputs:
        if one.is_required:
            assert any(one.path == path or one.path.startswith(f"{path}.") for path in told)


@pytest.mark.parametrize("move", EVERY.values(), ids=EVERY.keys())
def test_any_text_in_any_field_is_a_value_or_a_misfit(move: Move) -> None:
    for said in ("<script>", "\x00", "9" * 400, "-1", "true", "\ud800", " ", "é" * 500_000):
        typed = {one.path: (said,) for one in inputs_of(move, SOURCE)}
        written = read_typed(typed, move, SOURCE)

        for misfit in find_misfits(written, move):
            assert misfit.fault.shown is not None


def test_a_gap_among_the_results_of_items_keeps_its_place() -> None:
    written = read_typed({"facts.items.1": ("supplied",)}, MOVES["answer"], SOURCE)

    assert written.facts["items"] == ["", "supplied"]
    assert "facts.items.0" in {one.path for one in find_misfits(written, MOVES["answer"])}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-01-05T08:00", "2026-01-05T08:00:00Z"),
        ("2026-01-05T08:00:30Z", "2026-01-05T08:00:30Z"),
        ("tomorrow", "tomorrow"),
    ],
)
def test_an_instant_is_taken_as_browsers_write_it(typed: str, value: str) -> None:
    written = read_typed({"facts.until": (typed,)}, MOVES["renew"], SOURCE)

    assert written.facts["until"] == value


def test_the_accords_own_lists_are_what_can_be_chosen() -> None:
    inputs = {one.path: one for one in inputs_of(OPENINGS["information_request"], SOURCE)}

    assert inputs["facts.commitment"].codes == ("cyber", "not_available")
    assert inputs["facts.urgency"].kind is Kind.CHOICE
    assert "facts.kind" not in inputs
