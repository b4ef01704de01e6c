"""Points of contact: the directory, steps in the life of each, and checks of their channels.

Source: docs/reference/api.md, "Operations"; docs/spec/contacts.md.
"""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from servanda.core.contacts.contact import Contact
from servanda.core.contacts.fold import CHECK, CONTACT, Contacts
from servanda.core.identifiers import parse_digest
from servanda.interfaces.api.door import JSON, Called, declared, performed
from servanda.interfaces.api.forms import DigestText, Given, InstantText, Queued, shown
from servanda.interfaces.api.once import OnceName
from servanda.interfaces.api.saying import NewAbout, NewAnswer, NewStatement, say
from servanda.usecases.conduct.read_contacts import addresses_of, read_contacts

router = Router(tags=["contacts"])


class ListedContact(Given):
    """One point of contact as it stands."""

    leaf: DigestText
    holder: str = Field(description="Whose it is.")
    counterpart: str
    accord: str
    role: str
    carrier: str
    fingerprint: DigestText
    state: str
    may_send: bool
    receives: bool
    is_expired: bool
    expires_on: str | None = Field(description="A day, YYYY-MM-DD.")
    verified_at: InstantText | None
    successor: DigestText | None = Field(description="Whom to write to instead.")
    missing_for_permanent: list[str]
    address: dict[str, Any] | None = Field(
        description="Office and address; null for who may not read bodies, and once erased."
    )


class ListedContacts(Given):
    """The directory: few enough for one answer."""

    items: list[ListedContact]


@router.get(
    "/contacts",
    **declared("list-contacts", ListedContacts, summary="List the points of contact"),
)
def list_contacts(request: HttpRequest) -> ListedContacts:
    """Return all points of contact of all accords, in the order in which they were proposed."""
    with performed(request, "list-contacts") as called:
        items: list[ListedContact] = []
        for pair in called.services.store.pairs():
            found = read_contacts(pair, services=called.services)
            if found is not None:
                of_pair = (pair.counterpart, str(pair.own.accord_name))
                items.extend(_listed(found, of_pair, called=called))
        return ListedContacts(items=items)


@router.post(
    "/contacts",
    **declared(
        "propose-contact",
        Queued,
        summary="Propose a point of contact of ours",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def propose_contact(request: HttpRequest, said: NewStatement, name: OnceName) -> HttpResponse:
    """Queue the proposal; its facts have `step` `proposed`."""
    return say(
        request, said, operation="propose-contact", type_=CONTACT, name=name, steps=("proposed",)
    )


@router.post(
    "/contacts/{leaf}/statements",
    **declared(
        "say-about-contact",
        Queued,
        summary="Say what becomes of a point of contact",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def say_about_contact(
    request: HttpRequest, leaf: Annotated[DigestText, Path()], said: NewAbout, name: OnceName
) -> HttpResponse:
    """Queue the next step of a contact."""
    return say(
        request,
        said,
        operation="say-about-contact",
        type_=CONTACT,
        name=name,
        ref=parse_digest(leaf),
        of=(CONTACT,),
    )


@router.post(
    "/contact-checks",
    **declared(
        "check-contact",
        Queued,
        summary="Ask for a sign of life, or answer",
        status=HTTPStatus.ACCEPTED,
        media=JSON,
    ),
)
def check_contact(request: HttpRequest, said: NewAnswer, name: OnceName) -> HttpResponse:
    """Queue a check, or with `ref` the answer to one."""
    return say(
        request,
        said,
        operation="check-contact",
        type_=CHECK,
        name=name,
        ref=None if said.ref is None else parse_digest(said.ref),
        of=(CHECK,),
    )


def _listed(found: Contacts, of_pair: tuple[str, str], *, called: Called) -> list[ListedContact]:
    contacts = [*found.by_leaf.values()]
    addresses = addresses_of(contacts, services=called.services) if called.reads_bodies else {}
    today = called.services.clock.now().date()
    counterpart, accord = of_pair

    def listed(one: Contact) -> ListedContact:
        expires, successor = one.expires_on(), found.successor(one)
        return ListedContact(
            leaf=one.leaf,
            holder=one.holder,
            counterpart=counterpart,
            accord=accord,
            role=one.role,
            carrier=one.carrier,
            fingerprint=one.fingerprint,
            state=one.state.value,
            may_send=one.may_send(today),
            receives=one.receives,
            is_expired=one.is_expired(today),
            expires_on=None if expires is None else expires.isoformat(),
            verified_at=shown(one.verified_at),
            successor=None if successor is None else successor.leaf,
            missing_for_permanent=[*one.missing_for_permanent],
            address=dict(addresses[one.leaf]) if one.leaf in addresses else None,
        )

    return [listed(one) for one in contacts]
