"""`review`: a party signs the hash of the figures that it computed at a cut.

Source: docs/spec/statements/review.md.
"""

from servanda.core.statements.fields import DigestField
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType

TYPE = StatementType(
    name="review",
    facts=Schema(required={"figures": DigestField()}, optional={"tlp": TLP}),
    answers=frozenset(("cut",)),
    ref_required=True,
)
