"""`renewal`: the requester asks that data be preserved for longer.

Source: docs/spec/statements/renewal.md.
"""

from servanda.core.statements.fields import Instant, Text
from servanda.core.statements.header_rules import MarkedBody
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

TYPE = StatementType(
    name="renewal",
    facts=with_handling(Schema(required={"until": Instant()}, optional={"tlp": TLP})),
    body=Schema(required={"text": Text(4_000)}),
    answers=frozenset(("request",)),
    ref_required=True,
    checks=(MarkedBody(),),
)
