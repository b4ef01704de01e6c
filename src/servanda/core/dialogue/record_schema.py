"""The form of a recorded dialogue as a file: which members there are, and what fits them.

Source: docs/spec/dialogue.md, "The file".
"""

from typing import Final

from servanda.core.accords.terms_schema import LANGUAGE_TAG, LANGUAGES, MAX_MONTHS
from servanda.core.dialogue.delegation import Capacity, Presence
from servanda.core.dialogue.deliverables import MOVES
from servanda.core.dialogue.rounds import RoundKind, RoundState
from servanda.core.faults import Expected
from servanda.core.statements.fields import (
    AccordCode,
    Code,
    Day,
    Field,
    Integer,
    ListOf,
    Text,
    Truth,
)
from servanda.core.statements.fields import Pattern as _Pattern
from servanda.core.statements.schema import MapOf, Record, Schema

VERSION: Final = "servanda-dialogue/1"

# Far more than a dialogue of a hundred years has; a file beyond is a mistake or an attack.
MAX_ROUNDS = 1_000
MAX_DELIVERABLES = 5_000
MAX_ITEMS = 200
MAX_SEATS = 200
_MOST_OFFSET = 14 * 60  # of the zones that are in use

_PARTY: Final = _Pattern(r"[a-z0-9.-]{1,64}", Expected.PARTY)
_KEY: Final = AccordCode("series")  # the form alone; what a key names is held by `record_form`
_SHORT: Final = Text(200)
_WORDS: Final = MapOf(Code(LANGUAGES), Text(10_000), most=len(LANGUAGES))
_OFFSET: Final = Integer(-_MOST_OFFSET, _MOST_OFFSET)


def _codes(words: type[RoundKind | RoundState | Capacity | Presence]) -> Field:
    return Code(frozenset(str(word) for word in words))


_INTERVAL = Schema(
    required={"since": Day(), "months": Integer(1, MAX_MONTHS), "source": _SHORT},
    optional={"first_by": Day()},
)
_SERIES = Schema(
    required={
        "name": _KEY,
        "title": _WORDS,
        "intervals": ListOf(Record(_INTERVAL), least=0, most=50),
    },
    optional={"replaces": _KEY},
)
_SITTING = Schema(
    optional={
        "planned": Day(),
        "held": Day(),
        "held_until": Day(),
        "utc_offset_minutes": _OFFSET,
        "place": _SHORT,
        "released": Day(),
    }
)
_DELEGATE = Schema(
    required={"office": _SHORT, "capacity": _codes(Capacity)},
    optional={
        "person": _SHORT,
        "presence": _codes(Presence),
        "substitute_for": _SHORT,
        "since": Day(),
    },
)
_POSTPONEMENT = Schema(
    required={"from_day": Day()},
    optional={"by": _PARTY, "to_day": Day(), "reason": _WORDS},
)
_ROUND = Schema(
    required={
        "key": _KEY,
        "series": _KEY,
        "kind": _codes(RoundKind),
        "state": _codes(RoundState),
        "sittings": MapOf(_PARTY, Record(_SITTING), most=2),
        "source": _SHORT,
    },
    optional={
        "title": _WORDS,
        "prepares": _KEY,
        "delegations": MapOf(_PARTY, ListOf(Record(_DELEGATE), most=MAX_SEATS), most=2),
        "postponements": ListOf(Record(_POSTPONEMENT), most=50),
    },
)
_ITEM = Schema(required={"key": _KEY, "text": _WORDS})
_OUTCOME = Schema(
    required={
        "round": _KEY,
        "party": _PARTY,
        "language": LANGUAGE_TAG,
        "items": ListOf(Record(_ITEM), most=MAX_ITEMS),
        "source": _SHORT,
    },
    optional={"complete": Truth()},
)
_PROGRESS = Schema(
    required={"step": Code(frozenset(MOVES)), "text": _WORDS, "source": _SHORT},
    optional={"by": _PARTY, "on": Day(), "due": Day()},
)
_DELIVERABLE = Schema(
    required={"key": _KEY, "round": _KEY, "text": _WORDS, "source": _SHORT},
    optional={
        "owner": _PARTY,
        "acceptance_test": _WORDS,
        "first_due": Day(),
        "progress": ListOf(Record(_PROGRESS), most=200),
    },
)

RECORD: Final = Schema(
    required={
        "v": Code(frozenset((VERSION,))),
        "parties": ListOf(_PARTY, least=2, most=2),
        "series": ListOf(Record(_SERIES), most=50),
        "rounds": ListOf(Record(_ROUND), least=0, most=MAX_ROUNDS),
    },
    optional={
        "outcomes": ListOf(Record(_OUTCOME), least=0, most=2 * MAX_ROUNDS),
        "deliverables": ListOf(Record(_DELIVERABLE), least=0, most=MAX_DELIVERABLES),
        "names": MapOf(_PARTY, _WORDS, most=2),
        "sources": MapOf(_KEY, Text(500), most=500),
    },
)
