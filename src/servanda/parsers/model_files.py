"""The one model that may be used: checked by its hash, unpacked beside the home's other files.

A model is code's equal: it decides whom a sentence is ascribed to. Packages that carry its name are
offered by strangers, so nothing is fetched and no name is trusted: the user brings a copy, and only
the bytes that were published are taken.

Source: decision 0025; docs/spec/evidence/voices.md, "The parser".
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import ClassVar, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from servanda.core.errors import InvalidInputError

# The wheel of en_core_web_sm 3.8.0 as its makers published it.
OFFICIAL_SHA256: Final = "1932429db727d4bff3deed6b34cfc05df17794f4a52eeb26cf8928f7c1a0fb85"
MODEL_NAME: Final = "en_core_web_sm-3.8.0"
# Where the wheel has the model itself; nothing else of it is unpacked, and none of its code is run.
_INSIDE: Final = PurePosixPath("en_core_web_sm", MODEL_NAME)
# The wheel has 12 MiB and unpacks to 15.
MAX_WHEEL_BYTES: Final = 64 << 20
MAX_UNPACKED_BYTES: Final = 256 << 20


class WrongModelError(InvalidInputError):
    """A file is not the published wheel of the one model that may be used."""

    code: ClassVar[str] = "wrong-model"


def added_model(models: Path) -> Path | None:
    """Return the folder of the model that was added to `models`, or None."""
    folder = models / MODEL_NAME
    return folder if (folder / "config.cfg").is_file() else None


def add_model(wheel: Path, models: Path, *, sha256_hex: str) -> Path:
    """Check a wheel and unpack its model; a model that is there already is replaced.

    Args:
        wheel: The user's copy.
        models: Folder of models; made if it is missing.
        sha256_hex: Of the only wheel that is taken: `OFFICIAL_SHA256`, except in tests.

    Returns:
        The model's folder.

    Raises:
        WrongModelError: It is another file, or holds no model.
        OSError: It cannot be read, or the folder cannot be written.
    """
    content = _read(wheel)
    found = sha256(content).hexdigest()
    if found != sha256_hex:
        raise WrongModelError(
            f"expected the wheel of {MODEL_NAME} with SHA-256 {sha256_hex}, found {found}; "
            f"take the file that its makers published, for no other is used"
        )
    models.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _unpacked(content, models) as folder:
        target = models / MODEL_NAME
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return target


def _read(wheel: Path) -> bytes:
    with wheel.open("rb") as file:
        content = file.read(MAX_WHEEL_BYTES + 1)
    if len(content) > MAX_WHEEL_BYTES:
        raise WrongModelError(f"expected a wheel of at most {MAX_WHEEL_BYTES} bytes, found more")
    return content


@contextmanager
def _unpacked(content: bytes, models: Path) -> Iterator[Path]:
    """Unpack the model into a folder beside the others, so that one rename puts it in place."""
    with tempfile.TemporaryDirectory(prefix=".adding-", dir=models) as beside:
        folder = Path(beside) / MODEL_NAME
        folder.mkdir()
        try:
            with ZipFile(BytesIO(content)) as archive:
                for member in _members(archive):
                    target = folder.joinpath(*PurePosixPath(member.filename).parts[2:])
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(member))
        except BadZipFile as error:
            raise WrongModelError(f"expected a wheel, found a damaged archive: {error}") from error
        if not (folder / "config.cfg").is_file():
            raise WrongModelError(f"expected a wheel with {_INSIDE}/config.cfg, found none")
        yield folder


def _members(archive: ZipFile) -> Iterator[ZipInfo]:
    """Yield the files of the model; a name that leaves its folder is refused."""
    left = MAX_UNPACKED_BYTES
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if member.is_dir() or path.parts[:2] != _INSIDE.parts:
            continue
        left -= member.file_size
        if ".." in path.parts or left < 0:
            raise WrongModelError(f"expected the files of a model, found {member.filename!r:.100}")
        yield member
