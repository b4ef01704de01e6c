"""T14: were calls over the hotline confirmed in time.

Its items are calls. They fall into cells by who called and, in the place of the kind, by what
the call was about; a call has no urgency.

Source: docs/reference/figures.md, "T14".
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.casework.calls import Call
from servanda.core.casework.clocks import within_reach
from servanda.core.casework.unasked_clocks import call_state
from servanda.core.review.arithmetic import percentile, rate
from servanda.core.review.figure import Figure, Placed, Share, Tally, Values, items_named
from servanda.core.review.judged import Judged, judge_duty
from servanda.core.review.population import ALL, Cell, Key, Population

NAME = "T14"

_MEDIAN = 50
_CARRIED = "carried_"
_ONE_SIDED_NAME = "one_sided"
_COUNTED = ("d", "n", f"{_CARRIED}d", f"{_CARRIED}n", _ONE_SIDED_NAME)
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


def escalation_shares(population: Population) -> Iterator[Placed]:
    """Yield the shares of T14."""
    judged = population.judged_before(NAME)
    for call in population.casework.calls.values():
        called = _called(call, population, judged)
        if called.group == "" or called.is_judged_now or called.is_one_sided:
            cell = Cell(direction=call.caller, kind=call.basis, urgency=ALL)
            yield Placed(call.leaf, cell, _share(called))


def matured_calls(population: Population) -> set[Key]:
    """Return the calls whose confirmation is due at the moment of `population`."""
    called = [_called(call, population, ()) for call in population.casework.calls.values()]
    due: set[Key] = {each.call.leaf for each in called if each.is_judged_now}
    return due | {(each.call.leaf, _ONE_SIDED) for each in called if each.is_one_sided}


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


def _share(called: _Called) -> Share:
    call, group, left_out = called.call, called.group, called.judged.left_out
    counts: dict[str, int] = {}
    if called.is_judged_now:
        counts |= {f"{group}d": 1, f"{group}n": int(called.judged.is_in_time)}
    if called.is_one_sided:
        counts[_ONE_SIDED_NAME] = 1
    if left_out and group == "":
        counts[left_out] = 1  # in the period of the call
    return Share(
        leaves=(call.leaf,) if called.is_judged_now or called.is_one_sided else (),
        counts=counts,
        times=(("", _seconds(call)),) if called.is_judged_now and group == "" else (),
    )


def _seconds(call: Call) -> int | None:
    if call.confirmed_at is None:
        return None
    return max(0, int((call.confirmed_at - call.received_at).total_seconds()))


def _values(tally: Tally) -> Values:
    counts = tally.counts
    n, d = counts["n"], counts["d"]
    values: dict[str, int | str] = {
        "d": d,
        "n": n,
        "rate": rate(n, d),
        "p50": percentile(tally.times_of(""), _MEDIAN),
    }
    if counts[f"{_CARRIED}d"]:
        values |= {name: counts[name] for name in (f"{_CARRIED}d", f"{_CARRIED}n")}
    if counts[_ONE_SIDED_NAME]:
        values[_ONE_SIDED_NAME] = counts[_ONE_SIDED_NAME]
    return {**values, **tally.others(*_COUNTED)}


FIGURE = Figure(
    name=NAME,
    placed=escalation_shares,
    values=_values,
    items=items_named("d"),
    matured=matured_calls,
)
