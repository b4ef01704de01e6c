"""How a form that changes persons ends: it is done once, and leads back to what it came to.

Source: docs/spec/desk.md, "Forms".
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

from servanda.core.canonical import JsonValue
from servanda.core.errors import ServandaError
from servanda.core.people.actor import InvalidPersonError
from servanda.core.people.passphrase import LEAST_CHARACTERS, WeakPassphraseError
from servanda.interfaces.fault_texts import error_text
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.typed_fields import lead_back, typed_number
from servanda.interfaces.web.sign_in.passphrase_checks import BusyError
from servanda.usecases.people.change_people import Changed, IllegalChangeError
from servanda.usecases.people.done_before import was_done
from servanda.usecases.services import Services

PATH: Final = "/people"
HOLDS: Final = "holds"
WAITS: Final = "waits"
UNLOCKED: Final = "unlocked"
NOT_ALIKE: Final = "passphrases-not-alike"
SEEN: Final = "seen"  # the field that says up to which event the page was read


def change_once(
    request: HttpRequest,
    kind: str,
    members: Mapping[str, JsonValue],
    *,
    do: Callable[[], Changed],
    services: Services,
) -> HttpResponse:
    """Do a change unless the same person did just this since they read the page.

    Args:
        request: Of the form; it brings back up to which event the page was read.
        kind: Of the event that the change is.
        members: Of the event, what was asked for.
        do: Makes the change.
        services: The node's ports.
    """
    since = typed_number(request, SEEN)
    if was_done(kind, members, since=since, services=services):
        return lead_back(request, PATH, {"done": HOLDS})
    changed = do()  # judged once more as it is written
    return lead_back(request, PATH, {"done": WAITS if changed.waits else HOLDS})


def done_words(language: str) -> Mapping[str, str]:
    """Return what a form did, by the word that stands in the address."""
    return {
        HOLDS: text("Done; it holds.", language=language),
        WAITS: text("Noted; it waits until a second person agrees.", language=language),
        UNLOCKED: text("They may try again.", language=language),
    }


def problem_words(error: ServandaError | None, *, language: str) -> str:
    """Return why a change was not taken; empty without an error."""
    match error:
        case None:
            return ""
        case InvalidPersonError():
            return text("A name is 2 to 40 of a-z, 0-9 and '-'.", language=language)
        case WeakPassphraseError():
            return text(
                "Expected a new passphrase of at least {least} characters. Nothing was changed.",
                language=language,
            ).format(least=LEAST_CHARACTERS)
        case BusyError():
            return text("Many are signing in at this moment. Try again.", language=language)
        case IllegalChangeError():
            return text(
                "This would have no effect as things stand: {reason}", language=language
            ).format(reason=error)
        case _:
            return _not_alike(error, language=language) or error_text(error, language=language)


def _not_alike(error: ServandaError, *, language: str) -> str:
    if error.code != NOT_ALIKE:
        return ""
    return text(
        "The new passphrase was not typed alike twice. Nothing was changed.", language=language
    )
