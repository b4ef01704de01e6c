"""All documents together with everything that rules and people have made of them.

Source: docs/spec/evidence/README.md, "The way of a document".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from servanda.evidence.claims.claim import Claim
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import Entity
from servanda.evidence.publication.publication import Publication
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.reuse.printings import Printings
from servanda.evidence.reuse.reuse import QuotationMatch, Reuse
from servanda.evidence.spans import Span, content_key
from servanda.evidence.times.time import Time

QUOTATION, CLAIM = "quotation", "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A further printing of a text.

    Attributes:
        closest: SHA-256 of the printing that it is compared with.
        publication: By its own clues alone.
        reuse: What it has in common with the closest, and where they differ.
    """

    document: Document
    closest: str
    publication: Publication
    reuse: Reuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All documents.

    Attributes:
        analyses: By SHA-256, in order; quotations and claims with decisions applied.
        publications: By SHA-256, in order.
        times: By SHA-256: the resolved expressions, in order.
        matches: Quotations that documents share.
        reuses: Edges between documents.
        tables: What is known beforehand.
        standing: What people decided.
        printings: Texts of which there are several documents.
        counted: By SHA-256, in order: further printings of a text. They are compared with the
            closest one, and counted; nothing else is made of them.
    """

    analyses: Mapping[str, Analysis]
    publications: Mapping[str, Publication]
    times: Mapping[str, tuple[Time, ...]]
    matches: tuple[QuotationMatch, ...]
    reuses: tuple[Reuse, ...]
    tables: Tables
    standing: Standing
    printings: tuple[Printings, ...] = ()
    counted: Mapping[str, Counted] = field(default_factory=dict)
    _entities: Mapping[str, Entity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the entities of all documents together; of one that several have the first counts."""
        found: dict[str, Entity] = {}
        for analysis in self.analyses.values():
            for key, entity in analysis.names.entities.items():
                found.setdefault(key, entity)
        object.__setattr__(self, "_entities", found)

    @property
    def quotations(self) -> Iterator[Quotation]:
        """All quotations that nobody rejected, by place."""
        for analysis in self.analyses.values():
            yield from analysis.quotations

    @property
    def claims(self) -> Iterator[Claim]:
        """All claims that nobody rejected, by place."""
        for analysis in self.analyses.values():
            yield from analysis.claims

    def document(self, span: Span) -> Document:
        """Return the document that `span` lies in."""
        found = self.analyses.get(span.document)
        return self.counted[span.document].document if found is None else found.document

    def all_printings(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return documents with all that are counted as printings of them; each once."""
        found = dict.fromkeys(documents)
        for text in self.printings:
            if text.counted and text.closest in found:
                found |= dict.fromkeys(text.counted)
        return tuple(found)

    def text_of(self, span: Span) -> str:
        """Return the characters of `span`."""
        return self.document(span).text_of(span)

    def entity(self, key: str) -> Entity | None:
        """Return the entity of that key, after all merges; None where no document names it."""
        return self._entities.get(self.standing.entity(key))

    def times_within(self, span: Span) -> tuple[Time, ...]:
        """Return the expressions of time that lie within `span`, in order."""
        return tuple(time for time in self.times[span.document] if span.covers(time.span))


def quotation_key(quotation: Quotation) -> str:
    """Return the content key of a quotation."""
    return content_key(QUOTATION, quotation.span)


def claim_key(claim: Claim) -> str:
    """Return the content key of a claim: that of its cue, which two claims never share."""
    return content_key(CLAIM, claim.cue)
