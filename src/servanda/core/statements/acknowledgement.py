"""`acknowledgement`: a named desk registers a request, or information that was given.

Not the receipt: that says a machine holds the statement, this says an office has taken it.

Source: docs/spec/statements/acknowledgement.md.
"""

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.codes import URGENCY_CRITERIA
from servanda.core.statements.fields import Code, Text
from servanda.core.statements.header_rules import AnswersOnly
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_REQUEST = frozenset(("request",))


def _find_contest_fault(facts: JsonObject, body: JsonObject) -> Fault | None:
    if "contests" in facts and "text" not in body:
        return Fault("text", expect(Expected.REASON, member="contests"), Found.NOTHING)
    return None


TYPE = StatementType(
    name="acknowledgement",
    facts=with_handling(
        Schema(
            required={"access": Code(frozenset(("direct", "indirect"))), "tlp": TLP},
            optional={"contests": Code(frozenset(URGENCY_CRITERIA))},
        )
    ),
    body=Schema(
        required={"desk": Text(400), "file_number": Text(400)}, optional={"text": Text(4_000)}
    ),
    body_required=True,
    answers=_REQUEST | {"information"},
    answers_only=(AnswersOnly("contests", _REQUEST),),
    ref_required=True,
    body_checks=(_find_contest_fault,),
)
