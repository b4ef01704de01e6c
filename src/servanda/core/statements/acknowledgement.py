"""`acknowledgement`: a named desk of the responder registers the request.

Not the receipt: that says a machine holds the statement, this says an office has taken it.

Source: docs/spec/statements/acknowledgement.md.
"""

from servanda.core.statements.fields import Code, Text
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType

TYPE = StatementType(
    name="acknowledgement",
    facts=Schema(
        required={"access": Code(frozenset(("direct", "indirect"))), "tlp": TLP},
    ),
    body=Schema(
        required={"desk": Text(400), "file_number": Text(400)}, optional={"text": Text(4_000)}
    ),
    body_required=True,
    answers=frozenset(("request",)),
    ref_required=True,
)
