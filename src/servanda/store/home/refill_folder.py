"""Where the envelopes of a refill are kept until all have come.

`servanda refill --ask` marks which log is asked for; only while that mark is there is anything
taken. The mark and the envelopes outlive a crash, and go together.

Source: docs/spec/exchange.md, "Refill".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import Origin, parse_origin
from servanda.store.home.whole_file import write_whole

_MARK = "asked"
_SUFFIX = ".servanda"
MAX_ENVELOPES = 65_536  # 33 million leaves


@dataclass(frozen=True, slots=True)
class RefillFolder:
    """The folder of one home."""

    folder: Path

    def ask(self, own: Origin) -> None:
        """Begin: the pair whose log of ours is `own` is asked for; what came before is dropped."""
        self.clear()
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(self.folder / _MARK, str(own).encode())

    def asked(self) -> Origin | None:
        """Return our log of the pair that is asked for; None without a refill.

        Raises:
            MisconfiguredError: The mark is damaged.
        """
        try:
            return parse_origin((self.folder / _MARK).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, ServandaError) as error:
            raise MisconfiguredError(
                f"{self.folder / _MARK} is damaged ({error}); ask again with `servanda refill`"
            ) from error

    def add(self, envelope: bytes) -> None:
        """Keep one envelope; the same one twice is kept once.

        Raises:
            MisconfiguredError: More came than any refill has.
        """
        if len(self._files()) >= MAX_ENVELOPES:
            raise MisconfiguredError(f"expected at most {MAX_ENVELOPES} envelopes of a refill")
        write_whole(self.folder / (sha256(envelope).hexdigest() + _SUFFIX), envelope)

    def envelopes(self) -> Sequence[bytes]:
        """Return all that has come."""
        return [file.read_bytes() for file in self._files()]

    def clear(self) -> None:
        """Forget the refill: it is done, or asked anew."""
        (self.folder / _MARK).unlink(missing_ok=True)
        for file in self._files():
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(file for file in self.folder.iterdir() if file.name.endswith(_SUFFIX))
