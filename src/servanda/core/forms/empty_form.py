"""The empty form of a kind of request: what an officer fills in, derived from the table.

Source: docs/reference/request-form.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.forms.element_fields import ELEMENT_FIELDS, ITEM
from servanda.core.forms.elements import NOT_KNOWN_ACCEPTED, Element, Requirement, elements_of
from servanda.core.statements.codes import URGENCY_CRITERIA, USES
from servanda.core.statements.fields import Code, Day, Field, Instant, Integer, ListOf, Truth
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP

# How a value is written, in a word.
TEXT: Final = "text"
DAY: Final = "day YYYY-MM-DD"
INSTANT: Final = "instant YYYY-MM-DDThh:mm:ssZ"
NUMBER: Final = "whole number"
TRUTH: Final = "true or false"
FORMS_OF_VALUES: Final = (TEXT, DAY, INSTANT, NUMBER, TRUTH)

_PLACES: Final[Mapping[str, tuple[tuple[str, Field | None], ...]]] = {
    "E01": (("body.authority", None), ("body.file_number", None)),
    "E04": (("facts.commitment", None),),
    "E05": (("body.brief_facts", None),),
    "E08": tuple(
        (f"body.items[].{name}", field)
        for name, field in {**ITEM.required, **ITEM.optional}.items()
        if name != "link"
    ),
    "E09": (("body.items[].link", None),),
    "E14": (
        ("facts.urgency", Code(frozenset(URGENCY_CRITERIA))),
        ("facts.criterion", Code(frozenset().union(*URGENCY_CRITERIA.values()))),
        ("body.elements.E14", ELEMENT_FIELDS["E14"]),
    ),
    "E20": (("facts.use", Code(USES)),),
    "E21": (("facts.tlp", TLP), ("body.elements.E21", ELEMENT_FIELDS["E21"])),
    "E28": (),  # attached files, not written
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One place of the empty form.

    Attributes:
        path: Where the value goes; `[]` stands for each entry of a list.
        form: One of `FORMS_OF_VALUES`, where there are no codes.
        codes: The words to choose from; empty if any value of the form will do.
        is_optional: Whether it may stay empty though its element is filled in.
    """

    path: str
    form: str
    codes: tuple[str, ...] = ()
    is_optional: bool = False


def blanks_of(element: Element) -> Iterator[Blank]:
    """Yield the places of one element on the form."""
    own = ((f"body.elements.{element.id}", ELEMENT_FIELDS.get(element.id)),)
    for path, field in _PLACES.get(element.id, own):
        yield from _blanks(path, field)


def empty_form(kind: str) -> JsonObject:
    """Return the form of `kind` with every place empty, as `facts` and `body`."""
    asked = [(element, requirement) for element, requirement in elements_of(kind)]
    return {
        "facts": {
            "kind": kind,
            "subject": "",
            **{name: "" for name in ("commitment", "urgency", "criterion", "use", "tlp")},
        },
        "body": {
            "title": "",
            "authority": "",
            "file_number": "",
            "brief_facts": "",
            "items": [_empty_object(ITEM)],
            "elements": {
                element.id: _empty(ELEMENT_FIELDS[element.id])
                for element, _ in asked
                if element.id in ELEMENT_FIELDS and element.id not in {"E04", "E20"}
            },
            "not_known": {element.id: "" for element, one in asked if _may_be_unknown(one)},
            "not_applicable": [],
            "overrides": {},
        },
    }


def filled_in(form: JsonValue) -> JsonValue:
    """Return `form` without what was left empty: what is not filled in is not said."""
    match form:
        case Mapping():
            members = {name: filled_in(item) for name, item in form.items()}
            return {name: item for name, item in members.items() if not _is_empty(item)}
        case list():
            return [item for item in map(filled_in, form) if not _is_empty(item)]
        case _:
            return form


def _is_empty(value: JsonValue) -> bool:
    return value is None or value in ("", [], {})


def _may_be_unknown(requirement: Requirement) -> bool:
    return requirement.sign == NOT_KNOWN_ACCEPTED


def _blanks(path: str, field: Field | None, *, is_optional: bool = False) -> Iterator[Blank]:
    match field:
        case ListOf(item):
            yield from _blanks(f"{path}[]", item, is_optional=is_optional)
        case Record(schema):
            for name, member in {**schema.required, **schema.optional}.items():
                yield from _blanks(f"{path}.{name}", member, is_optional=name in schema.optional)
        case Code(values):
            codes = tuple(sorted(values))
            yield Blank(path=path, form=TEXT, codes=codes, is_optional=is_optional)
        case _:
            yield Blank(path=path, form=_form_of(field), is_optional=is_optional)


def _form_of(field: Field | None) -> str:
    match field:
        case Day():
            return DAY
        case Instant():
            return INSTANT
        case Integer():
            return NUMBER
        case Truth():
            return TRUTH
        case _:
            return TEXT


def _empty(field: Field) -> JsonValue:
    match field:
        case ListOf(item):
            return [_empty(item)]
        case Record(schema):
            return _empty_object(schema)
        case Integer() | Truth():
            return None
        case _:
            return ""


def _empty_object(schema: Schema) -> dict[str, JsonValue]:
    return {name: _empty(field) for name, field in {**schema.required, **schema.optional}.items()}
