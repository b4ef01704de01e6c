"""The one form in which the parts of a dossier are written and read.

Source: docs/spec/dossier.md, "The parts".
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from typing import cast

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue, NotCanonicalError
from servanda.core.dossier.parts import (
    Dossier,
    DossierClock,
    DossierStatement,
    MalformedDossierError,
    ProvenLeaf,
    ReceiptedLeaf,
)
from servanda.core.identifiers import InvalidNameError, format_instant, parse_instant

FORMAT = "servanda-dossier/1"
MAX_PARTS_BYTES = 64 << 20  # of all parts together: bodies of 1 MiB, and a case has dozens


def encode_parts(dossier: Dossier) -> bytes:
    """Return the canonical bytes of `dossier`."""
    return canonical.encode(
        {
            "format": FORMAT,
            "language": dossier.language,
            "purpose": dossier.purpose,
            "made_by": dossier.made_by,
            "made_at": dossier.made_at,
            "case": dossier.case,
            "accord": _base64(dossier.accord),
            "versions": [_base64(one) for one in dossier.versions],
            "keys": [[_leaf(leaf) for leaf in leaves] for leaves in dossier.keys],
            "statements": [_statement(one) for one in dossier.statements],
            "beside": [_receipted(one) for one in dossier.beside],
            "clocks": [_clock(one) for one in dossier.clocks],
        }
    )


def parse_parts(data: bytes) -> Dossier:
    """Return the dossier that `data` writes.

    Raises:
        MalformedDossierError: `data` is none.
    """
    if len(data) > MAX_PARTS_BYTES:
        raise MalformedDossierError(f"expected at most {MAX_PARTS_BYTES} bytes, found {len(data)}")
    try:
        parts = canonical.parse_object(data)
        dossier = _parse(parts)
    except (KeyError, TypeError, ValueError, Base64Error) as error:
        raise MalformedDossierError(f"the parts cannot be read: {error!r:.120}") from error
    except (NotCanonicalError, InvalidNameError) as error:
        raise MalformedDossierError(f"the parts cannot be read: {error}") from error
    if encode_parts(dossier) != data:
        raise MalformedDossierError("expected the parts in their one form, and no others")
    return dossier


def _parse(parts: JsonObject) -> Dossier:
    if parts["format"] != FORMAT:
        raise MalformedDossierError(f"expected {FORMAT}, found {parts['format']!r:.40}")
    first_keys, second_keys = (
        tuple(_parsed_leaf(leaf) for leaf in _list(leaves)) for leaves in _list(parts["keys"])
    )
    return Dossier(
        language=_text(parts["language"]),
        purpose=_text(parts["purpose"]),
        made_by=_text(parts["made_by"]),
        made_at=format_instant(parse_instant(_text(parts["made_at"]))),
        case=_text(parts["case"]),
        accord=_bytes(parts["accord"]),
        versions=tuple(_bytes(one) for one in _list(parts["versions"])),
        keys=(first_keys, second_keys),
        statements=tuple(_parsed_statement(_object(one)) for one in _list(parts["statements"])),
        beside=tuple(_parsed_receipted(_object(one)) for one in _list(parts["beside"])),
        clocks=tuple(_parsed_clock(_object(one)) for one in _list(parts["clocks"])),
    )


def _receipted(one: ReceiptedLeaf) -> JsonObject:
    return {
        "leaf": _leaf(one.leaf),
        "receipt": None if one.receipt is None else _leaf(one.receipt),
        "before": None if one.before is None else _leaf(one.before),
        "listed": [_leaf(each) for each in one.listed],
    }


def _statement(one: DossierStatement) -> JsonObject:
    return {
        **_receipted(one),
        "salted_body": None if one.salted_body is None else _base64(one.salted_body),
        "withheld": one.withheld,
        "marking": one.marking,
        "use": one.use,
        "codes": list(one.codes),
        "pap": one.pap,
        "reason": one.reason,
    }


def _parsed_receipted(one: Mapping[str, JsonValue]) -> ReceiptedLeaf:
    return ReceiptedLeaf(
        leaf=_parsed_leaf(one["leaf"]),
        receipt=_parsed_optional_leaf(one["receipt"]),
        before=_parsed_optional_leaf(one["before"]),
        listed=tuple(_parsed_leaf(each) for each in _list(one["listed"])),
    )


def _parsed_statement(one: Mapping[str, JsonValue]) -> DossierStatement:
    receipted, body = _parsed_receipted(one), one["salted_body"]
    return DossierStatement(
        leaf=receipted.leaf,
        receipt=receipted.receipt,
        before=receipted.before,
        listed=receipted.listed,
        salted_body=None if body is None else _bytes(body),
        withheld=_text(one["withheld"]),
        marking=_text(one["marking"]),
        use=_text(one["use"]),
        codes=tuple(_text(code) for code in _list(one["codes"])),
        pap=_text(one["pap"]),
        reason=_text(one["reason"]),
    )


def _clock(one: DossierClock) -> JsonObject:
    return {
        "clock": one.clock,
        "generation": one.generation,
        "due_at": one.due_at,
        "stopped_at": one.stopped_at,
        "margin_seconds": one.margin_seconds,
        "is_held": one.is_held,
        "is_provisional": one.is_provisional,
    }


def _parsed_clock(one: Mapping[str, JsonValue]) -> DossierClock:
    return DossierClock(
        clock=_text(one["clock"]),
        generation=_number(one["generation"]),
        due_at=_text(one["due_at"]),
        stopped_at=_text(one["stopped_at"]),
        margin_seconds=_number(one["margin_seconds"]),
        is_held=one["is_held"] is True,
        is_provisional=one["is_provisional"] is True,
    )


def _leaf(leaf: ProvenLeaf) -> JsonObject:
    return {"note": _base64(leaf.note), "proof": _base64(leaf.proof)}


def _parsed_leaf(value: JsonValue) -> ProvenLeaf:
    leaf = _object(value)
    return ProvenLeaf(note=_bytes(leaf["note"]), proof=_bytes(leaf["proof"]))


def _parsed_optional_leaf(value: JsonValue) -> ProvenLeaf | None:
    return None if value is None else _parsed_leaf(value)


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def _bytes(value: JsonValue) -> bytes:
    return a2b_base64(_text(value), strict_mode=True)


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r:.40}")
    return value


def _number(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, found {value!r:.40}")
    return value


def _list(value: JsonValue) -> Sequence[JsonValue]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {value!r:.40}")
    return cast("Sequence[JsonValue]", value)


def _object(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, Mapping):
        raise TypeError(f"expected an object, found {value!r:.40}")
    return value
