"""The form of `scenario.toml` and `rehearsal.toml`: which members there are, and what fits each.

Source: docs/spec/exercises.md, "The scenario".
"""

from typing import Final

from servanda.core.exercises.scenario import FORMAT
from servanda.core.exercises.scripted_times import TIME_PATTERN
from servanda.core.faults import Expected
from servanda.core.statements.fields import Code, ListOf, Pattern
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import AnyObject, Record, Schema

MAX_INJECTS: Final = 500  # a tabletop of a few days has some dozen
CLOCKS: Final = frozenset(("acknowledgement", "decision", "answer", "feedback"))

_ID: Final = Pattern(r"[a-z0-9-]{1,40}", Expected.SCENARIO_NAME)
_TIME: Final = Pattern(TIME_PATTERN, Expected.SCRIPTED_TIME)
# What people say; proposals, receipts and cuts are made by other verbs, and by nodes.
_TYPE: Final = Code(
    frozenset(
        name
        for name, known in STATEMENT_TYPES.items()
        if known.is_statement and not known.body_is_accord
    )
    - frozenset(("acceptance", "key", "cut", "review", "refusal"))
)
INJECT: Final = Schema(
    required={"id": _ID, "role": _ID},
    optional={
        "at": _TIME,
        "after": _ID,
        "wait": _TIME,
        "about": _ID,
        "type": _TYPE,
        "facts": AnyObject(),
        "body": AnyObject(),
    },
)
EXPECTATION: Final = Schema(
    required={"id": _ID, "of": _ID, "role": _ID, "type": _TYPE},
    optional={
        "facts": AnyObject(),
        "clock": Code(CLOCKS),
        "within": _TIME,
        "item": _ID,
    },
)
SCENARIO: Final = Schema(
    required={
        "v": Code(frozenset((FORMAT,))),
        "template": Pattern(r"[a-z0-9-]{1,40}", Expected.TEMPLATE_NAME),
        "lasts": _TIME,
        "roles": ListOf(_ID, least=2, most=2),
        "inject": ListOf(Record(INJECT), most=MAX_INJECTS),
        "expect": ListOf(Record(EXPECTATION), most=MAX_INJECTS),
    },
)
REHEARSAL: Final = Schema(required={"move": ListOf(Record(INJECT), most=MAX_INJECTS)})
