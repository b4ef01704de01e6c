"""Counted statements about contacts, made by hand; Bob's contact unless a test says otherwise."""

from servanda.core.canonical import JsonValue
from servanda.core.contacts.contact import Contact
from servanda.core.contacts.fold import Contacts, fold_contacts
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId
from tests.core.casework.counting import counted, digest
from tests.core.keys.cast import ALICE, BOB

FINGERPRINT = digest("the key of the channel")
BY = {"accepted": ALICE, "verified": ALICE}
GIVEN: dict[str, dict[str, JsonValue]] = {
    "verified": {"fingerprint": FINGERPRINT},
    "permanent": {"mandate": True},
    "substituted": {"from": "2026-02-01", "until": "2026-02-10"},
}


def proposed(
    name: str = "c",
    received: str = "01-02 12:00",
    *,
    by: PartyId = BOB,
    replaces: str | None = None,
) -> Counted:
    facts: dict[str, JsonValue] = {
        "step": "proposed",
        "role": "technical",
        "carrier": "mail",
        "fingerprint": FINGERPRINT,
        "tlp": "amber",
        **({} if replaces is None else {"replaces": digest(replaces)}),
    }
    return counted(name, "contact", facts, by=by, received=received)


def said(
    step: str,
    received: str,
    *,
    of: str = "c",
    by: PartyId | None = None,
    **more: JsonValue,
) -> Counted:
    facts: dict[str, JsonValue] = {"step": step, "tlp": "amber", **GIVEN.get(step, {}), **more}
    author = by or BY.get(step, BOB)
    return counted(
        f"{step} {received} {of} {author}", "contact", facts, by=author, received=received, ref=of
    )


def asked(name: str, received: str, *, of: str = "c", by: PartyId = ALICE) -> Counted:
    facts: dict[str, JsonValue] = {"step": "ask", "contact": digest(of)}
    return counted(name, "check", facts, by=by, received=received)


def answered(
    name: str, received: str, *, by: PartyId = BOB, role: str = "technical", **more: JsonValue
) -> Counted:
    facts: dict[str, JsonValue] = {"step": "answer", "role": role, **more}
    return counted(
        f"answer to {name} {received} {by}", "check", facts, by=by, received=received, ref=name
    )


def checked(of: str = "c", day: str = "01-05") -> tuple[Counted, ...]:
    """Return two checks of `of`, each answered within the hour by the right role."""
    return (
        asked(f"1 {of} {day}", f"{day} 09:00", of=of),
        answered(f"1 {of} {day}", f"{day} 09:30"),
        asked(f"2 {of} {day}", f"{day} 10:00", of=of),
        answered(f"2 {of} {day}", f"{day} 10:10"),
    )


def permanent(of: str = "c", day: str = "01-05") -> tuple[Counted, ...]:
    """Return all that makes the proposed contact `of` permanent on `day`."""
    return (
        said("accepted", f"{day} 08:00", of=of),
        said("verified", f"{day} 08:30", of=of),
        *checked(of, day),
        said("permanent", f"{day} 11:00", of=of),
    )


def directory(*statements: Counted) -> Contacts:
    return fold_contacts(statements)


def contact(*statements: Counted) -> Contact:
    return directory(proposed(), *statements).by_leaf[digest("c")]
