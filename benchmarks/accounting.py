"""CPU seconds and memory of processes, as Linux counts them.

Rates here are per CPU-second of one core: they do not change when others use the machine, or
when two threads share the work. Every benchmark counts by this module.

Source: proc(5); getrusage(2).
"""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_KIB = 1024
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


def peak_megabytes_of_children() -> float:
    """Return the largest resident size of any child that has ended, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * _KIB / 1e6


def cpu_seconds_of_children() -> float:
    """Return the CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rate_of(work: Callable[[], object], *, count: int) -> float:
    """Return how many of `count` things `work` does in one CPU-second of this process."""
    with counted() as spent:
        work()
    return count / spent.cpu_seconds
