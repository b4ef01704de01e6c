"""Propositions: what texts of one field say again and again, recognised by concepts.

A table of data, which names no person, firm or event; a user may add to it.

Source: docs/spec/evidence/origins.md, "Propositions".
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from servanda.core.errors import InvalidInputError

MAX_WORDS = 200  # of one concept
OPENING = 3  # letters by which the words of concepts are looked up
# Where a word of a concept can stand: not behind a letter.
_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r"(?<!\w).", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z_]{0,60}")


class InvalidPropositionsError(InvalidInputError):
    """A table of propositions cannot be used; the message names the row."""

    code: ClassVar[str] = "invalid-propositions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Propositions:
    """The table.

    Attributes:
        concepts: By name: its words, each found at the beginning of a word.
        needed: By proposition: the concepts that one sentence has to hold, all of them.
        opposed: Pairs of propositions that one source cannot hold at once, in order.
    """

    concepts: Mapping[str, tuple[str, ...]]
    needed: Mapping[str, tuple[str, ...]]
    opposed: tuple[tuple[str, str], ...] = ()
    _lengths: Sequence[int] = field(init=False, repr=False, compare=False)
    _beginning: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _by_opening: Mapping[str, Sequence[tuple[str, str]]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Put words and concepts together by the letters that a word opens with."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, words in self.concepts.items():
            for word in words:
                found.setdefault(word[:OPENING], []).append((word, name))
        object.__setattr__(self, "_by_opening", found)
        object.__setattr__(self, "_lengths", sorted({len(opening) for opening in found}))
        is_plain = all(opening[0].isalnum() for opening in found)
        object.__setattr__(self, "_beginning", _WORD if is_plain else _BEGINNING)

    def made_by(self, sentence: str) -> tuple[str, ...]:
        """Return the propositions that a sentence makes, by name."""
        held = self._held(sentence.casefold())
        return tuple(
            name for name, needed in sorted(self.needed.items()) if held.issuperset(needed)
        )

    def _held(self, lowered: str) -> set[str]:
        """Return the concepts of which a word stands in `lowered`, letters folded."""
        held: set[str] = set()
        for match in self._beginning.finditer(lowered):
            at = match.start()
            for length in self._lengths:
                for word, name in self._by_opening.get(lowered[at : at + length], ()):
                    if name not in held and lowered.startswith(word, at):
                        held.add(name)
        return held


NO_PROPOSITIONS = Propositions(concepts={}, needed={})


def parse_propositions(files: Sequence[bytes]) -> Propositions:
    """Return the table that `files` hold together; a later row replaces an earlier one.

    Raises:
        InvalidPropositionsError: A file is no such table.
    """
    words: dict[str, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    opposed: set[tuple[str, str]] = set()
    for content in files:
        table = _loaded(content)
        for row in _rows(table, "concept"):
            words[_name(row)] = _texts(row, "words")
        for row in _rows(table, "proposition"):
            needed[_name(row)] = _texts(row, "all")
        opposed.update(map(_pair, _rows(table, "opposed")))
    for name, concepts in needed.items():
        if unknown := sorted(set(concepts) - set(words)):
            raise InvalidPropositionsError(f"{name}: expected known concepts, found {unknown}")
    if unknown := sorted({name for pair in opposed for name in pair} - set(needed)):
        raise InvalidPropositionsError(f"opposed: expected known propositions, found {unknown}")
    return Propositions(
        concepts=dict(sorted(words.items())),
        needed=dict(sorted(needed.items())),
        opposed=tuple(sorted(opposed)),
    )


def _loaded(content: bytes) -> Mapping[str, object]:
    try:
        table = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidPropositionsError(f"expected TOML in UTF-8: {error}") from error
    if unknown := sorted(set(table) - {"concept", "proposition", "opposed"}):
        raise InvalidPropositionsError(
            f"expected concept, proposition and opposed, found {unknown}"
        )
    return table


def _rows(table: Mapping[str, object], kind: str) -> list[Mapping[str, object]]:
    rows = table.get(kind, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidPropositionsError(f"{kind}: expected rows [[{kind}]]")
    return rows


def _name(row: Mapping[str, object]) -> str:
    name = row.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidPropositionsError(f"name: expected small letters and _, found {name!r:.60}")
    return name


def _pair(row: Mapping[str, object]) -> tuple[str, str]:
    one, other = row.get("one"), row.get("other")
    if not (isinstance(one, str) and isinstance(other, str)) or set(row) != {"one", "other"}:
        raise InvalidPropositionsError(
            f"opposed: expected two propositions as one and other, found {sorted(row)}"
        )
    return one, other


def _texts(row: Mapping[str, object], member: str) -> tuple[str, ...]:
    texts = row.get(member)
    if (
        not isinstance(texts, list)
        or not 0 < len(texts) <= MAX_WORDS
        or not all(isinstance(text, str) and text and text == text.casefold() for text in texts)
        or set(row) != {"name", member}
    ):
        raise InvalidPropositionsError(
            f"{_name(row)}.{member}: expected 1 to {MAX_WORDS} texts in lower case, and no other "
            f"member"
        )
    return tuple(map(str, texts))
