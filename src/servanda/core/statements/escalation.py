"""`escalation`: an issue raised to a level, and what the level does about it.

It moves no clock of the request that it is about.

Source: docs/spec/statements/escalation.md.
"""

from servanda.core.statements.codes import ESCALATION_DECISIONS, ESCALATION_TRIGGERS, LEVELS
from servanda.core.statements.fields import Code, Instant, Text
from servanda.core.statements.header_rules import AnswersOnly, NeedsBody
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_RAISED, _DECIDED = frozenset(("raised",)), frozenset(("decided",))
_ANSWERS = frozenset(("acknowledged", "decided", "closed"))

TYPE = StatementType(
    name="escalation",
    facts=with_handling(
        Schema(
            required={"step": Code(_RAISED | _ANSWERS), "tlp": TLP},
            optional={
                "level": Code(LEVELS),
                "trigger": Code(ESCALATION_TRIGGERS),
                "decision": Code(ESCALATION_DECISIONS),
                "follow_up": Instant(),
            },
            rules=(
                Needs("step", _RAISED, ("level", "trigger")),
                Needs("step", _DECIDED, ("decision",)),
                OnlyWith(("level", "trigger"), "step", _RAISED),
                OnlyWith(("decision", "follow_up"), "step", _DECIDED),
            ),
        )
    ),
    body=Schema(required={"text": Text(40_000)}, optional={"asks": Text(4_000)}),
    answers=frozenset(("request", "call", "dispute", "contact", "escalation")),
    answers_only=(AnswersOnly("step", frozenset(("escalation",)), _ANSWERS),),
    ref_required=True,
    checks=(NeedsBody("step", _RAISED),),
)
