"""`refusal`: a signed code that a statement could not be taken, right beside its receipt.

Not a refused request: that is an outcome of a response.

Source: docs/spec/statements/refusal.md.
"""

from servanda.core.statements.fields import Code
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import ANY_STATEMENT, TLP, StatementType

# A refusal takes effect by itself only with one of these: the body cannot be judged by others.
BODY_CODES = frozenset(("body_missing", "body_mismatch"))

TYPE = StatementType(
    name="refusal",
    facts=Schema(
        required={"code": Code(frozenset(("invalid", "not_understood")) | BODY_CODES)},
        optional={"tlp": TLP},
    ),
    answers=ANY_STATEMENT,
    ref_required=True,
    before_accord=True,
)
