"""The files of a bundle: where each lies, and the manifest that names them all.

Whoever writes a bundle and whoever checks one ask here. A path that no rule here gives is not
part of a bundle, and a checker refuses it.

Source: docs/spec/bundle.md, "Layout".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from servanda.core import canonical
from servanda.core.canonical import NotCanonicalError
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import (
    DIGEST_PREFIX,
    Digest,
    InvalidNameError,
    PartyId,
    parse_digest,
)

FORMAT = "servanda-bundle/1"

MANIFEST_PATH = "bundle.json"
FIGURES_PATH = "figures.json"
README_PATH = "README.txt"
ACCORDS_FOLDER = "accords/"
KEYS_FOLDER = "keys/"
BODIES_FOLDER = "bodies/"

MAX_MANIFEST_BYTES = 256 * 1024 * 1024  # two million files; read before anything is verified

MAX_PATH_CHARACTERS = 256  # the longest are two names of 64 and a tile's place

_MEMBERS = frozenset({"accord", "cut", "files", "v"})


class MalformedManifestError(CounterpartError):
    """`bundle.json` is not the manifest of a bundle."""

    code: ClassVar[str] = "malformed-manifest"


class BundleReader(Protocol):
    """Gives the files of a bundle, wherever they lie.

    Every implementation must:
      * name every file exactly once, by its path with `/` between the parts;
      * return a file's whole content, and raise `UnreadableBundleError` if it cannot;
      * be usable from several threads at once.

    tests/core/verifier/test_verify.py uses one in memory.
    """

    def paths(self) -> Collection[str]:
        """Return the path of every file."""
        ...

    def read(self, path: str) -> bytes:
        """Return the content of the file at `path`, one of `paths`."""
        ...


class UnreadableBundleError(CounterpartError):
    """A bundle, or a file in it, cannot be read: the container is damaged."""

    code: ClassVar[str] = "unreadable-bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `bundle.json` says.

    Attributes:
        accord: The version in force for the cut.
        cut: The leaf hash of the cut.
        files: The SHA-256 of every other file, by path.
    """

    accord: Digest
    cut: Digest
    files: Mapping[str, Digest]


def accord_path(accord: Digest) -> str:
    """Return where the version `accord` lies."""
    return f"{ACCORDS_FOLDER}{_hex(accord)}.json"


def key_path(party: PartyId, serial: int) -> str:
    """Return where a key sheet lies, a signed note."""
    return f"{KEYS_FOLDER}{party}/{serial}.note"


def log_folder(party: PartyId) -> str:
    """Return the folder of the log that `party` writes; its tiles lie in it by their own names."""
    return f"logs/{party}/"


def checkpoint_path(party: PartyId) -> str:
    """Return where the signed head of `party`'s log lies."""
    return f"{log_folder(party)}checkpoint"


def body_path(leaf: Digest) -> str:
    """Return where salt and body of a statement lie, if they are disclosed."""
    return f"{BODIES_FOLDER}{_hex(leaf)}"


def leaf_of_body(path: str) -> Digest | None:
    """Return the statement whose body lies at `path`; None if it is no such path."""
    try:
        return parse_digest(DIGEST_PREFIX + path.removeprefix(BODIES_FOLDER))
    except InvalidNameError:
        return None


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of `bundle.json`."""
    return canonical.encode(
        {
            "accord": manifest.accord,
            "cut": manifest.cut,
            "files": dict(manifest.files),
            "v": FORMAT,
        }
    )


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest that `data` writes.

    Raises:
        MalformedManifestError: `data` is not strict JCS, or not the members of a manifest.
    """
    if len(data) > MAX_MANIFEST_BYTES:
        raise MalformedManifestError(f"expected at most {MAX_MANIFEST_BYTES} bytes")
    try:
        value = canonical.parse_object(data)
    except NotCanonicalError as error:
        raise MalformedManifestError(str(error)) from error
    if value.keys() != _MEMBERS or value["v"] != FORMAT:
        raise MalformedManifestError(f"expected the members of {FORMAT}")
    files = value["files"]
    if not isinstance(files, Mapping):
        raise MalformedManifestError("files: expected an object of digests by path")
    for path in files:
        # A message that names it must not move the reader's cursor or fill the screen.
        if len(path) > MAX_PATH_CHARACTERS or not (path.isascii() and path.isprintable()):
            raise MalformedManifestError("files: expected short paths of printable ASCII")
    try:
        return Manifest(
            accord=parse_digest(str(value["accord"])),
            cut=parse_digest(str(value["cut"])),
            files={path: parse_digest(str(digest)) for path, digest in files.items()},
        )
    except InvalidNameError as error:
        raise MalformedManifestError(str(error)) from error


def _hex(digest: Digest) -> str:
    return digest.removeprefix(DIGEST_PREFIX)
