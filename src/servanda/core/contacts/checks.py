"""Communication checks of one channel: asked, answered by which role, how soon, and the score.

Source: docs/spec/contacts.md, "Communication checks".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import Final

from servanda.core.identifiers import Digest, PartyId

TARGET: Final = timedelta(hours=24)  # one working day of a desk that is there at all hours [S]


@dataclass(slots=True, kw_only=True)
class ChannelCheck:
    """One check of a channel.

    Attributes:
        leaf: The statement that asks.
        asked_by: Who asks.
        received_at: When the holder's side received it; the time to answer runs from here.
        answered_at: When the asker received the first answer; None while there is none.
        answer: The statement that answers.
        answered_role: The role that answered; empty where none is said.
        is_right_role: Whether it is the contact's role, by its holder or a dated substitute.
    """

    leaf: Digest
    asked_by: PartyId
    received_at: datetime
    answered_at: datetime | None = None
    answer: Digest | None = None
    answered_role: str = ""
    is_right_role: bool = False

    @property
    def seconds(self) -> int | None:
        """Seconds from receipt to receipt of the answer; None while there is none."""
        if self.answered_at is None:
            return None
        return int((self.answered_at - self.received_at).total_seconds())

    @property
    def is_passed(self) -> bool:
        """Whether the right role answered within the target."""
        seconds = self.seconds
        return seconds is not None and self.is_right_role and seconds <= TARGET.total_seconds()

    def is_decided(self, at: datetime) -> bool:
        """Return whether nothing can change any more about having passed."""
        return self.answered_at is not None or at - self.received_at > TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckScore:
    """What the checks of a channel come to.

    Attributes:
        asked: Those that are decided: answered, or past the target.
        passed: Of them, those that the right role answered in time.
        median_seconds: Of those answered, the lower median; None where none was.
    """

    asked: int
    passed: int
    median_seconds: int | None


def score_of(checks: Iterable[ChannelCheck], *, at: datetime) -> CheckScore:
    """Return the score of `checks` at `at`."""
    decided = [one for one in checks if one.is_decided(at)]
    answered = [one.seconds for one in decided if one.seconds is not None]
    return CheckScore(
        asked=len(decided),
        passed=sum(one.is_passed for one in decided),
        median_seconds=median_low(answered) if answered else None,
    )
