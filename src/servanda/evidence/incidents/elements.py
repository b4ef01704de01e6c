"""What is asked about an incident, and what can be answered: closed lists.

The elements of a prohibition are answered one by one, purpose apart from result, so that "they
were hacked" never becomes "their secrets were taken for a competitor" by way of one word.

Source: docs/spec/evidence/incidents.md.
"""

from enum import StrEnum


class ElementName(StrEnum):
    """The elements of the prohibition on theft for commercial advantage."""

    NEXUS = "nexus"  # a state conducted or knowingly supported it
    THEFT = "theft"  # something was taken, not only entered
    OBJECT = "object"  # intellectual property, trade secrets, confidential business information
    INTENT = "intent"  # advantage to companies or commercial sectors
    AFTER_ACCORD = "after_accord"  # it began after the accord was made


class ElementValue(StrEnum):
    """How far one element is shown."""

    SHOWN = "shown"
    ALLEGED = "alleged"
    NOT_SHOWN = "not_shown"
    CONTRADICTED = "contradicted"
    NOT_ASSESSABLE = "not_assessable"


class Purpose(StrEnum):
    """What it was for, as far as that can be told."""

    COMMERCIAL_ADVANTAGE = "commercial_advantage"
    TRADITIONAL_INTELLIGENCE = "traditional_intelligence"
    DUAL = "dual"
    PREPOSITION = "preposition"
    CRIMINAL = "criminal"
    DISRUPTIVE = "disruptive"
    UNDETERMINED = "undetermined"


class Result(StrEnum):
    """How far it came."""

    BLOCKED = "blocked"
    ACCESS = "access"
    PERSISTENCE = "persistence"
    EXFIL_SHOWN = "exfil_shown"
    EXFIL_ALLEGED = "exfil_alleged"
    EFFECT = "effect"


class Victim(StrEnum):
    """Whose systems they were."""

    COMPANY = "company"
    GOVERNMENT = "government"
    OTHER = "other"


class Attribution(StrEnum):
    """Whether somebody in office said who did it."""

    NONE = "none"
    NAMED = "named"
    WITHHELD = "withheld"  # known to them by their own word, and not said


class Letter(StrEnum):
    """Admiralty scale: how reliable an origin is. It belongs to the origin and has a history."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"  # cannot be judged


class Likelihood(StrEnum):
    """Seven terms of estimative language; how likely, and nothing about how sure one is."""

    ALMOST_NO_CHANCE = "almost_no_chance"
    VERY_UNLIKELY = "very_unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN = "roughly_even"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"
    ALMOST_CERTAIN = "almost_certain"


class Confidence(StrEnum):
    """How sure the analyst is of the likelihood; the two are never multiplied."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


CREDIBILITY = range(1, 7)  # Admiralty scale: 1 confirmed … 5 improbable, 6 cannot be judged
