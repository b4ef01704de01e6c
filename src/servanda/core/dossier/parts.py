"""The parts of a dossier, as they are written and read: nothing here is verified.

Source: docs/spec/dossier.md, "The parts".
"""

from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue, NotCanonicalError
from servanda.core.errors import CounterpartError

FORMAT = "servanda-dossier/1"
MAX_PARTS_BYTES = 64 << 20  # of all parts together: bodies of 1 MiB, and a case has dozens


class MalformedDossierError(CounterpartError):
    """A file holds no dossier, or one that cannot be read."""

    code: ClassVar[str] = "malformed-dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenLeaf:
    """A leaf and the proof that it lies in its log.

    Attributes:
        note: The exact bytes that were signed.
        proof: A tlog-proof under a signed head of its log.
    """

    note: bytes
    proof: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierStatement:
    """One statement of the case.

    Attributes:
        leaf: The statement. Where there is a receipt, its head is the one that the receipt saw.
        receipt: The leaf of the other log that covers it; None where its proof is not at hand.
        salted_body: Salt and body, joined; None if there is none, or it is withheld or erased.
        withheld: The marking or the use limit that keeps the body out; empty if none does.
        marking: That holds for the statement, with all it answers.
        use: Likewise the use limit.
        reason: The words by which the body was let in; empty if none were needed.
    """

    leaf: ProvenLeaf
    receipt: ProvenLeaf | None
    salted_body: bytes | None
    withheld: str
    marking: str
    use: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierClock:
    """The verdict of one clock, as whoever made the dossier computed it.

    Attributes:
        clock: Which.
        generation: Of the case; 0 for the first.
        due_at: An instant as text; empty if the clock has no deadline.
        stopped_at: Likewise; empty while it runs.
        margin_seconds: Left at the stop, or at the making of the dossier.
        is_held: It stands still.
        is_provisional: Reckoned without a calendar that covers it.
    """

    clock: str
    generation: int
    due_at: str
    stopped_at: str
    margin_seconds: int
    is_held: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All parts; the page is made from them alone.

    Attributes:
        language: Of the page.
        purpose: `file` or `court`.
        made_by: Who made it.
        made_at: When, as text.
        case: Leaf hash of what the case is about.
        accord: The version in force, whole; it names the parties and holds their cards.
        keys: Of each party's log, in the accord's order, the leaves that changed its keys.
        statements: In the order in which they count.
        clocks: Of the case.
    """

    language: str
    purpose: str
    made_by: str
    made_at: str
    case: str
    accord: bytes
    keys: tuple[tuple[ProvenLeaf, ...], tuple[ProvenLeaf, ...]]
    statements: tuple[DossierStatement, ...]
    clocks: tuple[DossierClock, ...]


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
            "keys": [[_leaf(leaf) for leaf in leaves] for leaves in dossier.keys],
            "statements": [_statement(one) for one in dossier.statements],
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
    except NotCanonicalError as error:
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
        made_at=_text(parts["made_at"]),
        case=_text(parts["case"]),
        accord=_bytes(parts["accord"]),
        keys=(first_keys, second_keys),
        statements=tuple(_parsed_statement(_object(one)) for one in _list(parts["statements"])),
        clocks=tuple(_parsed_clock(_object(one)) for one in _list(parts["clocks"])),
    )


def _statement(one: DossierStatement) -> JsonObject:
    return {
        "leaf": _leaf(one.leaf),
        "receipt": None if one.receipt is None else _leaf(one.receipt),
        "salted_body": None if one.salted_body is None else _base64(one.salted_body),
        "withheld": one.withheld,
        "marking": one.marking,
        "use": one.use,
        "reason": one.reason,
    }


def _parsed_statement(one: Mapping[str, JsonValue]) -> DossierStatement:
    receipt, body = one["receipt"], one["salted_body"]
    return DossierStatement(
        leaf=_parsed_leaf(one["leaf"]),
        receipt=None if receipt is None else _parsed_leaf(receipt),
        salted_body=None if body is None else _bytes(body),
        withheld=_text(one["withheld"]),
        marking=_text(one["marking"]),
        use=_text(one["use"]),
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
