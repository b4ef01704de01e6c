"""The party's private keys as encrypted files in the home.

Two files: the node's working keys, and the root, which signs key sheets alone and belongs on a
machine that is never connected. Between the making of a new sheet and its use a third holds the
keys that it will bring. What opens them is a passphrase file named by a setting,
or, for a start without a person, a random one beside them (`keys/unlock`): then whoever can
read the folder has the keys, and the folder is only as safe as the machine.

Source: docs/spec/names-and-layouts.md, Home; docs/how-to/passphrase.md.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import ClassVar

from typing_extensions import override

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.keys.private import (
    PartySecrets,
    RootSecrets,
    encode_root_secrets,
    encode_secrets,
    parse_root_secrets,
    parse_secrets,
)
from servanda.core.keys.sealed_secrets import (
    NONCE_BYTES,
    SALT_BYTES,
    open_secrets,
    seal_secrets,
)
from servanda.store.home.whole_file import sync_folder, write_whole
from servanda.usecases.ports.outside import KeyStore

PASSPHRASE_VARIABLE = "SERVANDA_PASSPHRASE_FILE"  # noqa: S105 - names a file, holds no secret
ROOT_PASSPHRASE_VARIABLE = "SERVANDA_ROOT_PASSPHRASE_FILE"  # noqa: S105 - as above
_UNLOCK_BYTES = 32
_OTHERS = 0o077


class KeysUnavailableError(MisconfiguredError):
    """The private keys are missing, readable by others, or do not open."""

    code: ClassVar[str] = "keys-unavailable"


@dataclass(slots=True)
class _Kept:
    """What was decrypted once; the lock is held while it is filled or replaced."""

    lock: Lock = field(default_factory=Lock)
    secrets: PartySecrets | None = None


@dataclass(frozen=True, slots=True)
class KeyFiles(KeyStore):
    """Keeps the keys in `folder`.

    Attributes:
        folder: `keys/` of the home.
        randomness: Returns as many unpredictable bytes as it is asked for.
    """

    folder: Path
    randomness: Callable[[int], bytes]
    _kept: _Kept = field(default_factory=_Kept, repr=False)

    @override
    def exists(self) -> bool:
        return self._working.exists()

    @override
    def load(self) -> PartySecrets:
        with self._kept.lock:
            if self._kept.secrets is None:
                plain = self._open(self._working, PASSPHRASE_VARIABLE)
                self._kept.secrets = parse_secrets(plain)
            return self._kept.secrets

    @override
    def save(self, secrets: PartySecrets) -> None:
        with self._kept.lock:
            self._seal(self._working, encode_secrets(secrets), PASSPHRASE_VARIABLE)
            self._kept.secrets = secrets

    @override
    def load_next(self) -> PartySecrets | None:
        if not self._next.exists():
            return None
        return parse_secrets(self._open(self._next, PASSPHRASE_VARIABLE))

    @override
    def save_next(self, secrets: PartySecrets) -> None:
        self._seal(self._next, encode_secrets(secrets), PASSPHRASE_VARIABLE)

    @override
    def discard_next(self) -> None:
        self._next.unlink(missing_ok=True)
        sync_folder(self.folder)

    @override
    def load_root(self) -> RootSecrets:
        return self.read_root(self._root)

    def read_root(self, file: Path) -> RootSecrets:
        """Return the root that lies in `file`, wherever it was brought from.

        Raises:
            KeysUnavailableError: It is not there, or does not open.
        """
        return parse_root_secrets(self._open(file, ROOT_PASSPHRASE_VARIABLE))

    @override
    def save_root(self, root: RootSecrets) -> None:
        self._seal(self._root, encode_root_secrets(root), ROOT_PASSPHRASE_VARIABLE)

    @property
    def _working(self) -> Path:
        return self.folder / "node.secrets"

    @property
    def _next(self) -> Path:
        return self.folder / "next.secrets"

    @property
    def _root(self) -> Path:
        return self.folder / "root.secrets"

    def _open(self, file: Path, variable: str) -> bytes:
        try:
            return open_secrets(file.read_bytes(), passphrase=self._passphrase(variable))
        except FileNotFoundError as error:
            raise KeysUnavailableError(
                f"{file} is not there; run `servanda init`, or restore it from a backup"
            ) from error
        except OSError as error:
            raise KeysUnavailableError(f"{file} cannot be read: {error}") from error
        except ServandaError as error:
            raise KeysUnavailableError(f"{file}: {error}; see {variable}") from error

    def _seal(self, file: Path, plain: bytes, variable: str) -> None:
        sealed = seal_secrets(
            plain,
            passphrase=self._passphrase(variable, make=True),
            salt=self.randomness(SALT_BYTES),
            nonce=self.randomness(NONCE_BYTES),
        )
        write_whole(file, sealed)

    def _passphrase(self, variable: str, *, make: bool = False) -> bytes:
        """Return what opens the keys; `make` writes the file for a start without a person."""
        named = os.environ.get(variable)
        if named:
            return first_line(Path(named).expanduser())
        unlock = self.folder / "unlock"
        if make and not unlock.exists():
            write_whole(unlock, self.randomness(_UNLOCK_BYTES).hex().encode() + b"\n")
        return first_line(unlock)


def first_line(file: Path) -> bytes:
    """Return the passphrase on the first line of `file`.

    Raises:
        KeysUnavailableError: It cannot be read, is empty, or can be read by others.
    """
    try:
        readable_by_others = file.stat().st_mode & _OTHERS
        line = file.read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    except OSError as error:
        raise KeysUnavailableError(
            f"{file} cannot be read ({error}); a passphrase was to be in it"
        ) from error
    if readable_by_others:
        raise KeysUnavailableError(f"{file} can be read by others; run `chmod 600 {file}`")
    if not line:
        raise KeysUnavailableError(f"expected a passphrase on the first line of {file}")
    return line
