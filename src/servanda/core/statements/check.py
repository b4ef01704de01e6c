"""`check`: a communication check asks whether a channel is answered, and is answered.

The four instants from which skew and delay are computed are the leaves' own times.

Source: docs/spec/statements/check.md.
"""

from servanda.core.statements.fields import Code
from servanda.core.statements.header import Header
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType


def _answer_problem(header: Header) -> str | None:
    if header.facts["step"] == "answer" and header.ref is None:
        return "ref: expected the check that is answered, found none"
    if header.facts["step"] == "ask" and header.ref is not None:
        return "ref: expected none in a check that asks"
    return None


TYPE = StatementType(
    name="check",
    facts=Schema(required={"step": Code(frozenset(("ask", "answer")))}, optional={"tlp": TLP}),
    answers=frozenset(("check",)),
    checks=(_answer_problem,),
)
