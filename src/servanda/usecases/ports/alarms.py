"""Alarms as the use cases see them: raised within a step, settled once somebody acted on them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from servanda.usecases.ports.records import AlarmRecord


class AlarmStore(Protocol):
    """Keeps alarms; none is ever removed."""

    def alarms(self) -> Sequence[AlarmRecord]:
        """Return all alarms, oldest first, those that were settled too."""
        ...

    def settle_alarms(self, kinds: Collection[str], subject: str, *, at: datetime) -> None:
        """Note that the open alarms of these kinds about `subject` were acted on."""
        ...
