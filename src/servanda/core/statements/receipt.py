"""`receipt`: a leaf that says nothing but what every leaf says: what its writer has `seen`.

It asks for no receipt, so an exchange ends. Where an attachment has come whole, it lists that.

Source: docs/spec/statements/receipt.md.
"""

from servanda.core.statements.fields import DigestField, ListOf
from servanda.core.statements.header import MAX_ATTACHMENTS
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType

TYPE = StatementType(
    name="receipt",
    facts=Schema(optional={"attachments": ListOf(DigestField(), most=MAX_ATTACHMENTS), "tlp": TLP}),
    before_accord=True,
    is_statement=False,
)
