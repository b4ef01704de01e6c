"""Which statements say the same: by proposition, by quotation, by copied paragraph, by words.

Source: docs/spec/evidence/origins.md, "Alike".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.origins.printed import Printed
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


def groups_of(
    statements: Sequence[Statement], corpus: Corpus, printed: Printed
) -> tuple[Group, ...]:
    """Return the groups of statements that are alike; a statement may be in several.

    What is alike by its very words is joined first; a group that lies wholly within one of a
    proposition is that proposition.
    """
    by_words = joined(
        len(statements),
        [
            *_by_quotation(statements, corpus),
            *_by_paragraph(statements, corpus),
            *_by_printing(statements, printed),
            *pairs_by_stems([one.stems for one in statements]),
        ],
    )
    words_of = {number: words for words in by_words for number in words}
    makers: dict[str, set[int]] = {}
    for number, one in enumerate(statements):
        for name in one.propositions:
            # A copy of what makes the proposition makes it too, though a word was changed.
            makers.setdefault(name, set()).update(words_of[number])
    groups = [
        Group(statements=tuple(sorted(makers[name])), how=how(f"alike.{name}", 1))
        for name in sorted(makers)
    ]
    # A proposition has the words of one group all or not at all.
    covered = set().union(*makers.values())
    rule = how("alike.words", 1, stems=LEAST_WORDS_ALIKE)
    groups += [Group(statements=words, how=rule) for words in by_words if words[0] not in covered]
    return tuple(groups)


def _by_quotation(statements: Sequence[Statement], corpus: Corpus) -> Iterator[tuple[int, int]]:
    numbers = {one.span: number for number, one in enumerate(statements) if one.is_quotation}
    for match in corpus.matches:
        if match.a in numbers and match.b in numbers:
            yield numbers[match.a], numbers[match.b]
    # A claim that is hardly more than a quotation says what the quotation says.
    quoted = _by_document((span, number) for span, number in numbers.items())
    for number, one in enumerate(statements):
        if not one.is_quotation and len(one.stems) < LEAST_STEMS:
            yield from ((number, other) for other in _within(one.span, quoted))


def _by_paragraph(statements: Sequence[Statement], corpus: Corpus) -> Iterator[tuple[int, int]]:
    numbers = _by_document((one.span, number) for number, one in enumerate(statements))
    text_of = {name: text.closest for text in corpus.printings for name in text.looked_at}
    for edge in corpus.reuses:
        if edge.a in text_of and text_of[edge.a] == text_of.get(edge.b):
            continue  # between printings of one text the places are known exactly
        for match in edge.paragraphs:
            second = [*_within(match.b, numbers)]
            for one in _within(match.a, numbers):
                for other in second:
                    if _is_same_place(statements[one].span, statements[other].span, match):
                        yield one, other


def _by_printing(statements: Sequence[Statement], printed: Printed) -> Iterator[tuple[int, int]]:
    numbers = {one.key: number for number, one in enumerate(statements)}
    for key, chosen in printed.counting.items():
        yield numbers[chosen.key], numbers[key]


def _by_document(rows: Iterable[tuple[Span, int]]) -> Mapping[str, Sequence[tuple[Span, int]]]:
    found: dict[str, list[tuple[Span, int]]] = {}
    for span, number in rows:
        found.setdefault(span.document, []).append((span, number))
    return found


def _within(whole: Span, rows: Mapping[str, Sequence[tuple[Span, int]]]) -> Iterator[int]:
    return (number for span, number in rows.get(whole.document, ()) if whole.covers(span))


def _is_same_place(one: Span, other: Span, match: ParagraphMatch) -> bool:
    def place(span: Span, of: Span) -> tuple[int, int]:
        length = max(1, of.length)
        return (
            (span.start - of.start) * PERMILLE // length,
            (span.end - of.start) * PERMILLE // length,
        )

    starts, ends = zip(place(one, match.a), place(other, match.b), strict=True)
    return abs(starts[0] - starts[1]) <= SAME_PLACE and abs(ends[0] - ends[1]) <= SAME_PLACE


def pairs_by_stems(statements: Sequence[AbstractSet[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of statements that are alike by their stems, in no particular order.

    A stem counts in the first `MOST_STATEMENTS` that have it. Statements so alike share one of
    the rarest stems of each, as many as would be left if all others were common: only those are
    looked up, and the pairs they give are counted in full.
    """
    told = [stems if len(stems) >= LEAST_STEMS else frozenset() for stems in statements]
    counting = _counting(told)
    often = Counter(stem for stems in counting for stem in stems)
    where: dict[str, list[int]] = {}
    for number, stems in enumerate(counting):
        needed = -(-len(told[number]) * LEAST_WORDS_ALIKE // PERMILLE)
        rarest = sorted(stems, key=lambda stem: (often[stem], stem))
        looked_up = rarest[: max(0, len(stems) - needed + 1)] if needed else []
        for other in sorted({one for stem in looked_up for one in where.get(stem, ())}):
            shared = len(stems & counting[other])
            both = len(told[number] | told[other])
            if shared * PERMILLE >= LEAST_WORDS_ALIKE * both:
                yield other, number
        for stem in looked_up:
            where.setdefault(stem, []).append(number)


def _counting(statements: Sequence[AbstractSet[str]]) -> list[frozenset[str]]:
    """Return of each statement the stems that not too many before it have."""
    seen: Counter[str] = Counter()
    found: list[frozenset[str]] = []
    for stems in statements:
        found.append(frozenset(stem for stem in stems if seen[stem] < MOST_STATEMENTS))
        seen.update(stems)
    return found


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
