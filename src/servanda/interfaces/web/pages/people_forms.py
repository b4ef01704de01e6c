"""What an administrator does about persons by forms: add, change, remove, reset, unlock.

Who may is judged by the boundary, what is legal by the fold of the audit log; a second person
agrees on the same page. Passphrases that are typed for somebody go nowhere but to their verifier.

Source: docs/spec/people.md, "Changes"; docs/spec/desk.md, "Persons".
"""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.people.events import (
    FOUR_EYES_SET,
    PASSPHRASE_RESET,
    PERSON_ADDED,
    PERSON_REMOVED,
    ROLES_GIVEN,
)
from servanda.core.people.passphrase import MOST_BYTES
from servanda.core.people.roles import Role
from servanda.interfaces.web.pages.door import form
from servanda.interfaces.web.pages.people_page import SHOWN
from servanda.interfaces.web.pages.person_changes import PATH, UNLOCKED, change_once
from servanda.interfaces.web.pages.typed_fields import lead_back, typed_name
from servanda.interfaces.web.sign_in.account_page import NotAlikeError
from servanda.interfaces.web.sign_in.passphrase_checks import passphrase_check
from servanda.usecases.people.change_people import (
    Changed,
    add_person,
    give_roles,
    remove_person,
    reset_passphrase,
    set_four_eyes,
    unlock_person,
)
from servanda.usecases.services import Services


@form("add-person", on=SHOWN)
def add_person_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Add a person with roles and a first passphrase, which they change themselves."""
    name, roles, passphrase = typed_name(request, "name"), _roles(request), _passphrase(request)

    def add() -> Changed:
        with passphrase_check():
            return add_person(name, roles=roles, passphrase=passphrase, services=services)

    members = {"person": name, "roles": sorted(role.value for role in roles)}
    return change_once(request, PERSON_ADDED, members, do=add, services=services)


@form("give-roles", on=SHOWN)
def give_roles_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Give a person these roles and no others."""
    name, roles = typed_name(request, "name"), _roles(request)
    members = {"person": name, "roles": sorted(role.value for role in roles)}
    return change_once(
        request,
        ROLES_GIVEN,
        members,
        do=lambda: give_roles(name, roles=roles, services=services),
        services=services,
    )


@form("remove-person", on=SHOWN)
def remove_person_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Let a person act no more."""
    name = typed_name(request, "name")
    return change_once(
        request,
        PERSON_REMOVED,
        {"person": name},
        do=lambda: remove_person(name, services=services),
        services=services,
    )


@form("reset-person", on=SHOWN)
def reset_person_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Give somebody who forgot theirs a new passphrase; their codes of an app go with the old."""
    name, passphrase = typed_name(request, "name"), _passphrase(request)

    def reset() -> Changed:
        with passphrase_check():
            return reset_passphrase(name, passphrase=passphrase, services=services)

    return change_once(request, PASSPHRASE_RESET, {"person": name}, do=reset, services=services)


@form("unlock-person", on=SHOWN)
def unlock_person_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Let a person try again after too many wrong passphrases."""
    unlock_person(typed_name(request, "name"), services=services)
    return lead_back(request, PATH, {"done": UNLOCKED})


@form("set-four-eyes", on=SHOWN)
def set_four_eyes_form(request: HttpRequest, services: Services) -> HttpResponse:
    """Say which types need two persons."""
    types = _several(request, "type")
    return change_once(
        request,
        FOUR_EYES_SET,
        {"types": sorted(set(types))},
        do=lambda: set_four_eyes(types, services=services),
        services=services,
    )


def _roles(request: HttpRequest) -> list[Role]:
    said = _several(request, "role")
    known = frozenset(role.value for role in Role)
    for one in said:
        if one not in known:
            raise InvalidInputError(Fault("role", expect(Expected.CODE, words=tuple(Role)), one))
    return [Role(one) for one in said]


def _several(request: HttpRequest, name: str) -> Sequence[str]:
    return cast(Sequence[str], request.POST.getlist(name))


def _passphrase(request: HttpRequest) -> bytes:
    new, again = (request.POST.get(one, "")[: MOST_BYTES + 1].encode() for one in ("new", "again"))
    if new != again:
        raise NotAlikeError("the new passphrase was not typed alike twice")
    return new
