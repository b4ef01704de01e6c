"""The node's clock: the machine's, or the scripted one of a demonstration or an exercise.

A script that plays a year in a minute sets the clock of both parties. A real store refuses it,
and an accord of mode `real` can never be proposed from a home that has another mode, so a moved
clock touches no real log.

Source: docs/spec/names-and-layouts.md, Home.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from servanda.core import canonical
from servanda.core.errors import InvalidInputError, MisconfiguredError, ServandaError
from servanda.core.identifiers import format_instant, parse_instant
from servanda.store.home.whole_file import write_whole
from servanda.usecases.ports import Clock

_VERSION = "servanda-clock/1"


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
    """Stands at the instant in `file`; follows the machine's clock while there is no file.

    Read anew at each call: the verb that sets the clock is another process than the node.
    """

    file: Path

    @override
    def now(self) -> datetime:
        return self.scripted() or SystemClock().now()

    def scripted(self) -> datetime | None:
        """Return where the clock was set to stand, or None.

        Raises:
            BrokenClockFileError: The file is damaged.
        """
        try:
            members = canonical.parse_object(self.file.read_bytes())
            instant = members.get("instant")
            return parse_instant(instant if isinstance(instant, str) else "")
        except FileNotFoundError:
            return None
        except (OSError, ServandaError) as error:
            raise BrokenClockFileError(
                f"{self.file} cannot be read ({error}); `servanda clock set` makes it anew"
            ) from error

    def stand_at(self, instant: datetime) -> None:
        """Let the clock stand at `instant`."""
        members = {"instant": format_instant(instant), "v": _VERSION}
        write_whole(self.file, canonical.encode(members))

    def follow_machine(self) -> None:
        """End the script: the clock is the machine's again."""
        self.file.unlink(missing_ok=True)


def require_scripted_clock(mode: str) -> None:
    """Refuse a scripted clock for a home whose mode is `real`.

    Raises:
        ClockRefusedError: `mode` is `real`.
    """
    if mode == "real":
        raise ClockRefusedError(
            "expected a demonstration or an exercise; the clock of a real node is the machine's"
        )
