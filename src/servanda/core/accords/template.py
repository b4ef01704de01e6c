"""Resolve an accord template, data that people edit, to the terms that bind.

A template is a folder of data: `template.toml` with the rules and one `text.<language>.md` for
each language with the words. It binds nobody; it only spares the parties the writing. What comes
out is the accord's `terms`, in which both sides see every number and every word.

Source: docs/spec/accord-templates.md.
"""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from servanda.core import canonical
from servanda.core.accords.template_texts import (
    TemplateError,
    read_commitment_texts,
    text_file,
)
from servanda.core.accords.terms import ANY
from servanda.core.accords.terms_form import (
    LISTS_OF_CODES,
    InvalidTermsError,
    encode_terms,
    parse_terms,
    without_defaults,
)
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.faults import Expected
from servanda.core.identifiers import Digest, digest_of
from servanda.core.statements.fields import ListOf, Pattern, Text
from servanda.core.statements.schema import AnyObject, Record, Schema, SchemaError

TEMPLATE_FILE = "template.toml"

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
TEMPLATE: Final = Schema(
    required={
        "title": Text(200),
        "commitment": ListOf(Record(_COMMITMENT), most=100),
        "clock": ListOf(AnyObject(), least=0, most=200),
        "terms": AnyObject(),
    },
    optional={name: ListOf(AnyObject(), most=50) for name in TABLES if name != "clock"},
)


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
        TEMPLATE.validate(data)
    except SchemaError as error:
        raise TemplateError(error.within(TEMPLATE_FILE)) from error
    if not texts:
        raise TemplateError("expected at least one text.<language>.md, found none")
    ids = commitment_ids(data)
    words = {
        language: read_commitment_texts(text, ids=ids, file_name=text_file(language))
        for language, text in sorted(texts.items())
    }
    value = with_sorted_codes(written_terms(data, words=words))
    try:
        return encode_terms(parse_terms(without_defaults(value)))
    except InvalidTermsError as error:
        raise TemplateError(error.within(TEMPLATE_FILE)) from error


def commitment_ids(data: JsonObject) -> Sequence[str]:
    """Return the ids of the commitments of a `template.toml` that fits its form."""
    commitments = cast("Sequence[Mapping[str, str]]", data["commitment"])
    return [commitment["id"] for commitment in commitments]


def written_terms(data: JsonObject, *, words: Mapping[str, Mapping[str, str]]) -> JsonObject:
    """Return the terms as they would be written, with what a template may leave out.

    Args:
        data: A `template.toml` that fits its form.
        words: By language and commitment.
    """
    commitments = cast("Sequence[JsonObject]", data["commitment"])
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
    return value


def with_sorted_codes(value: JsonObject) -> JsonObject:
    """Return written terms with each list of codes in rising order, as the terms need it."""
    changed: dict[str, JsonValue] = dict(value)
    for name in LISTS_OF_CODES:
        codes = value.get(name)
        if isinstance(codes, list) and all(isinstance(code, str) for code in codes):
            changed[name] = sorted(cast("list[str]", codes))
    return changed
