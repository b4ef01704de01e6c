"""How a store in memory becomes one on disk: each change is a file before it is in memory.

Source: docs/spec/guest.md, "Files"; docs/decisions/0035-a-guest-keeps-files-that-are-replayed.md.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import ServandaError
from servanda.memory.store import MemoryStore
from servanda.store.folder.plain_values import (
    Opened,
    Sealed,
    read_value,
    write_value,
)
from servanda.store.folder.step_files import BrokenStepError, Step, StepFiles
from servanda.store.home.whole_file import write_whole

NONCE_BYTES: Final = 16  # so that nobody can guess from a slip's name what stood in it

Result = TypeVar("Result")


class KeptCalls(MemoryStore):
    """A store in memory whose changes are kept in files; the changes themselves are below it.

    Several processes may use the same folder: whoever changes something holds the lock, and reads
    first what others have changed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        randomness: Callable[[int], bytes],
        write: Callable[[Path, bytes], None] = write_whole,
    ) -> None:
        """Read the folder, which may be new.

        Args:
            folder: Of the files.
            randomness: Returns so many unpredictable bytes.
            write: Writes a file whole or not at all, so that it survives a power cut.

        Raises:
            BrokenStepError: A file is altered, missing or none of the folder's.
        """
        super().__init__()
        self._files = StepFiles(folder=folder, write=write)
        self._randomness = randomness
        self._owned: dict[str, set[str]] = {}
        self._is_turn = False
        if folder.is_dir():
            with self._turn():
                needed = set[str]().union(*self._owned.values())
                self._files.sweep(frozenset(needed))

    def _keep(
        self,
        call: str,
        act: Callable[..., Result],
        *,
        possible: Callable[[], object] | None = None,
        gone: Callable[[], Iterator[str]] | None = None,
        **given: object,
    ) -> Result:
        """Write a change into a file, then make it in memory.

        Args:
            call: Name of the change: of a method of `MemoryStore`.
            act: That method, of this store.
            possible: Raises what makes the change impossible, before anything is written.
            gone: Returns the owners whose slips the change erases.
            given: The arguments.
        """
        with self._turn() as is_first:
            if not is_first:  # within another change, which has its file
                return act(**given)
            if possible is not None:
                possible()
            owners = [] if gone is None else list(gone())
            slips = [slip for owner in owners for slip in sorted(self._owned.get(owner, ()))]
            sealed: list[tuple[str, str]] = []

            def seal(one: Sealed) -> str:
                nonce = self._randomness(NONCE_BYTES).hex()
                name = self._files.add_slip({**one.members, "nonce": nonce})
                sealed.append((one.owner, name))
                return name

            written: dict[str, JsonValue] = {
                name: write_value(value, seal=seal) for name, value in given.items()
            }
            self._files.add(call, written, gone=tuple(slips))
            for owner, name in sealed:
                self._owned.setdefault(owner, set()).add(name)
            result = act(**given)
            self._forget(slips)
            return result

    def _forget(self, slips: list[str]) -> None:
        """Remove slips whose erasure a step says."""
        if slips:
            self._files.erase(tuple(slips))
            for names in self._owned.values():
                names.difference_update(slips)

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Return a context in which nobody else changes anything, and whether it is the outer one.

        All that others changed before is in memory then.
        """
        with self._lock:
            if self._is_turn:
                yield False
                return
            with self._files.locked():
                self._is_turn = True
                try:
                    self._catch_up()
                    yield True
                finally:
                    self._is_turn = False

    def _catch_up(self) -> None:
        steps = self._files.read_on()
        gone = {name for step in steps for name in step.gone}
        opened = Opened(slip=lambda name: None if name in gone else self._slip(name))
        for step in steps:
            self._replay(step, opened)
        for owner, names in opened.owned.items():
            self._owned.setdefault(owner, set()).update(names)
        for names in self._owned.values():
            names.difference_update(gone)

    def _slip(self, name: str) -> JsonObject:
        members = self._files.slip(name)
        if members is None:
            raise BrokenStepError(
                f"slip {name} is missing in {self._files.folder}: put it back, from a copy"
            )
        return {member: value for member, value in members.items() if member != "nonce"}

    def _replay(self, step: Step, opened: Opened) -> None:
        hints = _arguments_of(step.call)
        try:
            given = {
                name: read_value(hints[name], value, opened=opened)
                for name, value in step.given.items()
            }
            getattr(MemoryStore, step.call)(self, **given)
        except BrokenStepError:
            raise
        except (ServandaError, ValueError, KeyError, TypeError) as error:
            raise BrokenStepError(f"{step.file} cannot be read: {error}") from error


@cache
def _arguments_of(call: str) -> Mapping[str, Any]:
    """Return the types of a change's arguments; none for what is no change."""
    method = getattr(MemoryStore, call, None) if call in KEPT_CALLS else None
    return {} if method is None else get_type_hints(method)


# What a step may be. Casework and kept reviews are computed anew from the logs, and not kept.
KEPT_CALLS: Final = frozenset(
    (
        "add_document",
        "add_imported",
        "add_notices",
        "add_sending",
        "append_audit",
        "append_decision",
        "begin_attempt",
        "clear_attempts",
        "close_imported",
        "commit",
        "erase_body",
        "mark_document",
        "note_passages",
        "note_returned",
        "open_pair",
        "owe_answer",
        "queue",
        "refuse_draft",
        "remove_draft",
        "remove_queued",
        "replace_projections",
        "restore_log",
        "save_attachment_sending",
        "save_carrier",
        "save_counterpart",
        "save_draft",
        "save_handover",
        "save_node",
        "save_second_factor",
        "save_sending",
        "save_verifier",
        "settle_alarms",
        "spend",
    )
)
