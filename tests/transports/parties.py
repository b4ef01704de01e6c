"""Alice and Bob with real cards and TLS identities, made once; Mallory has a card nobody took."""

from datetime import UTC, datetime
from functools import cache
from secrets import token_bytes

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card, verify_card
from servanda.core.keys.private import (
    PartySecrets,
    generate_root,
    generate_secrets,
    root_signers,
    sheet_of,
)
from servanda.core.keys.sheets import sign_sheet
from servanda.core.keys.tls import build_authority
from servanda.transports.https.identity import TlsIdentity, build_identity

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")
MALLORY = PartyId("mallory.example")
# TLS libraries look at the machine's clock, so the authority must hold at any test's time.
NOT_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2120, 1, 1, tzinfo=UTC)


@cache
def secrets_of(party: PartyId) -> PartySecrets:
    return generate_secrets(token_bytes, party=party, kem_name="kem-2026a")


@cache
def card_of(party: PartyId, address: str = "") -> Card:
    root = generate_root(token_bytes, party=party)
    secrets = secrets_of(party)
    sheet = sheet_of(
        secrets,
        root=root.public,
        serial=1,
        tls=build_authority(
            party,
            secret=secrets.tls_authority,
            not_before=NOT_BEFORE,
            not_after=NOT_AFTER,
            serial_number=1,
        ),
        carriers={"https": address} if address else {},
        expires=NOT_AFTER,
    )
    return verify_card([sign_sheet(sheet, root_signers(root))])


@cache
def identity_of(party: PartyId) -> TlsIdentity:
    return build_identity(secrets_of(party), card=card_of(party), host="", randomness=token_bytes)
