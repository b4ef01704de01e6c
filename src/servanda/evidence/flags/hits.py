"""Who is told to have been broken into, when, and with what outcome.

Source: docs/spec/evidence/flags.md, "two_incidents_one_name", "inner_tension".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from servanda.evidence.documents import Document
from servanda.evidence.flags.material import Material
from servanda.evidence.folding import folded
from servanda.evidence.intervals import ANY_DAY, Interval
from servanda.evidence.names.mentions import EntityKind, normal_name
from servanda.evidence.spans import Span

_DONE: Final = (
    r"penetrated|breached|infiltrated|compromised|hacked(?: into)?|(?:broke|broken) into|robbed"
)
_NOUN: Final = r"(?:break-ins?|hacks?|breach(?:es)?|intrusions?|attacks?) (?:at|of|into|on|against)"
_HIT: Final = re.compile(rf"\b(?:{_DONE}|{_NOUN}) (?:the )?", re.IGNORECASE)
# One stands in whatever the pattern finds.
_ANY_HIT: Final = (
    *("penetrated", "breach", "infiltrated", "compromised", "hack", "broke", "robbed"),
    *("break-in", "intrusion", "attack"),
)
_VICTIM: Final = re.compile(
    r"(?:[\w’'-]+ ){0,4}?(?:office|agency|ministry|company|bank|university|shipyard|department"
    r"|authority|registry|hospital|court|parliament|network)\b",
    re.IGNORECASE,
)
_BLOCKED: Final = re.compile(
    r"\b(?:blocked|thwarted|foiled|repelled|stopped|averted|attempt(?:s|ed)?(?! to\b))\b",
    re.IGNORECASE,
)
_TAKEN: Final = re.compile(
    r"\b(?:exposed|stole|stolen|leaked|exfiltrated|carried off|copied)\b", re.IGNORECASE
)
_BODIES: Final = frozenset({EntityKind.AGENCY, EntityKind.FIRM, EntityKind.ORGANISATION})


class Outcome(StrEnum):
    """What came of it, as told."""

    BLOCKED = "blocked"
    TAKEN = "taken"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place that tells of a break-in.

    Attributes:
        victim: Entity key, or the words that describe it, in small letters.
        span: From the word for what was done to the end of the victim.
        days: When, by the expressions of its sentence; any day where they tell none.
        outcome: By the words of its sentence.
    """

    victim: str
    span: Span
    days: Interval
    outcome: Outcome

    def differs(self, other: "Hit") -> bool:
        """Tell whether two places that name one victim cannot be of one incident."""
        outcomes = {self.outcome, other.outcome}
        return not self.days.meets(other.days) or outcomes == {Outcome.BLOCKED, Outcome.TAKEN}


def hits_in(document: Document, material: Material) -> Iterator[Hit]:
    """Yield the hits of a document, by place."""
    lowered = folded(document.text)
    if not any(word in lowered for word in _ANY_HIT):
        return
    names = material.corpus.analyses[document.sha256].names
    for sentence in material.sentences[document.sha256]:
        for found in _HIT.finditer(document.text, sentence.start, sentence.end):
            mention = names.at(found.end())
            if mention and mention.kind in _BODIES and mention.entity:
                victim, end = material.corpus.standing.entity(mention.entity), mention.span.end
            elif described := _VICTIM.match(document.text, found.end(), sentence.end):
                victim, end = normal_name(described[0]), described.end()
            else:
                continue
            yield Hit(
                victim=victim,
                span=document.span(found.start(), end),
                days=_days(sentence, material),
                outcome=_outcome(document.text_of(sentence)),
            )


def _days(sentence: Span, material: Material) -> Interval:
    """Return the days of the one expression of a sentence that tells some."""
    told = [
        time.days
        for time in material.corpus.times_within(sentence)
        if time.is_evidence and time.days != ANY_DAY
    ]
    return told[0] if len(told) == 1 else ANY_DAY


def _outcome(text: str) -> Outcome:
    if _TAKEN.search(text):
        return Outcome.TAKEN
    return Outcome.BLOCKED if _BLOCKED.search(text) else Outcome.OPEN
