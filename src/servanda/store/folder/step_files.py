"""The files of a folder store: one for each change, numbered, never changed, and slips beside them.

    steps/00000007-<digest>.json   the seventh change; the digest is that of the file
    slips/<digest>                 what must be erasable: named by a step, gone when it is erased
    lock                           locked by whoever adds a step

A step names the digest of the step before it. So a file that was altered, renamed, put in between
or taken away is found, and named; only steps missing at the end leave no trace here, and those the
head file knows. A slip is there before the step that names it, and goes after the step that says
so: a process that dies in between leaves a slip that no step needs, which is swept away.

Source: docs/spec/guest.md, "Files".
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Final

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.store.home.layout import FOLDER_MODE
from servanda.store.home.whole_file import sync_folder, write_whole

VERSION: Final = "servanda-step/1"
NO_DIGEST: Final = ""  # before the first step
_STEP: Final = re.compile(r"([0-9]{8})-([0-9a-f]{64})\.json")
_SLIP: Final = re.compile(r"[0-9a-f]{64}")
_PARTIAL: Final = ".partial-"  # of a file that was being written; see `write_whole`
_MEMBERS: Final = frozenset(("before", "call", "given", "gone", "number", "v"))


class BrokenStepError(MisconfiguredError):
    """A file of the folder is altered, missing or none of its files; the message names it."""

    code: ClassVar[str] = "broken-step"


class FolderFailedError(MisconfiguredError):
    """The folder could not take a file: full disk, or it may not be written."""

    code: ClassVar[str] = "folder-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change.

    Attributes:
        number: From 1.
        call: Which change.
        given: Its arguments, as `write_value` wrote them.
        gone: Names of the slips that it erases.
        file: Where it stands.
    """

    number: int
    call: str
    given: JsonObject
    gone: tuple[str, ...]
    file: Path


@dataclass(slots=True)
class StepFiles:
    """The files of one folder, and the step that was read or added last.

    Attributes:
        folder: Made with the first use.
        number: Of the last step; 0 before the first.
        digest: Of its file.
        write: Writes a file so that it is there whole or not at all, and survives a power cut.
    """

    folder: Path
    number: int = 0
    digest: str = NO_DIGEST
    write: Callable[[Path, bytes], None] = write_whole

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Return a context in which nobody else adds a step.

        Raises:
            FolderFailedError: The folder cannot be used.
        """
        with _failing(self.folder):
            for folder in (self.folder, self._steps, self._slips):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def read_on(self) -> list[Step]:
        """Return the steps after the last one, in order; call with the lock held, or at the start.

        Raises:
            BrokenStepError: A file is not what its name or the step before says.
        """
        found: dict[int, Path] = {}
        for file in sorted(self._steps.iterdir()) if self._steps.is_dir() else ():
            if file.name.startswith(_PARTIAL):
                continue
            named = _STEP.fullmatch(file.name)
            if named is None:
                raise BrokenStepError(f"expected steps alone in {self._steps}, found {file}")
            number = int(named[1])
            if number in found:
                raise BrokenStepError(f"expected one step {number}, found {found[number]}, {file}")
            found[number] = file
        return [self._read(number, found.get(number)) for number in self._missing(found)]

    def add(self, call: str, given: JsonObject, *, gone: tuple[str, ...] = ()) -> None:
        """Add a step; on return it would survive a power cut. Call with the lock held.

        Raises:
            FolderFailedError: It could not be written; nothing was changed.
        """
        number = self.number + 1
        members: JsonObject = {
            "before": self.digest,
            "call": call,
            "given": given,
            "gone": list(gone),
            "number": number,
            "v": VERSION,
        }
        content = canonical.encode(members)
        digest = sha256(content).hexdigest()
        with _failing(self.folder):
            self.write(self._steps / f"{number:08}-{digest}.json", content)
        self.number, self.digest = number, digest

    def add_slip(self, members: JsonObject) -> str:
        """Add a slip and return its name; on return it would survive a power cut.

        Raises:
            FolderFailedError: It could not be written.
        """
        content = canonical.encode(members)
        name = sha256(content).hexdigest()
        with _failing(self.folder):
            self.write(self._slips / name, content)
        return name

    def slip(self, name: str) -> JsonObject | None:
        """Return the members of a slip; None if it is not there.

        Raises:
            BrokenStepError: It is altered, or its name is none.
        """
        file = self._slips / name
        try:
            content = file.read_bytes() if _SLIP.fullmatch(name) else b""
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BrokenStepError(f"{file} cannot be read: {error}") from error
        if sha256(content).hexdigest() != name:
            raise BrokenStepError(f"{file} is altered: put back what was there, from a copy")
        return canonical.parse_object(content)

    def erase(self, names: Iterator[str] | tuple[str, ...]) -> None:
        """Remove slips; those that are not there stay away.

        Raises:
            FolderFailedError: One cannot be removed.
        """
        with _failing(self.folder):
            for name in names:
                (self._slips / name).unlink(missing_ok=True)
            sync_folder(self._slips)

    def sweep(self, needed: frozenset[str]) -> None:
        """Remove what a process that died has left: slips no step needs, files half written.

        Call with the lock held.
        """
        with _failing(self.folder):
            for folder in (self._steps, self._slips):
                for file in folder.glob(f"{_PARTIAL}*"):
                    file.unlink(missing_ok=True)
        named = {file.name for file in self._slips.iterdir()}
        self.erase(tuple(name for name in named - needed if _SLIP.fullmatch(name)))

    def _missing(self, found: Mapping[int, Path]) -> range:
        """Return the numbers to read; steps before them were read, and must still be there."""
        last = max(found, default=0)
        if last < self.number:
            raise BrokenStepError(
                f"expected step {self.number} in {self._steps}, found up to {last}: an older "
                f"folder was put in the place of this one"
            )
        return range(self.number + 1, last + 1)

    def _read(self, number: int, file: Path | None) -> Step:
        if file is None:
            raise BrokenStepError(
                f"step {number} is missing in {self._steps}: put it back, from a copy"
            )
        try:
            content = file.read_bytes()
        except OSError as error:
            raise BrokenStepError(f"{file} cannot be read: {error}") from error
        digest = sha256(content).hexdigest()
        if file.name != f"{number:08}-{digest}.json":
            raise BrokenStepError(f"{file} is altered: put back what was there, from a copy")
        try:
            members = canonical.parse_object(content)
        except ServandaError as error:
            raise BrokenStepError(f"{file} is no step: {error}") from error
        step = self._checked(members, number=number, file=file)
        self.number, self.digest = number, digest
        return step

    def _checked(self, members: JsonObject, *, number: int, file: Path) -> Step:
        call, given, gone = (members.get(name) for name in ("call", "given", "gone"))
        if members.get("v") != VERSION or members.keys() != _MEMBERS:
            raise BrokenStepError(
                f"{file}: expected a step of {VERSION}, of this Servanda or before"
            )
        if (members["number"], members["before"]) != (number, self.digest):
            raise BrokenStepError(f"{file} does not follow the step before it")
        if not (isinstance(call, str) and isinstance(given, dict) and isinstance(gone, list)):
            raise BrokenStepError(f"{file}: expected the members of a step")
        return Step(number=number, call=call, given=given, gone=tuple(map(str, gone)), file=file)

    @property
    def _steps(self) -> Path:
        return self.folder / "steps"

    @property
    def _slips(self) -> Path:
        return self.folder / "slips"


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderFailedError(f"{folder} could not be written ({error})") from error
