"""Second factors as the use cases see them.

Source: docs/spec/desk.md, "The second factor".
"""

from typing import Protocol

from servanda.core.identifiers import Digest
from servanda.core.people.second_factor import SecondFactor


class SecondFactorStore(Protocol):
    """Keeps second factors, and which codes are spent."""

    def save_second_factor(self, name: str, factor: SecondFactor) -> None:
        """Add one of `name`; it counts once the audit log names it."""
        ...

    def second_factor(self, digest: Digest) -> SecondFactor | None:
        """Return what was kept under `digest`, whether or not it still fits that digest."""
        ...

    def spend(self, factor: Digest, mark: str) -> bool:
        """Note that a code is spent; False if it was before, or by another at this moment."""
        ...
