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
DUTY_TARGET: Final = timedelta(minutes=15)  # [S]
LATEST: Final = timedelta(hours=72)  # an answer after that scores nothing
_SECOND_LIMIT: Final = 4  # times the target
PASSING: Final = 2  # the least score by which somebody was reached
SCORES: Final = (3, 2, 1, 0)
_DUTY: Final = "duty"


def target_of(role: str) -> timedelta:
    """Return within which time a contact of `role` answers."""
    return DUTY_TARGET if role == _DUTY else TARGET


@dataclass(slots=True, kw_only=True)
class ChannelCheck:
    """One check of a channel.

    Attributes:
        leaf: The statement that asks.
        asked_by: Who asks.
        received_at: When the holder's side received it; the time to answer runs from here.
        target: Within which time the right role answers.
        answered_at: When the asker received the first answer; None while there is none.
        answer: The statement that answers.
        answered_role: The role that answered; empty where none is said.
        is_right_role: Whether it is the contact's role, by its holder or a dated substitute.
    """

    leaf: Digest
    asked_by: PartyId
    received_at: datetime
    target: timedelta = TARGET
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
    def score(self) -> int:
        """What the answer is worth; 0 while there is none.

        3: the right role, within the target. 2: the right role, within four times that. 1: later,
        or another role or a substitute who was not named, but within 72 hours. 0: nothing of it.
        """
        if self.answered_at is None:
            return 0
        taken = self.answered_at - self.received_at
        if self.is_right_role and taken <= self.target:
            return 3
        if self.is_right_role and taken <= _SECOND_LIMIT * self.target:
            return 2
        return 1 if taken <= LATEST else 0

    @property
    def is_passed(self) -> bool:
        """Whether somebody was reached: the right role, not much later than the target."""
        return self.score >= PASSING

    def is_decided(self, at: datetime) -> bool:
        """Return whether no answer could change the score any more."""
        latest = max(_SECOND_LIMIT * self.target, LATEST)
        return self.answered_at is not None or at - self.received_at > latest


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckScore:
    """What the checks of a channel come to.

    Attributes:
        asked: Those that are decided: answered, or past the time in which an answer would score.
        passed: Of them, those by which somebody was reached: with a score of 2 or 3.
        by_score: How many have each of `SCORES`, in that order.
        median_seconds: Of those answered, the lower median; None where none was.
    """

    asked: int
    passed: int
    by_score: tuple[int, ...]
    median_seconds: int | None


def score_of(checks: Iterable[ChannelCheck], *, at: datetime) -> CheckScore:
    """Return the score of `checks` at `at`."""
    decided = [one for one in checks if one.is_decided(at)]
    answered = [one.seconds for one in decided if one.seconds is not None]
    return CheckScore(
        asked=len(decided),
        passed=sum(one.is_passed for one in decided),
        by_score=tuple(sum(one.score == score for one in decided) for score in SCORES),
        median_seconds=median_low(answered) if answered else None,
    )
