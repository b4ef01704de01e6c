"""`call`: one use of the hotline, recorded by who called and confirmed by the other side.

An emergency may begin so: the answer clock starts at the confirmation, and the written request
follows with a `ref` to the call.

Source: docs/spec/statements/call.md.
"""

from servanda.core.statements.codes import (
    CALL_BASES,
    CALL_LANGUAGES,
    ESCALATION_DECISIONS,
    LEVELS,
    URGENCY_CRITERIA,
)
from servanda.core.statements.fields import Code, Instant, Text
from servanda.core.statements.header_rules import AnswersOnly, NeedsBody, NeedsRef
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_MADE, _CONFIRMED = frozenset(("made",)), frozenset(("confirmed",))
_EMERGENCY = frozenset(("emergency",))
_LINE = Text(400)

TYPE = StatementType(
    name="call",
    facts=with_handling(
        Schema(
            required={"step": Code(_MADE | _CONFIRMED), "tlp": TLP},
            optional={
                "basis": Code(CALL_BASES),
                "called_at": Instant(),
                "started_at": Instant(),
                "acknowledged_at": Instant(),
                "level": Code(LEVELS),
                "language": Code(CALL_LANGUAGES),
                "decision": Code(ESCALATION_DECISIONS),
                "follow_up": Instant(),
                "criterion": Code(URGENCY_CRITERIA["emergency"]),
            },
            rules=(
                Needs("step", _MADE, ("basis", "called_at")),
                OnlyWith(("basis", "criterion"), "step", _MADE),
                Needs("basis", _EMERGENCY, ("criterion",)),
                OnlyWith(("criterion",), "basis", _EMERGENCY),
            ),
        )
    ),
    body=Schema(required={"caller": _LINE, "callee": _LINE, "text": Text(40_000)}),
    answers=frozenset(("request", "call")),
    answers_only=(
        AnswersOnly("step", frozenset(("request",)), _MADE),
        AnswersOnly("step", frozenset(("call",)), _CONFIRMED),
    ),
    checks=(
        NeedsRef("step", _CONFIRMED),
        NeedsRef("basis", frozenset(("request",))),
        NeedsBody("step", _MADE),
    ),
)
