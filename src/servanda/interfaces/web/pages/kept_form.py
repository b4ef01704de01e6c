"""What somebody typed into a form that could not be taken: given back, to be sent again.

A session ends while a form is being filled, and a sign-in in another window gives forms a new
token. In both cases what was typed is shown on a page of its own with a button that sends it
again. It is given back only to a form that came from a page of this desk: text of another site
must not stand on a page of ours that asks to be sent.

Source: docs/spec/desk.md, "Forms".
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.interfaces.web.pages.visit import frame, language_of

# Secrets, and what is of one form alone.
NEVER_PUT_BACK: Final = frozenset(
    ("csrfmiddlewaretoken", "passphrase", "present", "new", "again", "code", "secret")
)
_FORBIDDEN = 403


def typed_fields(request: HttpRequest) -> Sequence[tuple[str, str]]:
    """Return name and value of everything that was typed, in its order, but for secrets."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in NEVER_PUT_BACK
        for value in values
    ]


def is_of_this_desk(request: HttpRequest) -> bool:
    """Return whether a form came from a page of ours, as browsers say of each form they send."""
    return request.headers.get("origin", "") == f"{request.scheme}://{request.get_host()}"


def send_again(request: HttpRequest) -> HttpResponse:
    """Answer a form that was not taken with what was typed, and a button that sends it again."""
    language, path = language_of(request), request.get_full_path()
    context = {
        **frame(request, here=""),
        "action": path,
        "fields": typed_fields(request),
        "has_files": bool(request.FILES),
        "sign_in": f"/sign-in?{urlencode({'lang': language})}",
    }
    return render(request, "pages/kept_form.html", context, status=_FORBIDDEN)
