"""`contact`: a point of contact and its channel, from the proposal to its retirement.

The address, the office and who holds it stand in the sealed body alone.

Source: docs/spec/statements/contact.md; effect: docs/spec/contacts.md.
"""

from servanda.core.statements.codes import CHANNEL_CARRIERS, CONTACT_ROLES
from servanda.core.statements.fields import Code, Day, DigestField, Text, Truth
from servanda.core.statements.header_rules import NeedsBody, NeedsRef, NoRef
from servanda.core.statements.rules import Needs, OnlyWith
from servanda.core.statements.schema import Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

_PROPOSED, _VERIFIED = frozenset(("proposed",)), frozenset(("verified",))
_PERMANENT, _SUBSTITUTED = frozenset(("permanent",)), frozenset(("substituted",))
_FOLLOWING = (
    _VERIFIED | _PERMANENT | _SUBSTITUTED
    | {"accepted", "renewed", "suspended", "resumed", "retired"}
)  # fmt: skip

TYPE = StatementType(
    name="contact",
    facts=with_handling(
        Schema(
            required={"step": Code(_PROPOSED | _FOLLOWING), "tlp": TLP},
            optional={
                "role": Code(CONTACT_ROLES),
                "carrier": Code(CHANNEL_CARRIERS),
                "fingerprint": DigestField(),
                "replaces": DigestField(),
                "mandate": Truth(),
                "from": Day(),
                "until": Day(),
            },
            rules=(
                Needs("step", _PROPOSED, ("role", "carrier", "fingerprint")),
                Needs("step", _VERIFIED, ("fingerprint",)),
                Needs("step", _PERMANENT, ("mandate",)),
                Needs("step", _SUBSTITUTED, ("from", "until")),
                OnlyWith(("role", "carrier", "replaces"), "step", _PROPOSED),
                OnlyWith(("fingerprint",), "step", _PROPOSED | _VERIFIED),
                OnlyWith(("mandate",), "step", _PERMANENT),
                OnlyWith(("from", "until"), "step", _SUBSTITUTED),
            ),
        )
    ),
    body=Schema(
        optional={
            "office": Text(400),
            "address": Text(400),
            "holder": Text(400),
            "mandate": Text(4_000),
            "text": Text(40_000),
        }
    ),
    answers=frozenset(("contact",)),
    checks=(NoRef("step", _PROPOSED), NeedsRef("step", _FOLLOWING), NeedsBody("step", _PROPOSED)),
)
