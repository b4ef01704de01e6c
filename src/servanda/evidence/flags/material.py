"""What every rule of a flag looks at, and what it says.

Source: docs/spec/evidence/flags.md.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.evidence.claims.claim import Claim
from servanda.evidence.corpus.corpus import Corpus, claim_key
from servanda.evidence.documents import Document
from servanda.evidence.events.event import Event
from servanda.evidence.events.tellings import Peoples, peoples_of
from servanda.evidence.origins.first_voice import bodies_of_people
from servanda.evidence.origins.group import Origins
from servanda.evidence.origins.origin import Support
from servanda.evidence.origins.propositions import Propositions
from servanda.evidence.origins.statements import Statement
from servanda.evidence.sentences import sentences
from servanda.evidence.spans import Span


def _start(span: Span) -> int:
    return span.start


Sides = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What a rule says; the registry knows how grave it is.

    Attributes:
        sides: One or more, none of them empty.
        parameters: What the sentence of the kind names.
        statements: Those it touches; None for all that its spans touch.
    """

    sides: Sides
    parameters: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The corpus with everything found in it, and what several rules ask for.

    Attributes:
        bodies: By person: the body that the person speaks for.
        claims: By content key.
        by_span: Statements by their span.
        by_document: Statements by the document they stand in, in order.
        sentences: Of the paragraphs of each document, in order.
        peoples: What the states' own are called.
    """

    corpus: Corpus
    origins: Origins
    events: tuple[Event, ...]
    propositions: Propositions
    bodies: Mapping[str, str]
    claims: Mapping[str, Claim]
    by_span: Mapping[Span, Statement]
    by_document: Mapping[str, Sequence[Statement]]
    sentences: Mapping[str, tuple[Span, ...]]
    peoples: Peoples

    @property
    def documents(self) -> Iterator[Document]:
        """All documents, by SHA-256."""
        for one in self.corpus.analyses.values():
            yield one.document

    def voices(self, statement: Statement) -> frozenset[str]:
        """Return whom a text gives a statement to: a person who speaks for a body is that body."""
        voice = statement.voice
        if voice is None:
            return frozenset()
        return frozenset(self.bodies.get(key, key) for key in voice.entities)

    def members(self, support: Support) -> list[Statement]:
        """Return the statements of a support, in order."""
        return [self.by_span[span] for span in support.statements if span in self.by_span]

    def sentence_at(self, span: Span) -> Span:
        """Return the sentence that `span` begins in, or `span` outside all paragraphs."""
        own = self.sentences[span.document]
        index = bisect_right(own, span.start, key=_start) - 1
        return own[index] if index >= 0 and span.start < own[index].end else span

    def touched(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return the statements that share characters with `spans`, in order."""
        return tuple(
            one.span
            for document in sorted({span.document for span in spans})
            for one in self.by_document.get(document, ())
            if any(one.span.overlaps(span) for span in spans)
        )

    def name(self, key: str) -> str:
        """Return an entity's name, for people to read."""
        known = self.corpus.tables.gazetteer.entities.get(key)
        found = known or self.corpus.entity(key)
        return found.name if found else key.partition(":")[2]

    def named(self, keys: frozenset[str] | Sequence[str]) -> str:
        """Return the names of several entities, in order."""
        return ", ".join(self.name(key) for key in sorted(keys))

    def words(self, span: Span) -> str:
        """Return the characters of a span on one line."""
        return " ".join(self.corpus.text_of(span).split())


def material_of(
    corpus: Corpus, origins: Origins, events: Sequence[Event], propositions: Propositions
) -> Material:
    """Return what the rules look at."""
    by_span: dict[Span, Statement] = {}
    by_document: dict[str, list[Statement]] = {}
    for one in origins.statements:
        by_span.setdefault(one.span, one)
        by_document.setdefault(one.span.document, []).append(one)
    return Material(
        corpus=corpus,
        origins=origins,
        events=tuple(events),
        propositions=propositions,
        bodies=bodies_of_people(corpus, origins.statements),
        claims={claim_key(one): one for one in corpus.claims},
        by_span=by_span,
        by_document=by_document,
        sentences={key: tuple(_sentences(one.document)) for key, one in corpus.analyses.items()},
        peoples=peoples_of(corpus.tables.gazetteer),
    )


def _sentences(document: Document) -> Iterator[Span]:
    for block in document.paragraphs:
        for start, end in sentences(document.text, start=block.start, end=block.end):
            yield document.span(start, end)
