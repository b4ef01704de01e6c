"""The page of one's own account: sessions, cover, and a new passphrase.

Source: docs/spec/desk.md, "The account".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servanda.core.errors import InvalidInputError, MisconfiguredError, ServandaError
from servanda.core.identifiers import PartyId
from servanda.core.people.passphrase import LEAST_CHARACTERS, MOST_BYTES, WeakPassphraseError
from servanda.core.people.people import Stretch
from servanda.interfaces.language import text
from servanda.interfaces.people_words import role_words
from servanda.interfaces.web.pages.door import form, page, sign_in_first, unavailable
from servanda.interfaces.web.pages.visit import (
    Visit,
    give_session,
    language_of,
    services_of_visit,
    session_of,
    visitor_of,
)
from servanda.interfaces.web.sign_in.passphrase_checks import BusyError, passphrase_check
from servanda.usecases.people.account import (
    OTHERS,
    change_passphrase,
    end_own_session,
    read_account,
)
from servanda.usecases.people.prove_person import PersonLockedError, PersonNotProvedError
from servanda.usecases.people.sessions import NotSignedInError
from servanda.usecases.ports.sessions import SessionRecord
from servanda.usecases.services import Services, require_node

# What a form came to, as it stands in the address that it leads back to: nothing typed does.
CHANGED: Final = "passphrase"
ENDED: Final = "ended"


class NotAlikeError(InvalidInputError):
    """A new passphrase was not typed alike twice."""

    code: ClassVar[str] = "passphrases-not-alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        name: Whose it is; empty in a home without persons.
        roles: In words.
        present: The session that they look from; None in a home without persons.
        others: Their other sessions.
        others_word: What ends all of these.
        covers: Of them and by them, now or later.
        problem: Why the last form was not taken; empty if it was.
        done: What the last form did; empty if nothing.
    """

    party: PartyId
    mode: str
    name: str = ""
    roles: str = ""
    present: SessionRecord | None = None
    others: Sequence[SessionRecord] = ()
    others_word: str = OTHERS
    covers: Sequence[Stretch] = ()
    problem: str = ""
    done: str = ""


@page("account")
def account_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    node = require_node(visit.services)
    if visit.claim is None or not visit.actor.is_person:
        return AccountPage(party=node.party, mode=node.mode)
    account = read_account(visit.claim, services=visit.services)
    language = visit.language
    return AccountPage(
        party=node.party,
        mode=node.mode,
        name=account.person.name,
        roles=role_words(account.person.roles, language=language),
        present=account.present,
        others=account.others,
        covers=account.covers,
        problem=_problems(language).get(visit.query.get("problem", ""), ""),
        done=_done(language).get(visit.query.get("done", ""), ""),
    )


@form("end-session")
def end_session_form(request: HttpRequest, services: Services) -> HttpResponse:
    """End one of one's own sessions, or all others."""
    claim = session_of(request)
    if claim is not None:
        end_own_session(request.POST.get("session", ""), claim=claim, services=services)
    return _back(request, done=ENDED)


@require_POST
@never_cache
def passphrase_form(request: HttpRequest) -> HttpResponse:
    """Change one's own passphrase; the present one is asked for, so it is its own admission."""
    try:
        token = _changed(request)
    except NotSignedInError:
        return sign_in_first(request, wanted="/account")
    except MisconfiguredError as error:
        return unavailable(request, error)
    except ServandaError as error:
        return _back(request, problem=error.code)
    answer = _back(request, done=CHANGED)
    give_session(answer, token)
    return answer


def _changed(request: HttpRequest) -> str:
    """Take the form, and return the token of the session that goes on."""
    claim, services = session_of(request), services_of_visit()
    present, new, again = (
        request.POST.get(one, "")[: MOST_BYTES + 1].encode() for one in ("present", "new", "again")
    )
    if claim is None:
        raise NotSignedInError("nobody has signed in")
    if new != again:
        raise NotAlikeError("the new passphrase was not typed alike twice")
    with passphrase_check():
        return change_passphrase(
            present, new=new, claim=claim, visitor=visitor_of(request), services=services
        )


def _back(request: HttpRequest, **said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/account?{urlencode({'lang': language_of(request), **said})}")


def _problems(language: str) -> Mapping[str, str]:
    return {
        PersonNotProvedError.code: text(
            "The present passphrase is another. Nothing was changed.", language=language
        ),
        PersonLockedError.code: text(
            "Too many wrong attempts in a row. Wait a while, or let an administrator unlock it.",
            language=language,
        ),
        WeakPassphraseError.code: text(
            "Expected a new passphrase of at least {least} characters. Nothing was changed.",
            language=language,
        ).format(least=LEAST_CHARACTERS),
        NotAlikeError.code: text(
            "The new passphrase was not typed alike twice. Nothing was changed.", language=language
        ),
        BusyError.code: text("Many are signing in at this moment. Try again.", language=language),
    }


def _done(language: str) -> Mapping[str, str]:
    return {
        CHANGED: text(
            "The passphrase is changed, here and for --as. Every other session has ended.",
            language=language,
        ),
        ENDED: text("The session has ended.", language=language),
    }
