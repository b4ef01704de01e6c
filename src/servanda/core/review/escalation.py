"""T14: were calls over the hotline confirmed in time.

Its items are calls. They fall into cells by who called and, in the place of the kind, by what
the call was about; a call has no urgency.

Source: docs/reference/figures.md, "T14".
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.casework.calls import Call
from servanda.core.casework.clocks import within_reach
from servanda.core.casework.unasked_clocks import call_state
from servanda.core.identifiers import Digest
from servanda.core.review.arithmetic import percentile, rate
from servanda.core.review.figure import Figure, FigureRow, Values, items_named, rows_of
from servanda.core.review.judged import Judged, judge_duty
from servanda.core.review.population import ALL, Cell, Key, Population, grouped_cells

NAME = "T14"

_MEDIAN = 50
_CARRIED = "carried_"
_ONE_SIDED = 1  # beside the leaf: that it was shown as one-sided, too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Called:
    """One call in this review.

    Attributes:
        call: Which.
        judged: What the clock to confirm it comes to.
        group: Where it is counted.
        is_judged_now: It is due, and no review before has judged it.
        is_one_sided: Nobody confirmed it in the time after which it stays the caller's word, and
            no review before has shown that.
    """

    call: Call
    judged: Judged
    group: str
    is_judged_now: bool
    is_one_sided: bool


def escalation_rows(population: Population) -> Iterator[FigureRow]:
    """Yield the rows of T14."""
    cells = grouped_cells(_placed(population), parties=population.parties)
    return rows_of(NAME, cells, values=_values, leaves=_leaves)


def matured_calls(population: Population) -> set[Key]:
    """Return the calls whose confirmation is due at the moment of `population`."""
    called = [_called(call, population, ()) for call in population.casework.calls.values()]
    due: set[Key] = {each.call.leaf for each in called if each.is_judged_now}
    return due | {(each.call.leaf, _ONE_SIDED) for each in called if each.is_one_sided}


def _placed(population: Population) -> Iterator[tuple[Cell, _Called]]:
    judged = population.judged_before(NAME)
    for call in population.casework.calls.values():
        called = _called(call, population, judged)
        if called.group == "" or called.is_judged_now or called.is_one_sided:
            yield Cell(direction=call.caller, kind=call.basis, urgency=ALL), called


def _called(call: Call, population: Population, judged_before: Container[Key]) -> _Called:
    at = population.at
    judged = judge_duty(call_state(call, casework=population.casework, at=at), at=at)
    one_sided_at = within_reach(call.received_at) + timedelta(hours=call.terms.confirmation_hours)
    is_one_sided = call.confirmed_at is None and one_sided_at <= at
    return _Called(
        call=call,
        judged=judged,
        group="" if population.is_new(call.leaf) else _CARRIED,
        is_judged_now=judged.left_out is None and call.leaf not in judged_before,
        is_one_sided=is_one_sided and (call.leaf, _ONE_SIDED) not in judged_before,
    )


def _leaves(called: _Called) -> Sequence[Digest]:
    return (called.call.leaf,) if called.is_judged_now or called.is_one_sided else ()


def _seconds(call: Call) -> int | None:
    if call.confirmed_at is None:
        return None
    return max(0, int((call.confirmed_at - call.received_at).total_seconds()))


def _values(measured: Sequence[_Called]) -> Values:
    due = [each for each in measured if each.is_judged_now]
    matured = [each for each in due if each.group == ""]
    n, d = sum(each.judged.is_in_time for each in matured), len(matured)
    values: dict[str, int | str] = {
        "d": d,
        "n": n,
        "rate": rate(n, d),
        "p50": percentile([_seconds(each.call) for each in matured], _MEDIAN),
    }
    carried = [each.judged.is_in_time for each in due if each.group == _CARRIED]
    if carried:
        values |= {f"{_CARRIED}d": len(carried), f"{_CARRIED}n": sum(carried)}
    one_sided = sum(each.is_one_sided for each in measured)
    if one_sided:
        values["one_sided"] = one_sided
    # What is left out is counted in the period of the call.
    received = (each for each in measured if each.group == "")
    left_out = Counter(each.judged.left_out for each in received if each.judged.left_out)
    return {**values, **left_out}


FIGURE = Figure(name=NAME, rows=escalation_rows, items=items_named("d"), matured=matured_calls)
