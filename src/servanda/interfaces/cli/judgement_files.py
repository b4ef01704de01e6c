"""Files of a judgement: elements with their reasons, evidence and claims; whole ones for a neutral.

Source: docs/how-to/assessments.md.
"""

from collections.abc import Mapping
from typing import cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import parse_digest
from servanda.core.statements.evidence_set import evidence_root
from servanda.interfaces.cli.filled_files import read_object

_PARTS = ("claims", "elements", "evidence")
_CLEAR = ("commitment", "from", "until", "value", "ground", "confidence")


def read_parts(file: str | None, documents: list[str]) -> tuple[JsonObject, JsonObject]:
    """Return what of a judgement stands in the clear, and what is sealed.

    Args:
        file: JSON of `elements` (each with `result` and `reason`), `evidence` and `claims`.
        documents: Hashes of evidence beside it.

    Raises:
        InvalidInputError: It cannot be read, or has something else.
    """
    return _parts(read_object(file), file=file, documents=documents)


def read_judgement(file: str) -> tuple[JsonObject, JsonObject]:
    """Return facts and body of a whole judgement, as a neutral assessor writes one.

    Raises:
        InvalidInputError: It cannot be read, or has something else.
    """
    value = read_object(file)
    clear = {name: value[name] for name in _CLEAR if name in value}
    words = {"text": value["text"]} if "text" in value else {}
    rest = {name: one for name, one in value.items() if name not in {*_CLEAR, "text"}}
    facts, body = _parts(rest, file=file, documents=[])
    return {**clear, **facts}, {**words, **body}


def _parts(
    value: JsonObject, *, file: str | None, documents: list[str]
) -> tuple[JsonObject, JsonObject]:
    for unknown in sorted(value.keys() - set(_PARTS)):
        raise InvalidInputError(Fault(f"{file}: {unknown}", expect(Expected.NO_MEMBER), unknown))
    listed = value.get("evidence", [])
    named = [*(listed if isinstance(listed, list) else [listed]), *documents]
    evidence = sorted({parse_digest(str(one)) for one in named})
    facts, body = _elements(value.get("elements", {}), file=file)
    if evidence:
        facts = {**facts, "evidence": evidence_root(evidence)}
        body = {**body, "evidence": cast("list[JsonValue]", evidence)}
    return facts, {**body, **given(claims=value.get("claims"))}


def _elements(value: JsonValue, *, file: str | None) -> tuple[JsonObject, JsonObject]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(Fault(f"{file}: elements", expect(Expected.OBJECT), value))
    results: dict[str, JsonValue] = {}
    reasons: dict[str, JsonValue] = {}
    for name, one in value.items():
        if not isinstance(one, Mapping) or set(one) != {"result", "reason"}:
            place, words = f"{file}: elements.{name}", ("result", "reason")
            raise InvalidInputError(Fault(place, expect(Expected.ALL_OF, words=words), one))
        results[name], reasons[name] = one["result"], one["reason"]
    return given(elements=results or None), given(reasons=reasons or None)


def given(**members: JsonValue) -> JsonObject:
    """Return the members that were given."""
    return {name: value for name, value in members.items() if value is not None}
