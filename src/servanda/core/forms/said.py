"""What a request says of each element: read off its facts and its body, never typed twice.

The header of a request carries, in clear, only whether an element was given, is not known or
does not apply. That is computed here, at sending; the receiver computes it again from the body
it holds and sees where the two differ.

Source: docs/spec/statements/request.md, "Elements".
"""

from collections.abc import Mapping, Sequence
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.forms.elements import FORM_ELEMENTS

GIVEN: Final = "given"
NOT_KNOWN: Final = "not_known"
NOT_APPLICABLE: Final = "not_applicable"
ROUTINE: Final = "routine"


def said_elements(*, facts: JsonObject, body: JsonObject, has_files: bool) -> dict[str, str]:
    """Return what the header says of each element; of what is left open, nothing.

    Args:
        facts: Of the request; its own `elements` are not looked at.
        body: Its members, without `files`.
        has_files: Whether it has attachments.
    """
    given = given_elements(facts=facts, body=body, has_files=has_files)
    unknown, without = object_at(body, "not_known"), list_at(body, "not_applicable")
    said: dict[str, str] = {}
    for name in FORM_ELEMENTS:
        if name in given:
            said[name] = GIVEN
        elif name in unknown:
            said[name] = NOT_KNOWN
        elif name in without:
            said[name] = NOT_APPLICABLE
    return said


def given_elements(*, facts: JsonObject, body: JsonObject, has_files: bool) -> frozenset[str]:
    """Return the elements that are filled in, each at its own place; as `said_elements`."""
    items = items_of(body)
    elsewhere = {
        "E01": "authority" in body and "file_number" in body,
        "E04": "commitment" in facts,
        "E05": "brief_facts" in body,
        "E08": bool(items),
        "E09": bool(items) and all("link" in item for item in items),
        "E14": facts.get("urgency") == ROUTINE,  # the class alone says it all
        "E20": "use" in facts,
        "E28": has_files,
    }
    return frozenset(object_at(body, "elements")) | {
        name for name, is_given in elsewhere.items() if is_given
    }


def items_of(body: JsonObject) -> Sequence[JsonObject]:
    """Return the items sought; whatever is no object is left out."""
    return [item for item in list_at(body, "items") if isinstance(item, Mapping)]


def object_at(value: JsonObject, name: str) -> JsonObject:
    """Return the object at `name`; an empty one if there is none."""
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def list_at(value: JsonObject, name: str) -> Sequence[JsonValue]:
    """Return the list at `name`; an empty one if there is none."""
    found = value.get(name)
    return found if isinstance(found, list) else []
