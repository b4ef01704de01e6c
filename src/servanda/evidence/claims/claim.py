"""A claim: what somebody is said to say, without quotation marks, hedges kept.

Source: docs/spec/evidence/claims.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.intervals import Interval
from servanda.evidence.rules import How
from servanda.evidence.spans import Span
from servanda.evidence.voices import Link, Voice


class HedgeKind(StrEnum):
    """How far a statement stands back from what it says."""

    ACCUSED = "accused"  # accused of, alleged
    LINKED = "linked"  # linked to
    SEEMS = "seems"  # seems, appears
    MAY = "may"  # may, might, could, likely
    SOME_SAY = "some_say"  # some, reports say
    BELIEVED = "believed"  # widely believed
    NOT_NECESSARILY = "not_necessarily"  # premature, not necessarily
    EXPECTED = "expected"  # expected, intended
    CLAIMED = "claimed"  # claimed, insisted
    NEGATED = "negated"


class Mode(StrEnum):
    """What kind of statement it is: only a fact can be an event that took place."""

    FACT = "fact"
    INTENTION = "intention"  # will meet, plans to
    NORM = "norm"  # agreed to, pledged, should


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Characters that weaken or qualify a statement."""

    span: Span
    kind: HedgeKind
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim.

    Attributes:
        span: Source, cue and content together.
        voice: Who is said to say it.
        cue: The words that report ("said", "according to").
        content: The parts of the text that say what, in order.
        via: The relay chain, outlet first, without the first voice.
        hedges: Within the sentence, in order.
        mode: Fact, intention or norm.
        said_on: When it was said, as far as the text tells.
        how: The rule that found it.
    """

    span: Span
    voice: Voice
    cue: Span
    content: tuple[Span, ...]
    via: tuple[Link, ...]
    hedges: tuple[Hedge, ...]
    mode: Mode
    said_on: Interval
    how: How
