"""Where things lie in the home of a node.

Source: docs/spec/names-and-layouts.md, Home.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from servanda.core.errors import InvalidInputError, MisconfiguredError

HOME_VARIABLE = "SERVANDA_HOME"
FOLDER_MODE = 0o700  # keys and bodies: nobody else's business


class OtherHomeError(InvalidInputError):
    """A verb of a node was called in the home of a guest, or one of a guest in a node's."""

    code: ClassVar[str] = "other-home"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one node."""

    folder: Path

    @property
    def store(self) -> Path:
        """The SQLite database."""
        return self.folder / "store.sqlite3"

    @property
    def guest(self) -> Path:
        """In the place of a database, in the home of a guest: a folder of files."""
        return self.folder / "guest"

    @property
    def is_guest(self) -> bool:
        """Whether it is the home of a guest, which no node runs in."""
        return self.guest.is_dir()

    @property
    def keys(self) -> Path:
        """Folder of the private keys, encrypted."""
        return self.folder / "keys"

    @property
    def attachments(self) -> Path:
        """Folder of attachment ciphertexts."""
        return self.folder / "attachments"

    @property
    def documents(self) -> Path:
        """Archive of the documents that evidence rests on; made with the first."""
        return self.folder / "documents"

    @property
    def evidence_report(self) -> Path:
        """The newest report over the archive; made anew by the next."""
        return self.folder / "evidence-report.json"

    @property
    def models(self) -> Path:
        """Models that the user added; made with the first, before a node is set up too."""
        return self.folder / "models"

    @property
    def proposals(self) -> Path:
        """What language models proposed about documents; made with the first."""
        return self.folder / "proposals"

    @property
    def arrived(self) -> Path:
        """Folder through which other processes of this node hand it envelopes."""
        return self.folder / "arrived"

    @property
    def refill(self) -> Path:
        """Folder of the envelopes of a refill that is under way."""
        return self.folder / "refill"

    @property
    def heads(self) -> Path:
        """The head file."""
        return self.folder / "heads.json"

    @property
    def clock(self) -> Path:
        """The scripted clock of a demonstration or an exercise."""
        return self.folder / "clock.json"

    @property
    def calendar(self) -> Path:
        """The weekly calendar that is said under each accord that comes into force."""
        return self.folder / "calendar.json"

    @property
    def figures(self) -> Path:
        """Figures that were computed and signed, by their hash; made with the first."""
        return self.folder / "figures"

    @property
    def agenda_notes(self) -> Path:
        """Our own notes about matters on an agenda; private."""
        return self.folder / "agenda-notes"

    @property
    def settings(self) -> Path:
        """Addresses and folders; nothing secret."""
        return self.folder / "settings.json"

    @property
    def ready(self) -> Path:
        """Says where the running node listens; gone when it ends."""
        return self.folder / "ready.json"

    @property
    def lease(self) -> Path:
        """Locked by whoever runs the sequencer's step."""
        return self.folder / "sequencer.lock"

    @property
    def is_begun(self) -> bool:
        """Whether anything of a node is in it; a home that was never set up has no folder.

        An empty one, or one with models alone, was not set up either.

        Raises:
            MisconfiguredError: It is no folder, or may not be read.
        """
        try:
            return any(found != self.models for found in self.folder.iterdir())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise MisconfiguredError(
                f"{self.folder} cannot be read ({error}); name another in {HOME_VARIABLE}"
            ) from error

    def make(self) -> None:
        """Make the folders that are missing, readable by their owner only.

        Raises:
            MisconfiguredError: They cannot be made.
        """
        try:
            for folder in (self.folder, self.keys, self.attachments, self.arrived):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        except OSError as error:
            raise MisconfiguredError(
                f"{self.folder} cannot be made ({error}); name another in {HOME_VARIABLE}"
            ) from error


def home_of_environment() -> Home:
    """Return the home that `SERVANDA_HOME` names, else `~/.servanda`."""
    named = os.environ.get(HOME_VARIABLE)
    return Home(Path(named).expanduser().absolute() if named else Path.home() / ".servanda")


def require_kind(home: Home, *, guest: bool) -> None:
    """Require that `home`, if anything is in it, is the home of a guest, or that it is none.

    Raises:
        OtherHomeError: It is of the other kind.
    """
    if home.is_begun and home.is_guest != guest:
        found, verbs = (
            ("a guest", "servanda guest …") if home.is_guest else ("a node", "servanda …")
        )
        raise OtherHomeError(
            f"{home.folder} is the home of {found}: call `{verbs}`, or name another in "
            f"{HOME_VARIABLE}"
        )
