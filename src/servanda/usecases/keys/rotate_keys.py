"""Change our keys in every log: a new KEM key, or a new key sheet signed by the root.

Both only say what is wanted, in writes that survive a crash at any point, and let the sequencer
bring it into the logs. The caller holds the lease, so no node runs meanwhile with the old keys in
memory.

Source: docs/spec/keys.md, Rotation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from servanda.core.envelope.notes import split_note
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import Origin, format_instant
from servanda.core.keys.card import MAX_SHEETS, Card, encode_card, verify_card
from servanda.core.keys.private import (
    RootSecrets,
    replace_secrets,
    root_signers,
    sheet_of,
    with_kem_key,
)
from servanda.core.keys.rotation import next_kem_name
from servanda.core.keys.sheets import encode_sheet, parse_sheet, sign_sheet, verify_sheet
from servanda.usecases.boundaries import CARD_SAVED, KEYS_SAVED, SHEET_DRAFTED
from servanda.usecases.keys.own_keys import (
    complete_rotation,
    kem_names_ever,
    require_unexpired,
    wanted_keys,
)
from servanda.usecases.services import Services, own_card, require_node
from servanda.usecases.upkeep.recover_node import recover_pairs

_MAIL = "mail"  # the kind of carrier
KEM_SEED_BYTES = 32
SHEET_LASTS = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationResult:
    """What a rotation did.

    Attributes:
        serial: Of the sheet in use.
        kem_name: Of the key that others are to seal to now.
        appended: Our logs with new `key` leaves.
        stopped: Our logs in which nothing may be signed, and why: they follow when that is over.
        destroyed: KEM keys whose seeds are gone.
    """

    serial: int
    kem_name: str
    appended: tuple[Origin, ...]
    stopped: Mapping[Origin, str]
    destroyed: tuple[str, ...]


def rotate_kem(*, services: Services) -> RotationResult:
    """Make a new KEM key and let every log add it and retire those before.

    Raises:
        KeysExpiredError: First a new sheet is needed.
    """
    require_unexpired(own_card(services), now=services.clock.now())
    complete_rotation(services=services)
    secrets = services.keys.load()
    name = next_kem_name(kem_names_ever(services), year=services.clock.now().year)
    seed = services.randomness.token(KEM_SEED_BYTES)
    # The seed before the leaf that names its key: what is sealed to it must open after any crash.
    services.keys.save(with_kem_key(secrets, name, seed))
    services.boundaries.reached(KEYS_SAVED)
    return _bring(services, kem_before=frozenset(secrets.kem))


def draft_sheet(
    *, expires: datetime | None = None, mail: str | None = None, services: Services
) -> bytes:
    """Make the keys of a new sheet and return its text, for the root to sign elsewhere.

    Nothing is in use before `adopt_sheet`. A draft made before and not adopted is void.

    Args:
        expires: When we are to stop using the keys; by default in two years.
        mail: The mail address that the card names from then on; empty for none, None for the
            one it names.
        services: The node's ports.

    Raises:
        InvalidInputError: The expiry is over, or the card is full.
    """
    now = services.clock.now()
    until = expires or now + SHEET_LASTS
    if until <= now:
        raise InvalidInputError(f"expires: expected after {format_instant(now)}")
    complete_rotation(services=services)
    card = own_card(services)
    if len(card.sheets) >= MAX_SHEETS:
        raise InvalidInputError(f"expected a card of fewer than {MAX_SHEETS} sheets")
    present = services.keys.load()
    following = replace_secrets(
        present,
        services.randomness.token,
        kem_name=next_kem_name(kem_names_ever(services), year=now.year),
    )
    services.keys.save_next(following)
    services.boundaries.reached(SHEET_DRAFTED)
    sheet = sheet_of(
        following,
        root=card.newest.following_root,
        serial=card.newest.serial + 1,
        tls=card.newest.tls,
        carriers=_carriers(card, mail=mail),
        expires=until,
    )
    return encode_sheet(sheet)


def _carriers(card: Card, *, mail: str | None) -> Mapping[str, str]:
    """Return our addresses by kind of carrier, as the next sheet names them."""
    if mail is None:
        return card.newest.carriers
    others = {kind: place for kind, place in card.newest.carriers.items() if kind != _MAIL}
    return {**others, _MAIL: mail} if mail else others


def sign_draft(text: bytes, *, root: RootSecrets) -> bytes:
    """Return the note of a drafted sheet; needs the root and no node.

    Raises:
        InvalidInputError: It is no sheet, or not one that this root is to sign.
    """
    try:
        sheet = parse_sheet(text)
    except CounterpartError as error:
        raise InvalidInputError(f"expected a drafted key sheet: {error}") from error
    if sheet.party != root.party or sheet.root != root.public:
        raise InvalidInputError(
            f"expected a sheet of {root.party} that names this root, found one of {sheet.party}"
        )
    return sign_sheet(sheet, root_signers(root))


def adopt_sheet(note: bytes, *, services: Services) -> RotationResult:
    """Put a signed sheet into use: into the card, the home, and every log.

    The same sheet again goes on where a crash cut it short.

    Raises:
        InvalidInputError: It is not the sheet drafted last, or the root did not sign it.
    """
    complete_rotation(services=services)
    before = frozenset(services.keys.load().kem)
    card = own_card(services)
    if note != card.notes[-1]:
        grown = _require_adoptable(note, card=card, services=services)
        # While the old log key is here: no head may be left for it to sign.
        recover_pairs(services=services)
        services.store.save_node(replace(require_node(services), card=encode_card(grown)))
        services.boundaries.reached(CARD_SAVED)
        complete_rotation(services=services)
    return _bring(services, kem_before=before)


def _require_adoptable(note: bytes, *, card: Card, services: Services) -> Card:
    following = services.keys.load_next()
    if following is None:
        raise InvalidInputError("no sheet was drafted here; draft one first")
    try:
        sheet = verify_sheet(note, root=card.newest.following_root)
        grown = verify_card([*card.notes, note])
    except CounterpartError as error:
        raise InvalidInputError(f"the sheet cannot be used: {error}") from error
    drafted = sheet_of(
        following,
        root=sheet.root,
        serial=card.newest.serial + 1,
        tls=card.newest.tls,
        carriers=sheet.carriers,  # where we are reached may change with it, as the root signed
        expires=sheet.expires,
    )
    if split_note(note).text != encode_sheet(drafted):
        raise InvalidInputError("expected the sheet that was drafted last here, found another one")
    require_unexpired(grown, now=services.clock.now())
    return grown


def _bring(services: Services, *, kem_before: frozenset[str]) -> RotationResult:
    """Let the logs have what is wanted, and say how it went."""
    recovered = recover_pairs(services=services)
    wanted = wanted_keys(services)
    return RotationResult(
        serial=wanted.card.newest.serial,
        kem_name=wanted.kem_name,
        appended=recovered.brought,
        stopped={own: str(error) for own, error in recovered.stopped.items()},
        destroyed=tuple(sorted(kem_before - services.keys.load().kem.keys())),
    )
