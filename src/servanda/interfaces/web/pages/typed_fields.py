"""What a person typed into a form, taken one field at a time, with the field named where it fails.

Whatever comes is text of a browser that may be anybody's: bounded here, judged by the use case.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import InvalidNameError, parse_instant
from servanda.interfaces.web.pages.visit import language_of

MAX_NAME: Final = 200  # a leaf hash has 71
MAX_DIGITS: Final = 15  # more than a log will ever have, and no overflow of a column
MOST: Final = 10**MAX_DIGITS - 1


def typed_text(request: HttpRequest, name: str, *, most: int) -> str:
    """Return what was typed into a field, without blanks around it.

    Args:
        request: Of the form.
        name: Of the field.
        most: Characters.

    Raises:
        InvalidInputError: Nothing was typed, or more than `most` characters.
    """
    said = request.POST.get(name, "").replace("\r\n", "\n").strip()
    if not said or len(said) > most:
        found = said if said else Found.NOTHING
        raise InvalidInputError(Fault(name, expect(Expected.TEXT, most=most), found))
    return said


def typed_name(request: HttpRequest, name: str) -> str:
    """Return a name, a digest or a number that a form carries; it may be empty."""
    return request.POST.get(name, "").strip()[:MAX_NAME]


def typed_number(request: HttpRequest, name: str) -> int:
    """Return a number of an entry that a form carries.

    Raises:
        InvalidInputError: It is none.
    """
    said = typed_name(request, name)
    if not (said.isascii() and said.isdecimal() and len(said) <= MAX_DIGITS):
        raise InvalidInputError(Fault(name, expect(Expected.INTEGER, least=0, most=MOST), said))
    return int(said)


def typed_instant(request: HttpRequest, name: str) -> datetime:
    """Return an instant as a field for day and time sends it, which is UTC at this desk.

    Raises:
        InvalidInputError: It is none.
    """
    said = typed_name(request, name)
    whole = f"{said}:00Z" if len(said) == len("2026-11-27T08:00") else f"{said.rstrip('Z')}Z"
    try:
        return parse_instant(whole)
    except InvalidNameError as error:
        found = said if said else Found.NOTHING
        raise InvalidInputError(Fault(name, expect(Expected.INSTANT), found)) from error


def lead_back(request: HttpRequest, path: str, said: Mapping[str, str]) -> HttpResponseRedirect:
    """Lead from a form that was taken to the page that says so: sending it again asks first.

    Args:
        request: Of the form.
        path: Of the page.
        said: What stands in the address: words of ours and names, nothing else that was typed.
    """
    return HttpResponseRedirect(f"{path}?{urlencode({'lang': language_of(request), **said})}")
