"""What stands in a brief, before it is a page, a PDF, a file for Word or JSON.

Every form of the brief is made from this one value, so they cannot say different things. Each
sentence names what it rests on. Nothing here is markup: what somebody wrote stands as text.

Source: docs/spec/brief.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import TypeAlias

from servanda.core.handling.editions import Edition


class Basis(StrEnum):
    """What a sentence rests on, which is told apart wherever it is shown."""

    AGREED = "agreed"  # statements that both sides hold, and figures that both compute
    OWN = "own"  # what one side alone found
    ASSESSED = "assessed"  # what an assessor judged, in a statement that both sides hold
    PUBLISHED = "published"  # what public sources say, each with its mark


# What the forms themselves say, by the key of `Brief.words`.
FIXED_WORDS = (
    "annex",
    "as_of",
    "edition",
    "grounds",
    "none",
    "numbers",
    "parties",
    "rests_on",
    *Basis,
    *Edition,
)

FURTHER = "further"  # key of the annex of the sentences that the page has no room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what it rests on.

    Attributes:
        key: Names it in every language and form, such as `cadence.round.2`.
        text: In the brief's language.
        basis: What it rests on.
        refs: Statements by their digest, figures by their name, or sources with their marks.
    """

    key: str
    text: str
    basis: Basis
    refs: tuple[str, ...]


Row: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a heading.

    Attributes:
        caption: What it shows.
        heading: A title for each column.
        rows: A text for each column; empty where there is nothing to say.
        languages: Of the columns whose texts are in one language of their own, by their place.
    """

    caption: str
    heading: Row
    rows: tuple[Row, ...]
    languages: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A chart of bars, with the numbers it draws.

    Attributes:
        caption: What it shows.
        unit: Of the numbers.
        bars: A name and a number for each.
        is_signed: Whether numbers lie on both sides of nothing, and show their sign.
    """

    caption: str
    unit: str
    bars: tuple[tuple[str, int], ...]
    is_signed: bool = False

    def shown(self, number: int) -> str:
        """Return one of the numbers as it stands beside its bar."""
        return f"{number:+d}" if self.is_signed else str(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """One part after the page.

    Attributes:
        key: Names it in every language.
        title: Of the part.
        sentences: What it says first.
        charts: Then, each with its numbers.
        tables: Last.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    charts: tuple[Bars, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief in one language.

    Attributes:
        language: `en` or `zh-Hans`.
        edition: For whom.
        title: Of the whole.
        question: The one question that it answers.
        notice: What stands above everything, such as that it is a demonstration; empty for none.
        as_of: The day whose state it tells.
        parties: Both.
        page: The one page.
        annexes: What follows; none in the public edition.
        words: Of `FIXED_WORDS`, by their key.
    """

    language: str
    edition: Edition
    title: str
    question: str
    notice: str
    as_of: date
    parties: tuple[str, str]
    page: tuple[Sentence, ...]
    annexes: tuple[Annex, ...]
    words: Mapping[str, str]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that the page says, with what it had no room for."""
        further = (one.sentences for one in self.annexes if one.key == FURTHER)
        return (*self.page, *chain.from_iterable(further))
