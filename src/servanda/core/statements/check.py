"""`check`: a communication check asks whether a channel is answered, and is answered.

The four instants from which skew and delay are computed are the leaves' own times.

Source: docs/spec/statements/check.md.
"""

from servanda.core.statements.codes import CONTACT_ROLES
from servanda.core.statements.fields import Code, DigestField, Truth
from servanda.core.statements.header_rules import NeedsRef, NoRef
from servanda.core.statements.rules import OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType

_ASK, _ANSWER = frozenset(("ask",)), frozenset(("answer",))

TYPE = StatementType(
    name="check",
    facts=Schema(
        required={"step": Code(_ASK | _ANSWER)},
        optional={
            "contact": DigestField(),
            "role": Code(CONTACT_ROLES),
            "substitute": Truth(),
            "tlp": TLP,
        },
        rules=(
            OnlyWith(("contact",), "step", _ASK),
            OnlyWith(("role", "substitute"), "step", _ANSWER),
        ),
    ),
    answers=frozenset(("check",)),
    checks=(NeedsRef("step", _ANSWER), NoRef("step", _ASK)),
)
