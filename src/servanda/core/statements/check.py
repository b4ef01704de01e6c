"""`check`: a communication check asks whether a channel is answered, and is answered.

The four instants from which skew and delay are computed are the leaves' own times.

Source: docs/spec/statements/check.md.
"""

from servanda.core.statements.fields import Code
from servanda.core.statements.header_rules import NeedsRef, NoRef
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType

_ASK, _ANSWER = frozenset(("ask",)), frozenset(("answer",))

TYPE = StatementType(
    name="check",
    facts=Schema(required={"step": Code(_ASK | _ANSWER)}, optional={"tlp": TLP}),
    answers=frozenset(("check",)),
    checks=(NeedsRef("step", _ANSWER), NoRef("step", _ASK)),
)
