"""JSON files that people fill in: facts, bodies, and forms with both."""

import json
import sys
from pathlib import Path
from typing import cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.empty_form import filled_in
from servanda.interfaces.file_faults import unreadable

_PARTS = ("facts", "body")
_SHOWN = 40  # characters of what is no JSON


def read_object(source: str | None) -> JsonObject:
    """Return the JSON object in a file, or on standard input for `-`; an empty one for None.

    Raises:
        InvalidInputError: It cannot be read, or is no object.
    """
    if source is None:
        return {}
    try:
        written = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        value = json.loads(written)
    except json.JSONDecodeError as error:
        place = f"{source}:{error.lineno}:{error.colno}"
        found = error.doc[error.pos :][:_SHOWN] or Found.NOTHING
        raise InvalidInputError(Fault(place, expect(Expected.JSON), found)) from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(unreadable(source, error)) from error
    if not isinstance(value, dict):
        raise InvalidInputError(Fault(source, expect(Expected.OBJECT), value))
    return value


def read_form(source: str) -> tuple[JsonObject, JsonObject]:
    """Return facts and body of a filled form, without what was left empty.

    Raises:
        InvalidInputError: It is no object of `facts` and `body`.
    """
    form = read_object(source)
    unknown = sorted(form.keys() - set(_PARTS))
    if unknown:
        raise InvalidInputError(Fault(source, expect(Expected.CODE, words=_PARTS), unknown[0]))
    facts, body = (filled_in(_object(form.get(part, {}), part)) for part in _PARTS)
    return cast("JsonObject", facts), cast("JsonObject", body)


def _object(value: JsonValue, part: str) -> JsonObject:
    if not isinstance(value, dict):
        raise InvalidInputError(Fault(part, expect(Expected.OBJECT), value))
    return value
