"""`proposal`: one party puts a version of the accord before the other.

Its body is the accord itself, and the header's `accord` is that version's id, so that the
salted body hash and the plain hash name the same bytes.

Source: docs/spec/statements/proposal.md.
"""

from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.fields import DigestField
from servanda.core.statements.header import Header
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import StatementType


def find_version_fault(header: Header) -> Fault | None:
    """Return the fault of a header that does not say which version is meant."""
    if header.accord is None:
        return Fault("accord", expect(Expected.VERSION_MEANT, type=header.type), Found.NOTHING)
    return None


TYPE = StatementType(
    name="proposal",
    facts=Schema(optional={"replaces": DigestField()}),
    body_required=True,
    body_is_accord=True,
    before_accord=True,
    checks=(find_version_fault,),
)
