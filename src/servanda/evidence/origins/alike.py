"""Which statements say the same: by proposition, by quotation, by copied paragraph, by words.

Source: docs/spec/evidence/origins.md, "Alike".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.origins.statements import Statement
from servanda.evidence.reuse.reuse import ParagraphMatch
from servanda.evidence.rules import How, how
from servanda.evidence.spans import Span

LEAST_WORDS_ALIKE = 600  # permille of stems in common, of both together
LEAST_STEMS = 4  # of a statement that is compared by words
SAME_PLACE = 250  # permille of a copied paragraph by which a statement may have moved
PERMILLE = 1_000
MOST_STATEMENTS = 50  # with one stem; one that more have tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Statements that say the same, by their numbers, and the rule that says so."""

    statements: tuple[int, ...]
    how: How


def groups_of(statements: Sequence[Statement], corpus: Corpus) -> tuple[Group, ...]:
    """Return the groups of statements that are alike; a statement may be in several.

    What is alike by its very words is joined first; a group that lies wholly within one of a
    proposition is that proposition.
    """
    by_words = joined(
        len(statements),
        [
            *_by_quotation(statements, corpus),
            *_by_paragraph(statements, corpus),
            *_by_stems(statements),
        ],
    )
    groups: list[Group] = []
    for name in sorted({name for one in statements for name in one.propositions}):
        making = {number for number, one in enumerate(statements) if name in one.propositions}
        # A copy of what makes the proposition makes it too, though a word was changed.
        for words in by_words:
            if len(words) > 1 and making.intersection(words):
                making.update(words)
        groups.append(Group(statements=tuple(sorted(making)), how=how(f"alike.{name}", 1)))
    covered = [set(group.statements) for group in groups]
    rule = how("alike.words", 1, stems=LEAST_WORDS_ALIKE)
    groups += [
        Group(statements=words, how=rule)
        for words in by_words
        if not any(one.issuperset(words) for one in covered)
    ]
    return tuple(groups)


def _by_quotation(statements: Sequence[Statement], corpus: Corpus) -> Iterator[tuple[int, int]]:
    numbers = {one.span: number for number, one in enumerate(statements) if one.is_quotation}
    for match in corpus.matches:
        if match.a in numbers and match.b in numbers:
            yield numbers[match.a], numbers[match.b]
    # A claim that is hardly more than a quotation says what the quotation says.
    for number, one in enumerate(statements):
        if not one.is_quotation and len(one.stems) < LEAST_STEMS:
            for span, quoted in numbers.items():
                if one.span.covers(span):
                    yield number, quoted


def _by_paragraph(statements: Sequence[Statement], corpus: Corpus) -> Iterator[tuple[int, int]]:
    for edge in corpus.reuses:
        for match in edge.paragraphs:
            first = [n for n, one in enumerate(statements) if match.a.covers(one.span)]
            second = [n for n, one in enumerate(statements) if match.b.covers(one.span)]
            for one in first:
                for other in second:
                    if _is_same_place(statements[one].span, statements[other].span, match):
                        yield one, other


def _is_same_place(one: Span, other: Span, match: ParagraphMatch) -> bool:
    def place(span: Span, of: Span) -> tuple[int, int]:
        length = max(1, of.length)
        return (
            (span.start - of.start) * PERMILLE // length,
            (span.end - of.start) * PERMILLE // length,
        )

    starts, ends = zip(place(one, match.a), place(other, match.b), strict=True)
    return abs(starts[0] - starts[1]) <= SAME_PLACE and abs(ends[0] - ends[1]) <= SAME_PLACE


def _by_stems(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    where: dict[str, list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for number, one in enumerate(statements):
        if len(one.stems) < LEAST_STEMS:
            continue
        for word in sorted(one.stems):
            before = where.setdefault(word, [])
            if len(before) < MOST_STATEMENTS:
                shared.update((other, number) for other in before)
            before.append(number)
    for (first, second), count in sorted(shared.items()):
        both = len(statements[first].stems | statements[second].stems)
        if count * PERMILLE >= LEAST_WORDS_ALIKE * both:
            yield first, second


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Return the groups that pairs make of the numbers below `count`, by their first number."""
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first, second in pairs:
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for number in range(count):
        groups.setdefault(root(number), []).append(number)
    return tuple(tuple(group) for _, group in sorted(groups.items()))
