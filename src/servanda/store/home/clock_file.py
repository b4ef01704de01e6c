"""The node's clock: the machine's, or the scripted one of a demonstration or an exercise.

A script that plays a year in a minute sets the clock of both parties; a practice lets both run
faster than the machine's. A real store refuses it, and an accord of mode `real` can never be
proposed from a home that has another mode, so a moved clock touches no real log.

Source: docs/spec/names-and-layouts.md, Home.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError, MisconfiguredError, ServandaError
from servanda.core.identifiers import format_instant, parse_instant
from servanda.store.home.whole_file import write_whole
from servanda.usecases.ports.outside import Clock

_VERSION = "servanda-clock/1"
MAX_RATE = 100_000  # a day in less than a second; no person could follow more
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class BrokenClockFileError(MisconfiguredError):
    """The clock file is there and cannot be read."""

    code: ClassVar[str] = "broken-clock-file"


class ClockRefusedError(InvalidInputError):
    """A real store never runs on a scripted clock."""

    code: ClassVar[str] = "clock-refused"


@dataclass(frozen=True, slots=True)
class SystemClock(Clock):
    """The machine's clock."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class ScriptedClock(Clock):
    """Stands, or runs fast, as `file` says; follows the machine's clock while there is no file.

    Read anew at each call: the verb that sets the clock is another process than the node. Two
    homes with the same file have the same clock.
    """

    file: Path

    @override
    def now(self) -> datetime:
        return self.scripted() or SystemClock().now()

    def scripted(self) -> datetime | None:
        """Return what the script says the time is; None without a script.

        Raises:
            BrokenClockFileError: The file is damaged.
        """
        try:
            members = canonical.parse_object(self.file.read_bytes())
            instant = members.get("instant")
            set_to = parse_instant(instant if isinstance(instant, str) else "")
            return set_to + _elapsed(members)
        except FileNotFoundError:
            return None
        except (OSError, OverflowError, ServandaError) as error:
            raise BrokenClockFileError(
                f"{self.file} cannot be read ({error}); `servanda clock set` makes it anew"
            ) from error

    def stand_at(self, instant: datetime) -> None:
        """Let the clock stand at `instant`."""
        members = {"instant": format_instant(instant), "v": _VERSION}
        write_whole(self.file, canonical.encode(members))

    def run_from(self, instant: datetime, *, rate: int) -> None:
        """Let the clock run from `instant` on, `rate` times as fast as the machine's.

        Raises:
            InvalidInputError: The rate is none that a script may have.
        """
        if not 1 <= rate <= MAX_RATE:
            raise InvalidInputError(f"expected a rate from 1 to {MAX_RATE}, found {rate}")
        members: JsonObject = {
            "instant": format_instant(instant),
            "rate": rate,
            "started_milliseconds": _machine_milliseconds(),
            "v": _VERSION,
        }
        write_whole(self.file, canonical.encode(members))

    def follow_machine(self) -> None:
        """End the script: the clock is the machine's again."""
        self.file.unlink(missing_ok=True)


def _elapsed(members: JsonObject) -> timedelta:
    """Return how far a running clock is from where it was set; nothing for one that stands."""
    rate, started = members.get("rate"), members.get("started_milliseconds")
    if rate is None and started is None:
        return timedelta()
    if not isinstance(rate, int) or not 1 <= rate <= MAX_RATE or not isinstance(started, int):
        raise BrokenClockFileError(f"expected a rate from 1 to {MAX_RATE} and its start")
    # Whole seconds, as all instants; a machine whose clock was put back does not turn ours back
    # beyond where it was set.
    passed = max(0, _machine_milliseconds() - started)
    return timedelta(seconds=passed * rate // 1_000)


def _machine_milliseconds() -> int:
    return (datetime.now(UTC) - _EPOCH) // _MILLISECOND


def require_scripted_clock(mode: str) -> None:
    """Refuse a scripted clock for a home whose mode is `real`.

    Raises:
        ClockRefusedError: `mode` is `real`.
    """
    if mode == "real":
        raise ClockRefusedError(
            "expected a demonstration or an exercise; the clock of a real node is the machine's"
        )
