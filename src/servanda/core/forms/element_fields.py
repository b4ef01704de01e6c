"""How each element of the form is written in the body of a request: the fields of `elements`.

Most elements are text. Those that a machine must be able to check (addresses, days, an officer
who can be reached) have members of their own.

Source: docs/spec/statements/request.md, "Elements".
"""

from collections.abc import Mapping
from typing import Final

from servanda.core.faults import Expected
from servanda.core.statements.codes import USES
from servanda.core.statements.fields import (
    Code,
    Day,
    Field,
    Instant,
    Integer,
    ListOf,
    Pattern,
    Text,
    Truth,
)
from servanda.core.statements.schema import Record, Schema

# What an item asks for. `online` data need identifiers (E11), an arrest needs E26.
ONLINE_CATEGORIES: Final = frozenset(("subscriber_data", "traffic_data", "content_data"))
ARREST_CATEGORIES: Final = frozenset(("arrest",))
ITEM_CATEGORIES: Final = (
    ONLINE_CATEGORIES
    | ARREST_CATEGORIES
    | frozenset(
        (
            "document",
            "financial_records",
            "stored_device",
            "testimony",
            "measure",
            "location_of_person",
            "other",
        )
    )
)
IDENTIFIER_TYPES: Final = frozenset(("address", "domain", "account", "hash", "url", "mail"))
CAPACITIES: Final = frozenset(("suspect", "victim", "witness", "unknown"))
TRANSLATIONS: Final = frozenset(("authentic", "certified", "working", "machine"))

# The rules of the form that a requester may set aside, with a reason that is sent.
OVERRIDABLE_RULES: Final = frozenset(("R03", "R05", "R10"))

MAX_IDENTIFIERS: Final = 200
MAX_PERSONS: Final = 100
MAX_PORT: Final = 65_535
MAX_PRESERVATION_DAYS: Final = 10_000

LINE: Final = Text(400)
PARAGRAPH: Final = Text(4_000)
PAGES: Final = Text(40_000)
LANGUAGE: Final = Pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", Expected.LANGUAGE_TAG)

ITEM: Final = Schema(
    required={"sought": PARAGRAPH},
    optional={
        "link": PARAGRAPH,
        "category": Code(ITEM_CATEGORIES),
        "identifier": LINE,
        "from": Instant(),
        "until": Instant(),
    },
)
_IDENTIFIER = Schema(
    required={"type": Code(IDENTIFIER_TYPES), "value": Text(2_000)},
    optional={"port": Integer(1, MAX_PORT), "at": Instant()},
)
_PERSON = Schema(required={"capacity": Code(CAPACITIES), "text": PARAGRAPH})
_FORMAL_REQUEST = Schema(required={"follows_by": Day()}, optional={"text": PARAGRAPH})
_PRESERVATION = Schema(required={"days": Integer(1, MAX_PRESERVATION_DAYS), "risk": PARAGRAPH})
_MEASURE = Schema(required={"measure": PAGES, "harm": PAGES, "side_effects": PAGES})
_CONFIDENTIALITY = Schema(
    required={"holder_may_be_told": Truth(), "person_may_be_told": Truth()},
    optional={"text": PARAGRAPH},
)
_URGENCY = Schema(required={"facts": PAGES}, optional={"whose_risk": PARAGRAPH, "by_when": LINE})
_HANDLING = Schema(
    required={"personal_data": Truth(), "retain_until": Day()},
    optional={"text": PARAGRAPH, "use": Code(USES)},
)
_LANGUAGE = Schema(required={"language": LANGUAGE, "status": Code(TRANSLATIONS)})
_OFFICER = Schema(required={"name": LINE, "reach": LINE, "duty": Truth(), "until": Instant()})
_ARREST = Schema(
    required={"person": PARAGRAPH, "basis": PAGES},
    optional={
        "warrant_authority": LINE,
        "warrant_date": Day(),
        "offence": PARAGRAPH,
        "risk": PARAGRAPH,
    },
)

# E01, E05, E08, E09 and E28 stand at places of their own: said twice they could differ.
ELEMENT_FIELDS: Final[Mapping[str, Field]] = {
    "E02": PAGES,
    "E03": PAGES,
    "E04": PAGES,
    "E06": PAGES,
    "E07": PAGES,
    "E10": PAGES,
    "E11": ListOf(Record(_IDENTIFIER), most=MAX_IDENTIFIERS),
    "E12": ListOf(Record(_PERSON), most=MAX_PERSONS),
    "E13": PAGES,
    "E14": Record(_URGENCY),
    "E15": PAGES,
    "E16": Record(_FORMAL_REQUEST),
    "E17": Record(_PRESERVATION),
    "E18": Record(_MEASURE),
    "E19": Record(_CONFIDENTIALITY),
    "E20": PAGES,
    "E21": Record(_HANDLING),
    "E22": Record(_LANGUAGE),
    "E23": PAGES,
    "E24": PAGES,
    "E25": Record(_OFFICER),
    "E26": Record(_ARREST),
    "E27": PAGES,
}
