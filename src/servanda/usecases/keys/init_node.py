"""Set a home up: make the party's keys, its first key sheet and its card.

Source: docs/spec/keys.md; docs/reference/cli.md, `servanda init`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from servanda.core.accords.accord import MODES
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import encode_card, parse_card, twelve_words, verify_card
from servanda.core.keys.private import generate_root, generate_secrets, root_signers, sheet_of
from servanda.core.keys.sheets import sign_sheet
from servanda.core.keys.tls import build_authority
from servanda.usecases.ports.records import NodeRecord
from servanda.usecases.services import Services

KEYS_LAST = timedelta(days=730)
# A certificate must be valid on a counterpart whose clock is behind, and on a scripted clock.
_CERTIFICATE_EARLY = timedelta(days=400)
_CERTIFICATE_LATE = timedelta(days=3_650)
_SERIAL_BYTES = 19  # at most 159 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class InitResult:
    """A home that is set up.

    Attributes:
        party: Our party.
        mode: Of the home.
        words: The twelve words of our card.
        card: The card's file.
        created: False if the home was set up before; nothing was changed then.
    """

    party: PartyId
    mode: str
    words: tuple[str, ...]
    card: bytes
    created: bool


def init_node(
    *,
    party: PartyId,
    mode: str,
    carriers: Mapping[str, str],
    expires: datetime | None = None,
    services: Services,
) -> InitResult:
    """Set the home up, once; the same call again returns what is there.

    Args:
        party: Our party.
        mode: `real`, `exercise` or `demonstration`; for good.
        carriers: Our addresses by kind of carrier, for the card.
        expires: When we stop using these keys; by default in two years.
        services: The node's ports.

    Raises:
        InvalidInputError: The mode is unknown, or the home is another party's or mode's.
    """
    if mode not in MODES:
        raise InvalidInputError(f"expected a mode of {', '.join(sorted(MODES))}, found {mode}")
    node = services.store.node()
    if node is None:
        node = _create(
            party=party, mode=mode, carriers=carriers, expires=expires, services=services
        )
        services.store.save_node(node)
        created = True
    else:
        created = False
        if (node.party, node.mode) != (party, mode):
            raise InvalidInputError(
                f"this home is of {node.party}, mode {node.mode}; use another SERVANDA_HOME"
            )
    return InitResult(
        party=node.party,
        mode=node.mode,
        words=twelve_words(parse_card(node.card)),
        card=node.card,
        created=created,
    )


def _create(
    *,
    party: PartyId,
    mode: str,
    carriers: Mapping[str, str],
    expires: datetime | None,
    services: Services,
) -> NodeRecord:
    now = services.clock.now()
    token = services.randomness.token
    root = generate_root(token, party=party)
    secrets = generate_secrets(token, party=party, kem_name=f"kem-{now.year}a")
    until = expires or now + KEYS_LAST
    authority = build_authority(
        party,
        secret=secrets.tls_authority,
        not_before=now - _CERTIFICATE_EARLY,
        not_after=max(until, now + _CERTIFICATE_LATE),
        serial_number=int.from_bytes(token(_SERIAL_BYTES), "big") | 1,
    )
    sheet = sheet_of(
        secrets, root=root.public, serial=1, tls=authority, carriers=carriers, expires=until
    )
    card = verify_card([sign_sheet(sheet, root_signers(root))])
    # Keys before the card: a card whose keys were lost could never be used.
    services.keys.save_root(root)
    services.keys.save(secrets)
    return NodeRecord(party=party, mode=mode, card=encode_card(card), created_at=now)
