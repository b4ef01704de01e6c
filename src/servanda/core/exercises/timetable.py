"""What is wrong with the times of a scenario, and when each inject comes at the earliest.

Source: docs/spec/exercises.md, "Times".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from servanda.core.exercises.scenario import Inject
from servanda.core.exercises.scripted_times import write_time
from servanda.core.faults import Expected, Fault, expect


def earliest_times(injects: Sequence[Inject]) -> Mapping[str, timedelta]:
    """Return when each inject comes at the earliest; what waits in a ring never comes."""
    by_id = {one.id: one for one in injects}
    found: dict[str, timedelta] = {}
    for one in injects:
        chain = [*_chain(one, by_id)]
        last = chain[-1]
        if last.at is not None:
            found[one.id] = last.at + sum((each.wait for each in chain[:-1]), timedelta(0))
    return found


def find_time_faults(
    injects: Sequence[Inject], *, table: str, lasts: timedelta, others: Sequence[Inject] = ()
) -> Iterator[Fault]:
    """Yield rings, times that go back and times after the end.

    Args:
        injects: In the order of the file; each fits its form.
        table: How the file names them.
        lasts: From the start to the end.
        others: Of another file, which they may wait for.
    """
    by_id = {one.id: one for one in (*injects, *others)}
    times = earliest_times([*injects, *others])
    latest = timedelta(0)
    for number, one in enumerate(injects):
        path = f"{table}[{number}]"
        if one.id not in times:
            yield from _ring_fault(one, by_id, path=f"{path}.after")
            continue
        # What waits for one that comes too late has no fault of its own.
        if times[one.id] > lasts >= times.get(one.after, timedelta(0)):
            expected = expect(Expected.LATEST_TIME, most=write_time(lasts))
            field = "at" if one.at is not None else "wait"
            yield Fault(f"{path}.{field}", expected, write_time(times[one.id]))
        if one.at is not None:
            if one.at < latest:
                expected = expect(Expected.RISING_TIMES, start=write_time(latest))
                yield Fault(f"{path}.at", expected, write_time(one.at))
            latest = max(latest, one.at)


def _ring_fault(one: Inject, by_id: Mapping[str, Inject], *, path: str) -> Iterator[Fault]:
    """Yield the ring that `one` stands in; what only waits for a ring has no fault of its own."""
    chain = [*_chain(one, by_id)]
    if chain[-1].after == one.id:
        names = tuple(each.id for each in (*chain, one))
        yield Fault(path, expect(Expected.NO_RING, words=names), one.after)


def _chain(one: Inject, by_id: Mapping[str, Inject]) -> Iterator[Inject]:
    """Yield `one`, what it waits for and so on, each once."""
    seen: set[str] = set()
    current: Inject | None = one
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = by_id.get(current.after)
