"""`acceptance`: the other party agrees to a proposed version of the accord.

Source: docs/spec/statements/acceptance.md.
"""

from servanda.core.statements.proposal import find_version_fault
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import StatementType

TYPE = StatementType(
    name="acceptance",
    facts=Schema(),
    answers=frozenset(("proposal",)),
    ref_required=True,
    before_accord=True,
    checks=(find_version_fault,),
)
