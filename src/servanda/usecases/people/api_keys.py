"""Make keys by which programs act for oneself, see them, and end them.

1. The passphrase is asked for again: a desk found unattended gives no key that outlives it.
2. The key is returned once; what is kept is its digest, and the audit log names that.
3. A key that is not the person's, and one that there is not, are answered alike.

Source: docs/spec/desk.md, "Keys of programs".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core.errors import InvalidInputError, ServandaError
from servanda.core.identifiers import Digest
from servanda.core.people.api_key import (
    KEY_BYTES,
    ApiKey,
    Group,
    build_token,
    key_name,
    require_key,
    token_digest,
)
from servanda.core.people.page_table import MAKE_KEY
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.change_people import Changed, end_key, name_own_key
from servanda.usecases.people.prove_key import is_live
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.people.read_people import read_people
from servanda.usecases.people.sessions import SessionClaim, prove_session
from servanda.usecases.ports.api_keys import ApiKeyRecord
from servanda.usecases.services import Services

_BROKEN_OFF = "broken-off"


class NoSuchKeyError(InvalidInputError):
    """Nobody, or not this person, has a key of that name."""

    code: ClassVar[str] = "no-such-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedKey:
    """What a key is to be.

    Attributes:
        description: What it is for.
        groups: What it may read.
        writes: Whether it may do more than read.
        expires_at: From then on it opens nothing.
    """

    description: str
    groups: Collection[Group]
    writes: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenKey:
    """A key as people see it.

    Attributes:
        name: What it is named by.
        record: What is kept; None where the database holds nothing that the log names so.
        is_live: Whether it opens anything.
        person: Whose.
    """

    name: str
    record: ApiKeyRecord | None
    is_live: bool
    person: str


def make_key(
    wanted: WantedKey,
    *,
    passphrase: bytes,
    claim: SessionClaim,
    services: Services,
) -> str:
    """Make a key for whoever is in the session, and return it: it is kept nowhere.

    Raises:
        InvalidKeyError: It cannot be made so.
        NotSignedInError: The session is over.
        IllegalChangeError: They have as many as one may have.
        InvalidInputError: Of `admit`: another passphrase, or locked.
    """
    actor = prove_session(claim, people=read_people(services), services=services).actor
    made_at, expires_at = claim.at.replace(microsecond=0), wanted.expires_at.replace(microsecond=0)
    require_key(wanted.description, groups=wanted.groups, made_at=made_at, expires_at=expires_at)
    token = build_token(services.randomness.token(KEY_BYTES))
    digest = token_digest(token)
    if digest is None:
        raise TypeError("a token that was just built has its form")
    key = ApiKey(
        token=digest,
        person=actor.name,
        description=wanted.description,
        groups=frozenset(wanted.groups),
        writes=wanted.writes,
        made_at=made_at,
        expires_at=expires_at,
    )
    said = Claim(name=actor.name, passphrase=passphrase)  # (1)
    admission = admit(Call(verb=MAKE_KEY), claim=said, services=services)
    code = _BROKEN_OFF
    try:
        services.store.save_api_key(key)
        name_own_key(key.digest, services=services)
        code = ""
    except ServandaError as error:
        services.store.end_api_key(key.token)
        code = error.code
        raise
    finally:
        conclude(admission, code=code, services=services)
    return token


def keys_seen(*, at: datetime, person: str = "", services: Services) -> Sequence[SeenKey]:
    """Return the keys that the audit log names, of one person or of all who are at the desk.

    Args:
        at: By the machine's clock.
        person: Whose; empty for all.
        services: The node's ports.
    """
    people = read_people(services)
    kept = {one.key.digest: one for one in services.store.api_keys()}
    named = [
        (one.name, digest)
        for one in people.persons.values()
        if one.is_active and person in {"", one.name}
        for digest in one.keys
    ]
    seen = [
        SeenKey(
            name=key_name(digest),
            record=kept.get(digest),
            is_live=digest in kept and is_live(kept[digest].key, people=people, at=at),
            person=name,
        )
        for name, digest in named
    ]
    return sorted(seen, key=lambda one: (one.person, _made_at(one), one.name))


def end_own_key(name: str, *, services: Services) -> Changed:
    """End a key of whoever acts.

    Raises:
        NoSuchKeyError: (3)
    """
    return _end(name, of=services.acting.actor.name, services=services)


def revoke_key(name: str, *, services: Services) -> Changed:
    """End a key of anybody, as an administrator.

    Raises:
        NoSuchKeyError: Nobody has it.
    """
    return _end(name, of="", services=services)


def _end(name: str, *, of: str, services: Services) -> Changed:
    found: list[tuple[str, Digest]] = [
        (person.name, digest)
        for person in read_people(services).persons.values()
        if of in {"", person.name}
        for digest in person.keys
        if key_name(digest) == name
    ]
    if len(found) != 1:
        raise NoSuchKeyError("there is no such key")
    ((person, digest),) = found
    changed = end_key(person, digest, services=services)
    for one in services.store.api_keys():
        if one.key.digest == digest:
            services.store.end_api_key(one.key.token)
    return changed


def _made_at(seen: SeenKey) -> str:
    return "" if seen.record is None else seen.record.key.made_at.isoformat()
