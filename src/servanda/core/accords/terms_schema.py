"""The form of each member of an accord's terms, and the words that it may use.

`terms_form` reads and writes by it; that the members do not contradict each other is held by
`terms_rules`.

Source: docs/spec/accord-templates.md, "Terms".
"""

from typing import Final

from servanda.core.accords.terms import ANY
from servanda.core.envelope.notes import ED25519_PUBLIC_BYTES
from servanda.core.faults import Expected
from servanda.core.statements.codes import (
    EXTENSION_GROUNDS,
    FOUR_EYES_TYPES,
    GROUNDS,
    KINDS,
    STAGES,
    URGENCY_CRITERIA,
)
from servanda.core.statements.fields import (
    AccordCode,
    Base64Bytes,
    Code,
    Day,
    Field,
    Integer,
    ListOf,
    Pattern,
    Text,
)
from servanda.core.statements.schema import MapOf, Record, Schema

CLOCK_NAMES = frozenset(
    (
        "acknowledgement",
        "decision",
        "answer",
        "update",
        "clarification",
        "feedback",
        "right_of_reply",
        "escalation",
        "concern",
        "comment",
    )
)
UNITS = frozenset(("hours", "calendar_days", "working_days", "months", "none"))
ROLLING_UNITS = frozenset(("calendar_days", "months"))
ROLLS = frozenset(("none", "next_working_day"))
NATURES = frozenset(
    (
        "continuing",
        "conditional",
        "prohibition",
        "process",
        "deliverable",
        "arrangement",
        "review",
        "recurring",
    )
)
LANGUAGES = frozenset(("en", "zh-Hans"))  # of the words of an accord; pages are in the same
READINGS = frozenset(("while_responding", "any_time"))
STAGE_STARTS = frozenset(("awareness", "stage"))
LIMITS = (
    "clarification_rounds",
    "reopening_days",
    "enquiry_days",
    "written_hours",
    "confirmation_hours",
)

MAX_AMOUNT = 10_000  # hours, days or months; more is no deadline
MAX_ROUNDS = 100
MAX_MONTHS = 120  # ten years between two meetings or checks

# BCP 47 (RFC 5646) in the case that it recommends: language, then optionally script and region.
LANGUAGE_TAG: Final = Pattern(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", Expected.LANGUAGE_TAG
)

_SOURCE = Text(200)
_PASSAGE = Text(10_000)
_KIND = Code(KINDS | {ANY})
_URGENCY = Code(frozenset(URGENCY_CRITERIA) | {ANY})
_COUNTING: Final[dict[str, Field]] = {
    "unit": Code(UNITS),
    "amount": Integer(0, MAX_AMOUNT),
    "roll": Code(ROLLS),
}

_CLOCK = Schema(
    required={
        "name": Code(CLOCK_NAMES),
        "kind": _KIND,
        "urgency": _URGENCY,
        "access": Code(frozenset((ANY, "direct", "indirect"))),
        **_COUNTING,
    },
    optional={"source": _SOURCE},
)
_COMMITMENT = Schema(
    required={
        "id": AccordCode("commitments"),
        "nature": Code(NATURES),
        "text": MapOf(Code(LANGUAGES), _PASSAGE, most=len(LANGUAGES)),
    },
    optional={"only": MapOf(Code(LANGUAGES), _PASSAGE, most=len(LANGUAGES))},
)
_SERVICE_LEVEL = Schema(
    required={
        "kind": _KIND,
        "urgency": _URGENCY,
        "percent": Integer(1, 100),
        "hours": Integer(1, MAX_AMOUNT),
    },
    optional={"source": _SOURCE},
)
_STAGE = Schema(
    required={"name": Code(STAGES), "start": Code(STAGE_STARTS), **_COUNTING},
    optional={"after": Code(STAGES), "source": _SOURCE},
)
_SERIES = Schema(
    required={"name": AccordCode("series"), "interval_months": Integer(1, MAX_MONTHS)},
    optional={"first_by": Day(), "replaces": AccordCode("series"), "source": _SOURCE},
)
_SCALE = Schema(
    required={
        "name": AccordCode("scale"),
        "values": ListOf(
            Record(
                Schema(
                    required={
                        "code": AccordCode("scale"),
                        "title": MapOf(Code(LANGUAGES), Text(100), most=len(LANGUAGES)),
                    }
                )
            ),
            least=2,
            most=20,
        ),
    },
    optional={"source": _SOURCE},
)
_ASSESSOR = Schema(
    required={"name": AccordCode("assessors"), "key": Base64Bytes(ED25519_PUBLIC_BYTES)}
)
_HOTLINE = Schema(required={"reading": Code(READINGS)}, optional={"source": _SOURCE})

TERMS: Final = Schema(
    required={
        "commitments": ListOf(Record(_COMMITMENT), most=100),
        "kinds": ListOf(Code(KINDS), most=len(KINDS)),
        "clocks": ListOf(Record(_CLOCK), least=0, most=200),
        "grounds": ListOf(Code(GROUNDS), most=len(GROUNDS)),
        "subjects": ListOf(AccordCode("subjects"), most=100),
        "grace_seconds": Integer(0, 86_400),
        "preservation_days": Integer(1, MAX_AMOUNT),
        "preservation_longest_days": Integer(1, MAX_AMOUNT),
    },
    optional={
        "preservation_source": _SOURCE,
        "languages": ListOf(LANGUAGE_TAG, most=50),
        "extension_grounds": ListOf(Code(EXTENSION_GROUNDS), least=0, most=len(EXTENSION_GROUNDS)),
        "clarification_rounds": Integer(0, MAX_ROUNDS),
        "reopening_days": Integer(0, MAX_AMOUNT),
        "enquiry_days": Integer(1, MAX_AMOUNT),
        "written_hours": Integer(1, MAX_AMOUNT),
        "confirmation_hours": Integer(1, MAX_AMOUNT),
        "sources": MapOf(Code(frozenset(LIMITS)), _SOURCE, most=len(LIMITS)),
        "service_levels": ListOf(Record(_SERVICE_LEVEL), least=0, most=50),
        "stages": ListOf(Record(_STAGE), least=0, most=20),
        "series": ListOf(Record(_SERIES), least=0, most=20),
        "hotline": Record(_HOTLINE),
        "check_months": Integer(0, MAX_MONTHS),
        "check_source": _SOURCE,
        "scale": Record(_SCALE),
        "assessors": ListOf(Record(_ASSESSOR), least=0, most=20),
        "four_eyes": ListOf(Code(FOUR_EYES_TYPES), least=0, most=len(FOUR_EYES_TYPES)),
    },
)
