"""What one document says, found without looking at any other.

Source: docs/spec/evidence/README.md, "The way of a document".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.evidence.claims.claim import Claim
from servanda.evidence.claims.find import find_claims
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.documents import Document
from servanda.evidence.names.find import find_names
from servanda.evidence.names.names import Names
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.quotations.quotation import Quotation
from servanda.evidence.speech.parser import Parser
from servanda.evidence.times.expression import Expression
from servanda.evidence.times.find import find_expressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One document with what was found in it.

    Attributes:
        expressions: Of time, unresolved: their days depend on when it was published.
        quotations: In order.
        claims: In order.
    """

    document: Document
    names: Names
    expressions: tuple[Expression, ...]
    quotations: tuple[Quotation, ...]
    claims: tuple[Claim, ...]


def analyse_document(
    document: Document, *, tables: Tables, parser: Parser | None = None
) -> Analysis:
    """Return what `document` says; a parser gives a second opinion on who speaks."""
    names = find_names(document, gazetteer=tables.gazetteer)
    quotations = find_quotations(document, names=names, parser=parser)
    return Analysis(
        document=document,
        names=names,
        expressions=find_expressions(document, names=names),
        quotations=quotations,
        claims=find_claims(document, names=names, quotations=quotations),
    )


def texts_of(analyses: Sequence[Analysis]) -> Mapping[str, str]:
    """Return each document's text by its hash."""
    return {one.document.sha256: one.document.text for one in analyses}
