"""One rule of the grammar: a pattern, and what a match of it says.

Source: docs/spec/evidence/times.md, "Rules".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from servanda.evidence.rules import How, how
from servanda.evidence.times.readings import Reading
from servanda.evidence.times.time import TimeType

Build: TypeAlias = Callable[[re.Match[str]], tuple[TimeType, Reading] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A form of expressions.

    Attributes:
        name: After `times.` in `how`.
        pattern: Verbose off; matched without regard to case, at the start of a word.
        build: What a match says; None where it is no expression after all.
        version: Raised when it finds something else.
    """

    name: str
    pattern: str
    build: Build
    version: int = 1

    @property
    def how(self) -> How:
        """The written form."""
        return how(f"times.{self.name}", self.version)
