"""`reply`: the formal answer to a concern.

Source: docs/spec/statements/reply.md; effect: docs/spec/concerns.md.
"""

from servanda.core.statements.codes import REPLY_POSITIONS
from servanda.core.statements.evidence_claims import CLAIMS
from servanda.core.statements.fields import Code, DigestField, Text
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

TYPE = StatementType(
    name="reply",
    facts=with_handling(
        Schema(
            required={"position": Code(REPLY_POSITIONS), "tlp": TLP},
            optional={"evidence": DigestField()},
        )
    ),
    body=Schema(required={"text": Text(40_000)}, optional={"claims": CLAIMS}),
    body_required=True,
    answers=frozenset(("concern",)),
    ref_required=True,
)
