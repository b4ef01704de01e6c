"""The versions of the accord in a bundle, and what lies beside them that is none.

Anybody can propose bytes that are no accord. Such a proposal comes to nothing, and so must not
make a bundle wrong; but a version that somebody needs has to be there and to be one.

Source: docs/spec/bundle.md, "How it is checked", step 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.core.accords.accord import Accord, parse_accord
from servanda.core.bundle.layout import ACCORDS_FOLDER, accord_path
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest, digest_of
from servanda.core.verifier.files import CheckedFiles
from servanda.core.verifier.wrong import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledAccords:
    """What lies in the folder of accords, by its own hash.

    Attributes:
        readable: The versions: their bytes, and what these say.
        unreadable: Of what is no accord, why.
    """

    readable: Mapping[Digest, tuple[bytes, Accord]]
    unreadable: Mapping[Digest, str]

    def require(self, digest: Digest, needed_as: str) -> Accord:
        """Return the version named `digest`.

        Args:
            digest: Its id.
            needed_as: What it is needed as, in words for the message.

        Raises:
            BundleError: It is not there, or no accord.
        """
        path = accord_path(digest)
        found = self.readable.get(digest)
        if found is not None:
            return found[1]
        fault = self.unreadable.get(digest)
        if fault is None:
            raise refuse(f"{path}, {needed_as}, is missing.", path=path)
        raise refuse(f"{path}, {needed_as}, is no accord: {fault}.", path=path)


def read_accords(files: CheckedFiles) -> BundledAccords:
    """Return every version of the accord in the bundle, and what is none.

    Raises:
        BundleError: One lies under another id than its own.
    """
    readable: dict[Digest, tuple[bytes, Accord]] = {}
    unreadable: dict[Digest, str] = {}
    for path in files.below(ACCORDS_FOLDER):
        data = files.read(path)
        digest = digest_of(data)
        if path != accord_path(digest):
            raise refuse(f"{path} is not named by its own hash.", path=path)
        try:
            readable[digest] = (data, parse_accord(data))
        except CounterpartError as error:
            unreadable[digest] = str(error)
    return BundledAccords(readable=readable, unreadable=unreadable)
