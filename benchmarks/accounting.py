"""CPU seconds and memory of processes, as Linux counts them.

Rates here are per CPU-second of one core: they do not change when others use the machine, or
when two threads share the work. Every benchmark counts by this module.

Source: proc(5); getrusage(2).
"""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_KIB = 1024
_LOOK_SECONDS = 0.02  # a high-water mark, so nothing but the last moments can be missed
# Fields of /proc/PID/stat after the command in brackets: user and system time of all threads.
_USER_TICKS, _SYSTEM_TICKS = 11, 12


@dataclass(slots=True)
class Spent:
    """What a block of code took, set when it ends.

    Attributes:
        cpu_seconds: Of this process, all threads, user and system.
        wall_seconds: Passed meanwhile.
    """

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0


@contextmanager
def counted() -> Iterator[Spent]:
    """Count what the block takes in this process; several blocks may share one `Spent`."""
    spent = Spent()
    with counted_into(spent):
        yield spent


@contextmanager
def counted_into(spent: Spent) -> Iterator[None]:
    """Add what the block takes to `spent`."""
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        spent.cpu_seconds += time.process_time() - cpu
        spent.wall_seconds += time.perf_counter() - wall


def cpu_seconds_of(pid: int) -> float:
    """Return the CPU seconds that process `pid` has used so far, in steps of a clock tick."""
    stat = Path(f"/proc/{pid}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return (int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])) / _TICKS_A_SECOND


def pss_megabytes_of(pid: int) -> float:
    """Return the memory of process `pid`, shared pages counted in part, in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * _KIB / 1e6
    raise ValueError(f"expected a line Pss for process {pid}")


def peak_megabytes_of(pid: int) -> float:
    """Return the largest resident size that process `pid` ever had, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * _KIB / 1e6
    raise ValueError(f"expected a line VmHWM for process {pid}")


@contextmanager
def peak_of_children_watched() -> Iterator[Callable[[], float]]:
    """Watch the children of this process; give what returns the largest size one had, in MB.

    `getrusage` would not do: a child inherits there what its parent had when it was started.
    """
    peaks = [0.0]
    ended = Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            peaks.extend(_peaks_of_children())
            peaks[:] = [max(peaks)]

    thread = Thread(target=watch, name="memory", daemon=True)
    thread.start()
    try:
        yield lambda: max(peaks)
    finally:
        ended.set()
        thread.join()


def cpu_seconds_of_children() -> float:
    """Return the CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peaks_of_children() -> Iterator[float]:
    for children in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for pid in children.read_text().split():
                # One that ended meanwhile, or has not yet begun its own program.
                with suppress(OSError, ValueError):
                    yield peak_megabytes_of(int(pid))
