"""Confirmed proposals as rows of the report, apart from all that rules found.

Source: docs/spec/evidence/proposals.md, "Confirmed".
"""

from collections.abc import Iterator

from servanda.core.canonical import JsonObject
from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.proposals.confirmed import Confirmed, confirmed_proposals
from servanda.evidence.report.places import told_row


def model_rows(corpus: Corpus) -> Iterator[JsonObject]:
    """Yield a row for each proposal of a language model that a person confirmed, by place."""
    for one in confirmed_of(corpus):
        proposal = one.proposal
        yield {
            "key": proposal.key,
            "kind": proposal.kind.value,
            **told_row(proposal.statement.span, corpus),
            "speaker": None
            if proposal.speaker is None
            else told_row(proposal.speaker.span, corpus),
            "how": proposal.how,
            "confirmed_by": one.by,
        }


def confirmed_of(corpus: Corpus) -> tuple[Confirmed, ...]:
    """Return the confirmed proposals of a corpus."""
    documents = {key: one.document for key, one in corpus.analyses.items()}
    return confirmed_proposals(corpus.standing, documents=documents)
