"""`suspension`: an accord, a series or a channel is suspended, resumed or left.

Source: docs/spec/statements/suspension.md; effect: docs/spec/suspension.md.
"""

from servanda.core.statements.codes import SUSPENSION_GROUNDS, SUSPENSION_SCOPES
from servanda.core.statements.fields import AccordCode, Code, Day, DigestField, Text
from servanda.core.statements.header_rules import NeedsRef, NoRef
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_RESUMED = frozenset(("resumed",))
_ENDING = frozenset(("suspended", "left"))
_SERIES, _CHANNEL = frozenset(("series",)), frozenset(("channel",))

TYPE = StatementType(
    name="suspension",
    facts=with_handling(
        Schema(
            required={"step": Code(_RESUMED | _ENDING), "scope": Code(SUSPENSION_SCOPES)},
            optional={
                "series": AccordCode("series"),
                "channel": DigestField(),
                "ground": Code(SUSPENSION_GROUNDS),
                "until": Day(),
                "tlp": TLP,
            },
            rules=(
                Needs("step", _ENDING, ("ground",)),
                OnlyWith(("ground",), "step", _ENDING),
                OnlyWith(("until",), "step", frozenset(("suspended",))),
                Needs("scope", _SERIES, ("series",)),
                OnlyWith(("series",), "scope", _SERIES),
                Needs("scope", _CHANNEL, ("channel",)),
                OnlyWith(("channel",), "scope", _CHANNEL),
            ),
        )
    ),
    body=Schema(optional={"text": Text(40_000)}),
    answers=frozenset(("suspension",)),
    checks=(NeedsRef("step", _RESUMED), NoRef("step", _ENDING)),
)
