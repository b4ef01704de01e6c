"""Facts from outside the texts that a rule may use, each with a key, a day and a source.

Data, not code: `parse_facts` reads TOML files that the shell hands in; a user's file has the same
form. A fact counts for a document only if the document tells of it (`relevant_facts`), and each
use is shown by its key.

Source: docs/spec/evidence/publication.md, "Facts".
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.evidence.intervals import Interval

MAX_FACTS = 10_000  # a table that people keep by hand


class InvalidFactError(InvalidInputError):
    """A file of facts is not in its form."""

    code: ClassVar[str] = "invalid-fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated public event.

    Attributes:
        key: Dotted word, as `accord.signed` (the day the accord was made).
        days: When it took place.
        forms: How texts name it ("the deal", "the September agreement"); lower case.
        source: Where it was checked.
        about: Words that a text must hold, each entry one of several ("china|chinese"), before
            "the deal" is taken for this one; lower case.
    """

    key: str
    days: Interval
    forms: tuple[str, ...]
    source: str
    about: tuple[str, ...] = ()


ACCORD_SIGNED = "accord.signed"


def parse_facts(files: Sequence[bytes]) -> tuple[Fact, ...]:
    """Return the facts of TOML files, ordered by key; a later file replaces a key of an earlier.

    Raises:
        InvalidFactError: A file is no TOML, or a row lacks what it needs.
    """
    facts: dict[str, Fact] = {}
    for content in files:
        for fact in _rows(content):
            facts[fact.key] = fact
    if len(facts) > MAX_FACTS:
        raise InvalidFactError(f"expected at most {MAX_FACTS} facts, found {len(facts)}")
    return tuple(facts[key] for key in sorted(facts))


def _rows(content: bytes) -> Iterable[Fact]:
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidFactError(f"expected TOML in UTF-8, found: {error}") from error
    rows = table.get("fact", [])
    if not isinstance(rows, list):
        raise InvalidFactError("expected rows [[fact]], found something else under that name")
    for row in rows:
        yield _fact(row)


def _fact(row: object) -> Fact:
    if not isinstance(row, dict):
        raise InvalidFactError("expected a row [[fact]] with members, found a bare value")
    key, source = row.get("key"), row.get("source")
    if not isinstance(key, str) or not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", key):
        raise InvalidFactError(f"expected a dotted key in lower case, found {key!r}")
    if not isinstance(source, str) or not source:
        raise InvalidFactError(f"expected the source of {key}, found none")
    first, last = row.get("first"), row.get("last", row.get("first"))
    if not (_is_day(first) and _is_day(last)) or not isinstance(first, date):
        raise InvalidFactError(
            f"expected days `first` and `last` of {key}, found {first!r}, {last!r}"
        )
    if not isinstance(last, date) or last < first:
        raise InvalidFactError(f"expected {key} to end on or after {first}, found {last!r}")
    return Fact(
        key=key,
        days=Interval(earliest=first, latest=last),
        forms=_words(row, "forms", key),
        source=source,
        about=_words(row, "about", key),
    )


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _words(row: dict[str, object], member: str, key: str) -> tuple[str, ...]:
    words = row.get(member, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
        raise InvalidFactError(f"expected words in `{member}` of {key}, found {words!r}")
    return tuple(str(word).lower() for word in words)


def relevant_facts(text: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return those of `facts` that `text` can tell of, by the words of `about`, in order of key."""
    lowered = text.lower()
    return tuple(
        fact
        for fact in sorted(facts, key=lambda fact: fact.key)
        if all(any(_holds(lowered, w) for w in entry.split("|")) for entry in fact.about)
    )


def _holds(lowered: str, word: str) -> bool:
    """Tell whether `word` stands in `lowered` at the start of a word."""
    place = lowered.find(word)
    while place >= 0:
        if not lowered[place - 1 : place].isalnum():
            return True
        place = lowered.find(word, place + 1)
    return False
