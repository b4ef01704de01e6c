"""`round`: a meeting of a dialogue is proposed, confirmed, postponed, held; who sat there.

Source: docs/spec/statements/round.md; effect: docs/spec/dialogue.md, "Between two nodes".
"""

from servanda.core.statements.codes import (
    CAPACITIES,
    PRESENCES,
    ROUND_GROUNDS,
    ROUND_KINDS,
)
from servanda.core.statements.fields import AccordCode, Code, Day, Integer, ListOf, Text
from servanda.core.statements.header_rules import NeedsBody, NeedsRef
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_PROPOSED = frozenset(("proposed",))
_DATED = _PROPOSED | {"confirmed", "held"}
_PUT_OFF = frozenset(("postponed", "cancelled"))
_WITH_BODY = frozenset(("agenda", "delegation"))
_OTHERS = frozenset(("agenda_agreed", "followed_up"))
_FOLLOWING = (_DATED - _PROPOSED) | _PUT_OFF | _WITH_BODY | _OTHERS
_MOST_OFFSET = 14 * 60  # minutes, of the zones that are in use
_DELEGATE = Record(
    Schema(
        required={"office": Text(200), "capacity": Code(CAPACITIES)},
        optional={
            "person": Text(200),
            "presence": Code(PRESENCES),
            "substitute_for": Text(200),
            "since": Day(),
        },
    )
)

TYPE = StatementType(
    name="round",
    facts=with_handling(
        Schema(
            required={"step": Code(_PROPOSED | _FOLLOWING)},
            optional={
                "series": AccordCode("series"),
                "kind": Code(ROUND_KINDS),
                "day": Day(),
                "until": Day(),
                "utc_offset_minutes": Integer(-_MOST_OFFSET, _MOST_OFFSET),
                "ground": Code(ROUND_GROUNDS),
                "tlp": TLP,
            },
            rules=(
                Needs("step", _PROPOSED, ("series", "kind")),
                Needs("step", _DATED, ("day", "utc_offset_minutes")),
                Needs("step", _PUT_OFF, ("ground",)),
                OnlyWith(("series", "kind"), "step", _PROPOSED),
                OnlyWith(("day", "utc_offset_minutes"), "step", _DATED | {"postponed"}),
                OnlyWith(("until",), "step", frozenset(("held",))),
                OnlyWith(("ground",), "step", _PUT_OFF),
            ),
        )
    ),
    body=Schema(
        optional={
            "place": Text(200),
            "title": Text(200),
            "agenda": ListOf(Text(2_000), most=100),
            "delegation": ListOf(_DELEGATE, most=200),
            "reason": Text(4_000),
            "text": Text(40_000),
        }
    ),
    answers=frozenset(("round",)),
    checks=(NeedsRef("step", _FOLLOWING), NeedsBody("step", _WITH_BODY)),
)
