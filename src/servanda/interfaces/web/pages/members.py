"""Members of a statement as rows: every one of them, in their order, with where it stands.

Who signs must see all that will be signed; so nothing is left out or joined, whatever the type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from servanda.core.canonical import JsonObject, JsonValue
from servanda.interfaces.words import word


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One value.

    Attributes:
        name: Where it stands, such as `questions[0].text`.
        value: As it is written; of an empty list or object its brackets.
        words: What a code means; empty where it is no code.
    """

    name: str
    value: str
    words: str = ""


def member_rows(members: JsonObject, *, language: str | None = None) -> Sequence[MemberRow]:
    """Return a row for each value.

    Args:
        members: Facts, or the body.
        language: In which codes are put into words; None where texts are people's own.
    """
    return list(_rows("", members, language=language))


def _rows(name: str, value: JsonValue, *, language: str | None) -> Iterator[MemberRow]:
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _rows(f"{name}.{key}" if name else key, each, language=language)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        for number, each in enumerate(value):
            yield from _rows(f"{name}[{number}]", each, language=language)
    else:
        yield _row(name, value, language=language)


def _row(name: str, value: JsonValue, *, language: str | None) -> MemberRow:
    if not isinstance(value, str):
        return MemberRow(name=name, value=orjson.dumps(value).decode())
    words = "" if language is None else word(value, language=language)
    return MemberRow(name=name, value=value, words="" if words == value else words)
