"""Resolve an accord template, data that people edit, to the terms that bind.

A template is a folder of data: `template.toml` with the rules and one `text.<language>.md` for
each language with the words. It binds nobody; it only spares the parties the writing. What comes
out is the accord's `terms`, in which both sides see every number and every word.

Source: docs/spec/accord-templates.md.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, cast

from servanda.core import canonical
from servanda.core.accords.terms import ANY
from servanda.core.accords.terms_form import (
    InvalidTermsError,
    encode_terms,
    parse_terms,
    without_defaults,
)
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected
from servanda.core.identifiers import Digest, digest_of
from servanda.core.statements.fields import ListOf, Pattern, Text
from servanda.core.statements.schema import AnyObject, Record, Schema, SchemaError

_HEADING = "## "
_LISTS = ("kinds", "subjects", "grounds", "languages", "extension_grounds")

# Each array of tables, with the member of the terms that it makes.
TABLES: Final[Mapping[str, str]] = {
    "clock": "clocks",
    "stage": "stages",
    "series": "series",
    "service_level": "service_levels",
}
_ENTRY_DEFAULTS: Final[Mapping[str, JsonObject]] = {
    "clock": {"kind": ANY, "urgency": ANY, "access": ANY, "roll": "none"},
    "stage": {"roll": "none"},
    "series": {},
    "service_level": {"kind": ANY, "urgency": ANY},
}
_COMMITMENT = Schema(
    required={
        "id": Pattern(r"[A-Za-z0-9_.]{1,32}", Expected.COMMITMENT_ID),
        "nature": Text(40),
    },
    optional={"only": AnyObject()},
)
_TEMPLATE = Schema(
    required={
        "title": Text(200),
        "commitment": ListOf(Record(_COMMITMENT), most=100),
        "clock": ListOf(AnyObject(), least=0, most=200),
        "terms": AnyObject(),
    },
    optional={name: ListOf(AnyObject(), most=50) for name in TABLES if name != "clock"},
)


class TemplateError(InvalidInputError):
    """A template cannot be resolved; the message names the field, or the line of the text."""

    code: ClassVar[str] = "template"


def template_digest(files: Mapping[str, bytes]) -> Digest:
    """Return what the accord names a template by: the digest over its files' digests.

    Args:
        files: Content of `template.toml` and of each `text.<language>.md`, by file name.
    """
    return digest_of(canonical.encode({name: digest_of(data) for name, data in files.items()}))


def resolve_template(data: JsonObject, *, texts: Mapping[str, bytes]) -> JsonObject:
    """Return the `terms` of an accord made from a template.

    Args:
        data: `template.toml`, parsed; written by whoever made the template.
        texts: The words, Markdown in UTF-8 with a heading `## <id>` for each commitment, by
            language tag; at least one language.

    Raises:
        TemplateError: A field or a text is missing, unknown or ill-formed.
    """
    try:
        _TEMPLATE.validate(data)
    except SchemaError as error:
        raise TemplateError(error.within("template.toml")) from error
    if not texts:
        raise TemplateError("expected at least one text.<language>.md, found none")
    commitments = cast("Sequence[JsonObject]", data["commitment"])
    ids = [str(commitment["id"]) for commitment in commitments]
    words = {
        language: read_commitment_texts(text, ids=ids, file_name=f"text.{language}.md")
        for language, text in sorted(texts.items())
    }
    value = _written_terms(data, commitments=commitments, words=words)
    try:
        return encode_terms(parse_terms(without_defaults(value)))
    except InvalidTermsError as error:
        raise TemplateError(error.within("template.toml")) from error


def _written_terms(
    data: JsonObject,
    *,
    commitments: Sequence[JsonObject],
    words: Mapping[str, Mapping[str, str]],
) -> JsonObject:
    """Return the terms as they would be written, with what is left out in the template."""
    value: dict[str, JsonValue] = {
        **cast("JsonObject", data["terms"]),
        "commitments": [
            {
                **commitment,
                "text": {language: words[language][str(commitment["id"])] for language in words},
            }
            for commitment in commitments
        ],
    }
    for table, member in TABLES.items():
        if table in data:
            entries = cast("Sequence[JsonObject]", data[table])
            value[member] = [{**_ENTRY_DEFAULTS[table], **entry} for entry in entries]
    for name in _LISTS:
        codes = value.get(name)
        if isinstance(codes, list) and all(isinstance(code, str) for code in codes):
            value[name] = sorted(cast("list[str]", codes))
    return value


def read_commitment_texts(text: bytes, *, ids: Sequence[str], file_name: str) -> Mapping[str, str]:
    """Return the words of each commitment, by its id.

    What stands before the first heading introduces the text to its reader and is left out.

    Args:
        text: Markdown in UTF-8.
        ids: Of the commitments, in order; the headings must be these, in this order.
        file_name: For the messages.

    Raises:
        TemplateError: A heading is missing, unknown or in another place, or has no words.
    """
    try:
        lines = text.decode().splitlines()
    except UnicodeDecodeError as error:
        raise TemplateError(f"{file_name}: expected UTF-8: {error.reason}") from error
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith(_HEADING):
            name = line.removeprefix(_HEADING).strip()
            expected = ids[len(found)] if len(found) < len(ids) else "no further heading"
            if name != expected:
                raise TemplateError(
                    f"{file_name}, line {number}: expected {expected}, found {name!r:.80}"
                )
            found[name] = []
        elif found:
            found[next(reversed(found))].append(line)
    if len(found) < len(ids):
        raise TemplateError(f"{file_name}: expected a heading {_HEADING}{ids[len(found)]}")
    words = {name: "\n".join(paragraph).strip() for name, paragraph in found.items()}
    for name, paragraph in words.items():
        if not paragraph:
            raise TemplateError(f"{file_name}: expected words under {_HEADING}{name}, found none")
    return words
