"""Check what a language model answered: what does not verify is dropped, and counted.

An answer is bytes from a stranger, whatever was asked: the model may err, may follow what the
document told it, may be another one than its name says. Nothing in it is believed but what the
text shows: every place lies in one paragraph of the document and has exactly the stated words.

Source: docs/spec/evidence/proposals.md, "The check".
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.documents import Document
from servanda.evidence.proposals.proposal import MAX_TEXT, Passage, Proposal, ProposalKind
from servanda.evidence.quotations.marks import find_marked
from servanda.evidence.rules import How

MAX_ANSWER_CHARACTERS = 1_000_000
MAX_STATEMENTS = 500  # of one answer; an article has some thirty
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(?P<inside>.*)\n\s*```\s*", re.DOTALL)


class Dropped(StrEnum):
    """Why something of an answer was dropped."""

    NO_ANSWER = "no_answer"  # the answer as a whole is not of the form that was asked for
    NO_STATEMENT = "no_statement"  # a row is not of that form
    NOT_THERE = "not_there"  # the text does not have these words at this place
    NO_QUOTATION = "no_quotation"  # no quotation marks stand around them
    SPEAKER_NOT_THERE = "speaker_not_there"
    TOO_MANY = "too_many"
    SAID_TWICE = "said_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is left of an answer.

    Attributes:
        proposals: By place, each once.
        dropped: How many rows were dropped, by reason; sorted by reason.
    """

    proposals: tuple[Proposal, ...]
    dropped: tuple[tuple[Dropped, int], ...]


def check_answer(answer: str, *, document: Document, how: How) -> Checked:
    """Return what of an answer the document bears out. Never raises, whatever the answer is."""
    rows = _rows(answer)
    if rows is None:
        return Checked(proposals=(), dropped=((Dropped.NO_ANSWER, 1),))
    dropped: Counter[Dropped] = Counter()
    if len(rows) > MAX_STATEMENTS:
        dropped[Dropped.TOO_MANY] = len(rows) - MAX_STATEMENTS
    kept: dict[str, Proposal] = {}
    for row in rows[:MAX_STATEMENTS]:
        found = _checked(row, document=document, how=how)
        if isinstance(found, Dropped):
            dropped[found] += 1
        elif found.key in kept:
            dropped[Dropped.SAID_TWICE] += 1
        else:
            kept[found.key] = found
    return Checked(
        proposals=tuple(sorted(kept.values(), key=lambda one: (one.statement.span, one.key))),
        dropped=tuple(sorted(dropped.items())),
    )


def joined(parts: Sequence[Checked]) -> Checked:
    """Return the answers to several questions about one document as one."""
    proposals = {one.key: one for part in parts for one in part.proposals}
    dropped: Counter[Dropped] = Counter()
    for part in parts:
        dropped.update(dict(part.dropped))
    return Checked(
        proposals=tuple(sorted(proposals.values(), key=lambda one: (one.statement.span, one.key))),
        dropped=tuple(sorted(dropped.items())),
    )


def _rows(answer: str) -> list[object] | None:
    if len(answer) > MAX_ANSWER_CHARACTERS:
        return None
    fenced = _FENCED.fullmatch(answer)
    try:
        value = json.loads(fenced["inside"] if fenced else answer)
    except (ValueError, RecursionError):
        return None
    rows = value.get("statements") if isinstance(value, dict) else None
    return rows if isinstance(rows, list) else None


def _checked(row: object, *, document: Document, how: How) -> Proposal | Dropped:
    if not isinstance(row, dict) or row.get("kind") not in [*ProposalKind]:
        return Dropped.NO_STATEMENT
    kind, statement = ProposalKind(row["kind"]), _passage(row, document)
    if statement is None:
        return Dropped.NO_STATEMENT
    if not statement.is_in(document):
        return Dropped.NOT_THERE
    if kind is ProposalKind.QUOTATION and not _is_quoted(statement):
        return Dropped.NO_QUOTATION
    speaker = None
    if row.get("speaker") is not None:
        speaker = _passage(row["speaker"], document)
        if speaker is None or not speaker.is_in(document):
            return Dropped.SPEAKER_NOT_THERE
    return Proposal(kind=kind, statement=statement, speaker=speaker, how=how)


def _passage(row: object, document: Document) -> Passage | None:
    """Return the place that a row names, unchecked; None where it names none."""
    if not isinstance(row, Mapping):
        return None
    start, end, text = row.get("start"), row.get("end"), row.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(text, str):
        return None
    if not 0 <= start < end <= len(document.text) or end - start > MAX_TEXT:
        return None
    return Passage(span=document.span(start, end), text=text)


def _is_quoted(statement: Passage) -> bool:
    """Tell whether the words are one whole quotation, from its opening mark to its closing one."""
    found = find_marked(statement.text, 0, len(statement.text))
    return [(one.start, one.end, one.unclosed) for one in found] == [
        (0, len(statement.text), False)
    ]
