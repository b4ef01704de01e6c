"""How a brief names what it rests on: a hash once, in a list at its end; elsewhere by its number.

A hash in full is what a reader checks, and in the middle of a page nobody reads it. The public
edition has the first digits of each on its one page, and no list.

Source: docs/spec/brief.md, "What it rests on".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from servanda.documents.brief.content import Brief

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_RUN = 3  # numbers one after the other from which a run is shown by its ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The hashes that a brief names, by their number in its list.

    Attributes:
        numbers: By the hash, from 1 on in the order of first mention.
    """

    numbers: Mapping[str, int]

    def cell(self, text: str) -> str:
        """Return a text of a table; one that is a hash is its number in the list."""
        return f"[{self.numbers[text]}]" if text in self.numbers else text

    def named(self, refs: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Return what a sentence rests on: a text each, and the number it leads to, 0 for none.

        Figures and sources come first, by their own names; then the numbers, rising.
        """
        found = tuple(refs)
        own = [one for one in found if one not in self.numbers]
        runs = [*_runs(sorted({self.numbers[one] for one in found if one in self.numbers}))]
        # Names have blanks in them; so a mark says where one ends.
        last = len(own) if runs else len(own) - 1
        return [*((f"{one} ·" if at < last else one, 0) for at, one in enumerate(own)), *runs]


def grounds_of(brief: Brief) -> Grounds:
    """Return what `brief` names by hash."""
    hashes = (text for text in _mentioned(brief) if _DIGEST.fullmatch(text))
    return Grounds(numbers={one: place for place, one in enumerate(dict.fromkeys(hashes), start=1)})


def _mentioned(brief: Brief) -> Iterator[str]:
    for sentence in brief.page:
        yield from sentence.refs
    for annex in brief.annexes:
        for sentence in annex.sentences:
            yield from sentence.refs
        for table in annex.tables:
            for row in table.rows:
                yield from row


def _runs(numbers: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield rising numbers; where three or more follow one another, their ends."""
    for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        found = [number for _, number in run]
        if len(found) < _RUN:
            yield from ((f"[{one}]", one) for one in found)
        else:
            yield f"[{found[0]}]–[{found[-1]}]", found[0]
