"""`concern`: a formal notice that a commitment seems broken, and what its issuer makes of a reply.

A concern may name a subject instead, which is in no commitment and so in no finding.

Source: docs/spec/statements/concern.md; effect: docs/spec/concerns.md.
"""

from servanda.core.statements.codes import COMMITMENT_ELEMENTS
from servanda.core.statements.evidence_claims import CLAIMS
from servanda.core.statements.fields import AccordCode, Code, DigestField, ListOf, Text
from servanda.core.statements.header_rules import NeedsBody, NeedsRef, NoRef
from servanda.core.statements.rules import NeedsOne, OnlyWith, Rising
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_ISSUED = frozenset(("issued",))
_FOLLOWING = frozenset(("assented", "maintained", "referred", "closed"))

TYPE = StatementType(
    name="concern",
    facts=with_handling(
        Schema(
            required={"step": Code(_ISSUED | _FOLLOWING), "tlp": TLP},
            optional={
                "commitment": AccordCode("commitments"),
                "subject": AccordCode("subjects"),
                "elements": ListOf(Code(COMMITMENT_ELEMENTS), most=len(COMMITMENT_ELEMENTS)),
                "evidence": DigestField(),
            },
            rules=(
                NeedsOne("step", _ISSUED, ("commitment", "subject")),
                OnlyWith(("commitment", "subject", "elements", "evidence"), "step", _ISSUED),
                Rising("elements"),
            ),
        )
    ),
    body=Schema(
        required={"text": Text(40_000)},
        optional={"asks": Text(4_000), "claims": CLAIMS},
    ),
    answers=frozenset(("concern",)),
    checks=(
        NoRef("step", _ISSUED),
        NeedsRef("step", _FOLLOWING),
        NeedsBody("step", _ISSUED | {"maintained"}),
    ),
)
