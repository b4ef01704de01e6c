"""The page of one's own keys: what programs may do in one's name, and a new key shown once.

What was typed stays in the form when it is not taken, but for the passphrase. The new key stands
on the one page that answers the form, and in no address.

Source: docs/spec/desk.md, "Keys of programs".
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.core.people.api_key import LONGEST, MAX_DESCRIPTION, Group, InvalidKeyError
from servanda.core.people.passphrase import MOST_BYTES
from servanda.interfaces.key_words import group_words
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import form, page, sign_in_first, unavailable
from servanda.interfaces.web.pages.visit import (
    Visit,
    frame,
    language_of,
    services_of_visit,
    session_of,
)
from servanda.interfaces.web.sign_in.passphrase_checks import BusyError, passphrase_check
from servanda.usecases.people.api_keys import (
    NoSuchKeyError,
    SeenKey,
    WantedKey,
    end_own_key,
    keys_seen,
    make_key,
)
from servanda.usecases.people.change_people import IllegalChangeError
from servanda.usecases.people.prove_person import PersonLockedError, PersonNotProvedError
from servanda.usecases.people.sessions import NotSignedInError, SessionClaim
from servanda.usecases.services import Services, require_node

PATH = "/account/keys"
_REFUSED = 403
_USUAL_DAYS = 90
_MAX_CHARACTERS = 4  # of a number of days


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedKey:
    """What stands in the form.

    Attributes:
        description: What the key is for.
        groups: Ticked.
        writes: Ticked.
        days: For how long.
    """

    description: str = ""
    groups: frozenset[str] = frozenset()
    writes: bool = False
    days: str = str(_USUAL_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """One key on the page.

    Attributes:
        seen: As it stands.
        groups: In words.
    """

    seen: SeenKey
    groups: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBox:
    """One group of the form.

    Attributes:
        name: As it is sent.
        words: What it stands for.
        is_ticked: Whether it was ticked before.
    """

    name: str
    words: str
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        name: Whose keys; empty in a home without persons.
        rows: The keys.
        boxes: The groups of the form.
        typed: The rest of the form.
        token: A new key, on the one page that shows it.
        problem: Why the last form was not taken; empty if it was.
        longest: Days that a key may last.
        most: Signs of a description.
    """

    party: PartyId
    mode: str
    name: str = ""
    rows: Sequence[KeyRow] = ()
    boxes: Sequence[GroupBox] = ()
    typed: TypedKey = TypedKey()
    token: str = ""
    problem: str = ""
    longest: int = LONGEST.days
    most: int = MAX_DESCRIPTION


@page("keys")
def keys_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    name = visit.actor.name if visit.actor.is_person else ""
    return _page(name, language=visit.language, services=visit.services)


@require_POST
@never_cache
def make_key_form(request: HttpRequest) -> HttpResponse:
    """Make a key and show it; the passphrase is asked for, so it is its own admission."""
    services, claim, typed = services_of_visit(), session_of(request), _typed(request)
    if claim is None:
        return sign_in_first(request, wanted=PATH)
    try:
        with passphrase_check():
            token = make_key(
                _wanted(typed, claim),
                passphrase=request.POST.get("passphrase", "")[: MOST_BYTES + 1].encode(),
                claim=claim,
                services=services,
            )
    except NotSignedInError:
        return sign_in_first(request, wanted=PATH)
    except MisconfiguredError as error:
        return unavailable(request, error)
    except ServandaError as error:
        problem = _problems(language_of(request)).get(error.code, str(error))
        return _answered(request, claim, typed=typed, problem=problem, services=services)
    return _answered(request, claim, token=token, services=services)


@form("end-key")
def end_key_form(request: HttpRequest, services: Services) -> HttpResponse:
    """End one of one's own keys; one that is not there is answered alike."""
    with suppress(NoSuchKeyError, IllegalChangeError):
        end_own_key(request.POST.get("key", ""), services=services)
    return HttpResponseRedirect(f"{PATH}?lang={language_of(request)}")


def _typed(request: HttpRequest) -> TypedKey:
    return TypedKey(
        description=request.POST.get("description", "")[: MAX_DESCRIPTION + 1],
        groups=frozenset(request.POST.getlist("group")) & {group.value for group in Group},
        writes=request.POST.get("writes", "") == "yes",
        days=request.POST.get("days", "")[:_MAX_CHARACTERS],
    )


def _wanted(typed: TypedKey, claim: SessionClaim) -> WantedKey:
    days = int(typed.days) if typed.days.isascii() and typed.days.isdecimal() else 0
    return WantedKey(
        description=typed.description,
        groups=[Group(one) for one in typed.groups],
        writes=typed.writes,
        expires_at=claim.at + timedelta(days=days),
    )


def _answered(
    request: HttpRequest,
    claim: SessionClaim,
    *,
    typed: TypedKey = TypedKey(),
    token: str = "",
    problem: str = "",
    services: Services,
) -> HttpResponse:
    found = services.store.session(claim.digest)
    shown = _page(
        "" if found is None else found.person,
        language=language_of(request),
        typed=typed,
        token=token,
        problem=problem,
        services=services,
    )
    context = {**frame(request, here=""), "page": shown}
    return render(request, "pages/keys.html", context, status=_REFUSED if problem else 200)


def _page(
    name: str,
    *,
    language: str,
    typed: TypedKey = TypedKey(),
    token: str = "",
    problem: str = "",
    services: Services,
) -> KeysPage:
    node = require_node(services)
    if not name:
        return KeysPage(party=node.party, mode=node.mode)
    seen = keys_seen(at=datetime.now(UTC), person=name, services=services)
    return KeysPage(
        party=node.party,
        mode=node.mode,
        name=name,
        rows=[KeyRow(seen=one, groups=_groups(one, language)) for one in seen],
        boxes=[
            GroupBox(
                name=group.value,
                words=group_words([group], language=language),
                is_ticked=group.value in typed.groups,
            )
            for group in Group
        ],
        typed=typed,
        token=token,
        problem=problem,
    )


def _groups(seen: SeenKey, language: str) -> str:
    return "" if seen.record is None else group_words(seen.record.key.groups, language=language)


def _problems(language: str) -> Mapping[str, str]:
    return {
        InvalidKeyError.code: text(
            "Expected words on what the key is for, at least one part that it may read, and 1 to "
            "{days} days.",
            language=language,
        ).format(days=LONGEST.days),
        IllegalChangeError.code: text(
            "You have as many keys as a person may have. End one first.", language=language
        ),
        PersonNotProvedError.code: text(
            "The present passphrase is another. Nothing was changed.", language=language
        ),
        PersonLockedError.code: text(
            "Too many wrong attempts in a row. Wait a while, or let an administrator unlock it.",
            language=language,
        ),
        BusyError.code: text("Many are signing in at this moment. Try again.", language=language),
    }
