"""A proposal: a place where a language model says that somebody says something.

It is never a finding's ground, and no part of a report until a person confirms it. Its name is the
hash of all that it says, so what a person confirmed is exactly what they saw.

Source: docs/spec/evidence/proposals.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar

from servanda.core.canonical import JsonObject, JsonValue, encode
from servanda.core.errors import InvalidInputError, ServandaError
from servanda.evidence.documents import Document
from servanda.evidence.rules import How
from servanda.evidence.spans import Span

PREFIX = "proposal:"
MAX_TEXT = 4_000  # characters of a statement; a longer one is no sentence that anybody checks
_MEMBERS = frozenset(("kind", "statement", "speaker", "how"))
_PASSAGE_MEMBERS = frozenset(("document", "start", "end", "text"))
_HOW = re.compile(r"llm:[A-Za-z0-9][A-Za-z0-9._/:@+-]{0,99}:[0-9a-f]{64}")


class MalformedProposalError(InvalidInputError):
    """A decision confirms a proposal that is none, or another one than it names."""

    code: ClassVar[str] = "malformed-proposal"


class ProposalKind(StrEnum):
    """What is proposed."""

    QUOTATION = "quotation"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Characters of a document with their words, so that another text at that place is noticed."""

    span: Span
    text: str

    def is_in(self, document: Document) -> bool:
        """Tell whether one paragraph of `document` has these words at this place."""
        span = self.span
        return (
            bool(self.text)
            and document.text_of(span) == self.text
            and any(paragraph.covers(span) for paragraph in document.paragraphs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal.

    Attributes:
        kind: Quotation or claim.
        statement: What is said; a quotation with its marks.
        speaker: The words that name who says it; None where the model named nobody.
        how: `llm:<model>:<hash of the prompt>`.
    """

    kind: ProposalKind
    statement: Passage
    speaker: Passage | None
    how: How

    @property
    def key(self) -> str:
        """Its name: the hash of all that it says."""
        return PREFIX + sha256(encode(self.as_json())).hexdigest()

    def is_in(self, document: Document) -> bool:
        """Tell whether every place of it has in `document` the words that it says."""
        return all(one.is_in(document) for one in self._passages())

    def as_json(self) -> JsonObject:
        """Return it as it is kept, and as a decision that confirms it holds it."""
        return {
            "kind": self.kind.value,
            "statement": _passage_row(self.statement),
            "speaker": None if self.speaker is None else _passage_row(self.speaker),
            "how": self.how,
        }

    def _passages(self) -> Iterator[Passage]:
        yield self.statement
        if self.speaker is not None:
            yield self.speaker


def llm_how(model: str, prompt_digest: str) -> How:
    """Return the rule of what a model proposed.

    Raises:
        MalformedProposalError: The model's name has characters that a rule's name has not.
    """
    written = f"llm:{model}:{prompt_digest}"
    if not _HOW.fullmatch(written):
        raise MalformedProposalError(
            f"model: expected 1 to 100 letters, digits and ._/:@+-, found {model!r:.120}"
        )
    return How(written)


def parse_proposal(value: JsonValue) -> Proposal:
    """Return the proposal that `as_json` made `value` of.

    Raises:
        MalformedProposalError: It is none.
    """
    if not isinstance(value, dict) or frozenset(value) != _MEMBERS:
        raise MalformedProposalError(f"expected a proposal with the members {sorted(_MEMBERS)}")
    made, speaker = value["how"], value["speaker"]
    if not isinstance(made, str) or not _HOW.fullmatch(made):
        raise MalformedProposalError(f"how: expected llm:MODEL:HASH, found {made!r:.160}")
    kind = value["kind"]
    if kind not in [*ProposalKind]:
        raise MalformedProposalError(f"kind: expected quotation or claim, found {kind!r:.40}")
    return Proposal(
        kind=ProposalKind(str(kind)),
        statement=_passage(value["statement"]),
        speaker=None if speaker is None else _passage(speaker),
        how=How(made),
    )


def _passage_row(passage: Passage) -> JsonObject:
    span = passage.span
    return {
        "document": span.document,
        "start": span.start,
        "end": span.end,
        "text": passage.text,
    }


def _passage(value: JsonValue) -> Passage:
    if not isinstance(value, dict) or frozenset(value) != _PASSAGE_MEMBERS:
        raise MalformedProposalError(f"expected a place with {sorted(_PASSAGE_MEMBERS)}")
    document, text = value["document"], value["text"]
    start, end = value["start"], value["end"]
    if not (isinstance(document, str) and isinstance(text, str) and len(text) <= MAX_TEXT):
        raise MalformedProposalError(f"expected a document and a text of at most {MAX_TEXT}")
    # `type`, for a truth value is an integer too.
    if not (type(start) is int and type(end) is int):
        raise MalformedProposalError("expected whole numbers as start and end")
    try:
        span = Span(document=document, start=int(str(start)), end=int(str(end)))
    except ServandaError as error:
        raise MalformedProposalError(str(error)) from error
    return Passage(span=span, text=text)
