"""What a look at the node finds, for its operator."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes:
        level: `ok`, `warning`, or `fault`: with a fault nothing is signed.
        code: Stable name of what was found, for programs.
        subject: What was looked at.
        message: What was found, and the cure.
    """

    level: Level
    code: str
    subject: str
    message: str
