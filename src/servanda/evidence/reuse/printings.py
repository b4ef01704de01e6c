"""Printings: documents that have almost the same text, found in one pass over all of them.

One text printed a thousand times, each time with another word changed, is one text. Comparing all
its printings with each other would take a million comparisons and tell nothing. So a few of them
are looked at like any document: the one closest to what most have, and those least like it. The
others are compared with the closest alone, and counted.

Source: docs/spec/evidence/reuse.md, "Printings".
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from servanda.evidence.documents import Document
from servanda.evidence.reuse.shingles import Hashes, document_hashes
from servanda.evidence.spans import Span

ALIKE = 900  # permille of the larger text's kept runs that both have; a word costs two or three
LEAST_HASHES = 20  # some 160 letters; of a shorter text a word is too much
SMALLEST = 8  # of a text's hashes: one of them at least outlives a changed word
MOST_COMPARED = 25  # first printings with one of these hashes
LOOKED_AT = 5  # of one text's printings
AHEAD = 4  # paragraphs that are looked at for where both printings go on alike
PERMILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Printings:
    """Documents with almost the same text, by SHA-256.

    Attributes:
        closest: The one closest to what most of them have.
        looked_at: Those that are looked at like any document, the closest among them; sorted.
        counted: Those that are compared with the closest alone, sorted; mostly none.
    """

    closest: str
    looked_at: tuple[str, ...]
    counted: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self.looked_at) + len(self.counted)


def find_printings(
    documents: Sequence[Document], *, decided: Collection[str] = ()
) -> tuple[Printings, ...]:
    """Return the texts of which there are several printings; the order of input does not matter.

    Args:
        documents: All of them.
        decided: SHA-256 of those that a person's decision points at: they are always looked at.
    """
    ordered = sorted(documents, key=lambda document: document.sha256)
    runs = {document.sha256: document_hashes(document) for document in ordered}
    groups = _groups(runs)
    return tuple(_printings(group, runs, decided) for group in groups if len(group) > 1)


def _groups(runs: dict[str, Hashes]) -> list[list[str]]:
    """Return each first printing with those like it, in the order of their hashes."""
    groups: dict[str, list[str]] = {}
    holding: dict[int, list[str]] = {}
    for name, own in runs.items():
        if len(own) < LEAST_HASHES:
            continue
        smallest = own[:SMALLEST].tolist()
        first = next(
            (one for one in _candidates(smallest, holding) if _alike(own, runs[one])), None
        )
        if first is not None:
            groups[first].append(name)
            continue
        groups[name] = [name]
        for key in smallest:
            held = holding.setdefault(key, [])
            if len(held) < MOST_COMPARED:
                held.append(name)
    return [*groups.values()]


def _candidates(smallest: Sequence[int], holding: dict[int, list[str]]) -> Iterator[str]:
    seen: set[str] = set()
    for key in smallest:
        for name in holding.get(key, ()):
            if name not in seen:
                seen.add(name)
                yield name


def _alike(one: Hashes, other: Hashes) -> bool:
    larger = max(len(one), len(other))
    if min(len(one), len(other)) * PERMILLE < ALIKE * larger:
        return False
    return len(np.intersect1d(one, other, assume_unique=True)) * PERMILLE >= ALIKE * larger


def _printings(
    group: Sequence[str], runs: dict[str, Hashes], decided: Collection[str]
) -> Printings:
    found, counts = np.unique(np.concatenate([runs[name] for name in group]), return_counts=True)
    common = found[counts * 2 > len(group)]

    def distance(name: str) -> int:
        own = runs[name]
        shared = len(np.intersect1d(own, common, assume_unique=True))
        return len(own) + len(common) - 2 * shared

    ranked = sorted(group, key=lambda name: (distance(name), name))
    looked_at = {ranked[0], *ranked[1 - LOOKED_AT :], *(name for name in group if name in decided)}
    return Printings(
        closest=ranked[0],
        looked_at=tuple(sorted(looked_at)),
        counted=tuple(sorted(set(group) - looked_at)),
    )


def aligned_paragraphs(one: Document, other: Document) -> dict[Span, Span]:
    """Return which paragraph of one printing is which of another, in order.

    Both are walked side by side. Paragraphs that differ are the same, changed, unless a little
    further on one of the two goes on like the other: then something was put in or left out.
    """
    first, second = one.paragraphs, other.paragraphs
    found: dict[Span, Span] = {}
    at, beside = 0, 0
    while at < len(first) and beside < len(second):
        skipped = _skipped(one, first[at : at + AHEAD], other, second[beside : beside + AHEAD])
        at, beside = at + skipped[0], beside + skipped[1]
        found[first[at]] = second[beside]
        at, beside = at + 1, beside + 1
    return found


def _skipped(
    one: Document, first: Sequence[Span], other: Document, second: Sequence[Span]
) -> tuple[int, int]:
    """Return how many paragraphs to leave out on either side, so that both go on alike."""
    texts, others = [*map(one.text_of, first)], [*map(other.text_of, second)]
    steps = sorted(
        ((at, beside) for at in range(len(texts)) for beside in range(len(others))), key=sum
    )
    # Alike two by two further on: what differs here was changed, and nothing was left out.
    return next(
        ((at, beside) for at, beside in steps if texts[at] == others[beside] and at != beside)
        if texts[0] != others[0] and texts[1:2] != others[1:2]
        else iter(()),
        (0, 0),
    )
