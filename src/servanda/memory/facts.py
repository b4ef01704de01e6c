"""What is known of statements, in the store in memory.

Source: servanda/usecases/ports/store.py, whose promises these keep.
"""

from collections.abc import Collection, Sequence

from servanda.core.identifiers import Origin
from servanda.memory.attachment_rows import MemoryAttachmentRows
from servanda.memory.logs import MemoryLogs
from servanda.usecases.ports.records import StatementFacts


class MemoryFacts(MemoryAttachmentRows, MemoryLogs):
    """The facts beside the logs, each with what is known of its attachments."""

    def facts(self, leaf_hash: bytes) -> StatementFacts | None:
        """Return what is known about one statement."""
        with self._lock:
            for origin, index in self._places.get(leaf_hash, ()):
                if index in self._logs[origin].facts:
                    return self.with_attachments(self._logs[origin].facts[index])
            return None

    def facts_of(self, origin: Origin) -> Sequence[StatementFacts]:
        """Return what is known about the statements of one log, by index."""
        facts = self._log(origin).facts
        return [self.with_attachments(facts[index]) for index in sorted(facts)]

    def facts_of_types(self, origin: Origin, types: Collection[str]) -> Sequence[StatementFacts]:
        """Return what is known about the statements of some types of one log, by index."""
        return [facts for facts in self.facts_of(origin) if facts.type in types]

    def facts_before(self, origin: Origin, *, until: int, limit: int) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log below `until`, the newest first."""
        below = [facts for facts in self.facts_of(origin) if facts.index < until]
        return below[::-1][:limit]

    def facts_after(
        self, origin: Origin, types: Collection[str], *, first: int, limit: int
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of some types of one log, from index `first` on."""
        return [one for one in self.facts_of_types(origin, types) if one.index >= first][:limit]

    def received_facts(
        self, origin: Origin, *, first: int, limit: int | None
    ) -> Sequence[StatementFacts]:
        """Return up to `limit` statements of one log that were received, from `first` on."""
        received = [
            one
            for one in self.facts_of(origin)
            if one.index >= first and one.received_at is not None
        ]
        return received if limit is None else received[:limit]
