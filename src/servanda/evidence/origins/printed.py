"""One text, one voice: what several printings of a text say at one place is one statement.

Whoever prints a text once more, with another word here and there, makes no further statement. So at
each place one wording counts, that of most printings; of equally many the one that says least. The
others keep their own words for the flags, and bring no origin, proposition or act.

Source: docs/spec/evidence/origins.md, "Printings".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from servanda.evidence.corpus.corpus import Corpus, claim_key
from servanda.evidence.origins.statements import Statement, stems_of
from servanda.evidence.origins.wordings import Choice
from servanda.evidence.reuse.printings import Printings, aligned_paragraphs
from servanda.evidence.spans import Span

MOST_MOVED = 20  # characters, from either end of the paragraph
OWN_WORDS = 750  # permille of a statement's words that its text has elsewhere printed too
PERMILLE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What counts of statements that were printed several times.

    Attributes:
        counting: By the key of a statement: the one that counts in its place. Statements that
            were printed once are not in it: each counts itself.
        ignored: Keys of statements that most printings of their paragraph do not make.
    """

    counting: Mapping[str, Statement] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def counted(self, statement: Statement) -> Statement:
        """Return the statement that counts in the place of this one."""
        return self.counting.get(statement.key, statement)

    def as_counted(self, statement: Statement) -> Statement:
        """Return a statement, at its own place, with all of it that counts."""
        other = self.counted(statement)
        if other is statement:
            return statement
        return replace(
            statement,
            voice=other.voice,
            via=other.via,
            propositions=other.propositions,
            stems=other.stems,
        )


def printed_statements(statements: Sequence[Statement], corpus: Corpus) -> Printed:
    """Return what counts of all statements of a corpus."""
    if not corpus.printings:
        return Printed()
    claims = {claim_key(one): one for one in corpus.claims}
    by_document: dict[str, list[Statement]] = {}
    for one in statements:
        by_document.setdefault(one.span.document, []).append(one)
    counting: dict[str, Statement] = {}
    ignored: set[str] = set()
    for text in corpus.printings:
        groups, alone = _places(text, by_document, corpus)
        said = [one for name in text.looked_at for one in by_document.get(name, ())]
        choice = Choice(
            weights={name: 1 for name in text.looked_at} | {text.closest: 1 + len(text.counted)},
            claims=claims,
            standing=corpus.standing,
            often=Counter(key for one in said if one.voice for key in one.voice.entities),
        )
        for group in groups:
            chosen = choice.of(group)
            counting |= {one.key: chosen for one in group}
        ignored |= {
            one.key
            for one in alone
            if 2 * choice.weights[one.span.document] < text.count
            and not corpus.standing.is_confirmed(one.key)
        }
    return Printed(counting=counting, ignored=frozenset(ignored))


def _places(
    text: Printings, by_document: Mapping[str, Sequence[Statement]], corpus: Corpus
) -> tuple[list[list[Statement]], list[Statement]]:
    """Return what stands at one place of one text, and what other printings alone have there."""
    groups = [[one] for one in by_document.get(text.closest, ())]
    alone: list[Statement] = []
    words = stems_of(corpus.analyses[text.closest].document.text)
    for name in text.looked_at:
        if name == text.closest:
            continue
        aligned = aligned_paragraphs(
            corpus.analyses[text.closest].document, corpus.analyses[name].document
        )
        others = by_document.get(name, ())
        pairs = dict(_at_one_place([group[0] for group in groups], others, aligned))
        for number, other in pairs.items():
            groups[number].append(others[other])
        taken = set(pairs.values())
        alone += [
            one for number, one in enumerate(others) if number not in taken and _is_of(one, words)
        ]
    return [group for group in groups if len(group) > 1], alone


def _is_of(one: Statement, words: frozenset[str]) -> bool:
    """Tell whether a statement is made of a text's own words, so that it is that text changed."""
    return len(one.stems & words) * PERMILLE >= OWN_WORDS * len(one.stems)


def _at_one_place(
    ones: Sequence[Statement], others: Sequence[Statement], aligned: Mapping[Span, Span]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of two printings' statements, by their numbers, each once, closest first."""
    found = sorted(
        (far, number, beside)
        for number, one in enumerate(ones)
        for beside, other in enumerate(others)
        if one.is_quotation == other.is_quotation
        and (far := _distance(one.span, other.span, aligned)) is not None
    )
    first: set[int] = set()
    second: set[int] = set()
    for _, number, beside in found:
        if number not in first and beside not in second:
            first.add(number)
            second.add(beside)
            yield number, beside


def _distance(one: Span, other: Span, aligned: Mapping[Span, Span]) -> int | None:
    """Return how far apart two spans stand in their paragraphs; None where that is too far.

    A changed word moves what follows it, seen from the beginning, and what precedes it, seen from
    the end: so each end of a span is looked at from both.
    """
    for first, second in aligned.items():
        if first.covers(one):
            if not second.covers(other):
                return None
            starts = min(
                abs((one.start - first.start) - (other.start - second.start)),
                abs((first.end - one.start) - (second.end - other.start)),
            )
            ends = min(
                abs((one.end - first.start) - (other.end - second.start)),
                abs((first.end - one.end) - (second.end - other.end)),
            )
            return starts + ends if max(starts, ends) <= MOST_MOVED else None
    return None
