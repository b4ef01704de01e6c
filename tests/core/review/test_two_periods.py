"""Wherever a period ends, two reviews together count what one review of both would count."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exchange.order import Counted
from servanda.core.review.registry import FIGURES
from tests.core.casework.counting import at
from tests.core.review.worked import example_lines, example_statements, population_of

END = "04-15 00:00"

# What a figure counts of its items, by figure: the names whose values add up over periods. Those
# that begin with `carried_` or `reopened_` are added to their own.
COUNTS = {
    "T1": ("count",),
    "T2": ("d",),
    "T3": ("d",),
    "T4": ("d",),
    "T4x": ("d",),
    "T5": ("count",),
    "T6": ("count",),
    "T9": ("d",),
    "T10": ("d", "n"),
    "T11": ("n",),
    "T12": ("count", "requester", "disputed", "neither", "responder"),
    "T13": ("d", "n", "clarification_d", "feedback_d"),
    "T14": ("d", "one_sided"),
    "T15": ("request_count", "response_count", "request_negative"),
    "T16": ("clock_conflict", "class_contested", "out_of_state", "beside_requests"),
    "Q1": ("fulfilled_full", "fulfilled_part", "refused_full", "lapsed", "withdrawn", "duplicate"),
    "Q2": ("d", "n"),
    "Q2p": ("d", "n"),
    "Q3": ("d", "n", "ground_not_available"),
    "Q4": ("d", "n"),
    "Q5": ("d",),
    "Q6": ("total",),
    "Q7": ("usefulness_0", "usefulness_1", "usefulness_2", "usefulness_3", "d"),
    "Q8": ("d", "contested", "reason_late"),
    "Q9": ("d", "effect_none", "effect_blocked"),
    "Q10": ("d", "n"),
    "Q11": ("d", "n"),
    "Q12": ("count", "pieces", "with_feedback", "judged", "acknowledgement_d", "stages_d"),
}


def statements_until(until: str) -> list[Counted]:
    """Return the page's statements up to a moment, but not those about R9 and R14.

    R9 turns out to be a duplicate and R14 lapses: with that they are left out of the clocks'
    figures, though a review before may have judged them as what they were then.
    """
    lines = zip(example_lines(), example_statements(), strict=True)
    return [
        statement
        for line, statement in lines
        if line.of not in ("R9", "R14") and statement.received_at <= at(until)
    ]


def counts_of(until: str, previous: str | None = None) -> Counter[tuple[str, str, str]]:
    """Return what each figure counts, by direction and value, `carried_` among its own."""
    population = population_of(statements_until(until), until, previous=previous)
    found = Counter[tuple[str, str, str]]()
    for name, names in COUNTS.items():
        for row in FIGURES[name].rows(population):
            if row.cell.kind != "all" or row.cell.urgency != "all":
                continue
            for value, number in row.values.items():
                plain = value.removeprefix("carried_").removeprefix("reopened_")
                if plain in names and isinstance(number, int):
                    found[name, row.cell.direction, plain] += number
    return +found


def test_every_figure_that_counts_over_a_period_is_held() -> None:
    # Lateness falls to who judges it first, and what is open is not of a period.
    assert FIGURES.keys() - COUNTS.keys() == {"T7", "T8"}


@given(border=st.integers(0, 95 * 24 * 60))
def test_nothing_is_passed_over_or_counted_twice_wherever_the_first_period_ends(
    border: int,
) -> None:
    start = at("01-05 00:00")
    until = (start + border * (at("01-05 00:01") - start)).strftime("%m-%d %H:%M")

    assert counts_of(until) + counts_of(END, until) == WHOLE


WHOLE = counts_of(END)
