"""Reading what is known of statements: a projection of the logs, never more than they say.

Source: docs/decisions/0004-the-log-is-the-truth.md.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import StatementFacts


class FactReader(Protocol):
    """What is known about statements: when they were said, received, answered."""

    def facts(self, leaf_hash: bytes) -> StatementFacts | None:
        """Return what is known about one statement, or None."""
        ...

    def facts_of(self, origin: Origin) -> Sequence[StatementFacts]:
        """Return what is known about the statements of one log, by index."""
        ...

    def facts_of_types(self, origin: Origin, types: Collection[str]) -> Sequence[StatementFacts]:
        """Return, by index, what is known of the statements of some of `CONDUCT_TYPES`."""
        ...

    def facts_before(self, origin: Origin, *, until: int, limit: int) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log below `until`, the newest first."""
        ...

    def facts_after(
        self, origin: Origin, types: Collection[str], *, first: int, limit: int
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of some types of one log, from index `first` on."""
        ...

    def received_facts(
        self, origin: Origin, *, first: int, limit: int | None
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log that were received, from `first` on."""
        ...
