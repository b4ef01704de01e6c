"""Alice, Bob and Mallory with all their keys, the same in every run.

Every seed is a hash of a phrase, so tests need no randomness; nobody may use such keys.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import shake_256

from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card, verify_card
from servanda.core.keys.private import (
    PartySecrets,
    RootSecrets,
    generate_root,
    generate_secrets,
    root_signers,
    sheet_of,
)
from servanda.core.keys.sheets import KeySheet, sign_sheet
from servanda.core.keys.tls import build_authority

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")
MALLORY = PartyId("mallory.example")

START = datetime(2026, 1, 1, tzinfo=UTC)
EXPIRY = datetime(2028, 1, 1, tzinfo=UTC)


def fixed_randomness(phrase: str) -> Callable[[int], bytes]:
    """Return a source of bytes that follow from `phrase` and are new at every call."""
    calls = iter(range(1_000_000))
    return lambda size: shake_256(f"{phrase} {next(calls)}".encode()).digest(size)


@lru_cache
def secrets_of(party: PartyId, kem_name: str = "kem-2026a") -> PartySecrets:
    return generate_secrets(fixed_randomness(f"keys of {party}"), party=party, kem_name=kem_name)


@lru_cache
def root_of(party: PartyId, number: int = 1) -> RootSecrets:
    return generate_root(fixed_randomness(f"root {number} of {party}"), party=party)


@lru_cache
def authority_of(party: PartyId) -> bytes:
    return build_authority(
        party,
        secret=secrets_of(party).tls_authority,
        not_before=START,
        not_after=EXPIRY,
        serial_number=1,
    )


def sheet_for(party: PartyId, serial: int = 1) -> KeySheet:
    return sheet_of(
        secrets_of(party),
        root=root_of(party).public,
        serial=serial,
        tls=authority_of(party),
        carriers={"https": f"https://node.{party}:7443"},
        expires=EXPIRY,
    )


@lru_cache
def signed_sheet(party: PartyId, serial: int = 1) -> bytes:
    return sign_sheet(sheet_for(party, serial), root_signers(root_of(party)))


@lru_cache
def card_of(party: PartyId) -> Card:
    return verify_card([signed_sheet(party)])
