"""`withdrawal`: the requester takes its request back, or a party its proposal.

Source: docs/spec/statements/withdrawal.md.
"""

from servanda.core.statements.codes import WITHDRAWAL_REASONS
from servanda.core.statements.fields import Code, Text
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

TYPE = StatementType(
    name="withdrawal",
    facts=with_handling(Schema(required={"reason": Code(WITHDRAWAL_REASONS), "tlp": TLP})),
    body=Schema(required={"text": Text(4_000)}),
    answers=frozenset(("request", "proposal")),
    ref_required=True,
)
