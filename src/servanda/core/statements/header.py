"""The header of a leaf: one line of strict JCS, the text of the signed note.

Judging a leaf starts here, for the hundreds of thousands of leaves of a long log and for
bytes that anybody may send; so parsing is strict, total and cheap. What can be checked from the
line alone is checked here; what needs the past of the leaf, its signature or its type is not.

Source: docs/spec/statements/README.md, "The header".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import ClassVar, NamedTuple, NoReturn, TypeGuard

import orjson

from servanda.core import canonical
from servanda.core.canonical import MAX_INTEGER, JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest, PartyId, format_instant
from servanda.core.statements.usual_line import UsualLine, read_usual_line

FORMAT = "servanda/1"
MAX_TEXT_BYTES = 65_535  # a leaf's length is written in two bytes in the log's tiles
MAX_ATTACHMENTS = 64

# The root of a tree without leaves (RFC 9162, 2.1.1): the hash of nothing.
EMPTY_ROOT = Digest("sha256:" + sha256(b"").hexdigest())

_REQUIRED = 8  # facts, from, seen, seq, time, to, type, v
_OPTIONAL_DIGESTS = ("prev", "accord", "ref", "body")
_KNOWN = frozenset(
    (*_OPTIONAL_DIGESTS, "att", "facts", "from", "seen", "seq", "time", "to", "type", "v")
)
_TEXT_ONLY = frozenset((str,))

# Bound methods: this is the hottest path of all, and each look-up counts.
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}").fullmatch
_PARTY = re.compile(r"(?!\.+\Z)[a-z0-9.-]{1,64}").fullmatch
_TYPE = re.compile(r"[a-z_]{1,40}").fullmatch
_TIME = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
).fullmatch
# Neighbouring leaves name the same parties, head and second: each is then looked at once, and
# all share one object for it. More than both logs' batches of the moment are never needed.
_REMEMBERED = 64

_CANONICAL_LINE = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE

_NO_EXTRA: JsonObject = MappingProxyType({})


class MalformedHeaderError(CounterpartError):
    """The text of a leaf is no header: not canonical, a field missing, or a field ill-formed."""

    code: ClassVar[str] = "malformed-header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The head of the other log that the writer held in full when writing.

    Attributes:
        size: Number of leaves of the other log, from 0.
        root: Root hash of these leaves; `EMPTY_ROOT` at size 0.
    """

    size: int
    root: Digest


class Header(NamedTuple):
    """What a leaf says in clear, and for ever.

    A named tuple, made for every leaf: as a frozen dataclass it costs four times as much.

    Attributes:
        from_party: Who writes; never equal to `to_party`.
        to_party: The counterpart.
        accord: The version in force; in a proposal or acceptance the version meant.
        seq: Index of the leaf in its log, from 0.
        prev: Leaf hash of the leaf before; None exactly at `seq` 0.
        seen: The other log as the writer held it.
        time: The writer's clock, UTC, whole seconds; a claim.
        type: Name of the statement type; it may be one that this software does not know.
        facts: The coded fields, not yet checked against the type.
        ref: Leaf hash of what this answers.
        body: Digest over salt and body.
        att: Digests of the attachments' ciphertexts, at most `MAX_ATTACHMENTS`.
        extra: Header fields this software does not know: signed, kept, and without any effect.
    """

    from_party: PartyId
    to_party: PartyId
    accord: Digest | None
    seq: int
    prev: Digest | None
    seen: Seen
    time: datetime
    type: str
    facts: JsonObject
    ref: Digest | None
    body: Digest | None
    att: tuple[Digest, ...] = ()
    extra: JsonObject = _NO_EXTRA


def encode_header(header: Header) -> bytes:
    """Return the note text of `header`: its canonical line and a line feed.

    Raises:
        UnencodableValueError: `facts` or `extra` hold a value without canonical form.
    """
    value: dict[str, JsonValue] = {
        **header.extra,
        "facts": header.facts,
        "from": header.from_party,
        "seen": {"root": header.seen.root, "size": header.seen.size},
        "seq": header.seq,
        "time": format_instant(header.time),
        "to": header.to_party,
        "type": header.type,
        "v": FORMAT,
    }
    optional = {
        "accord": header.accord,
        "body": header.body,
        "prev": header.prev,
        "ref": header.ref,
    }
    value |= {name: digest for name, digest in optional.items() if digest is not None}
    if header.att:
        value["att"] = header.att
    return canonical.encode(value) + b"\n"


def parse_header(text: bytes) -> Header:
    """Return the header written as exactly `text`, a line with its line feed.

    Args:
        text: The text of a note, from anybody; nothing in it is trusted.

    Raises:
        MalformedHeaderError: `text` is no such line; the message says which rule it breaks.
    """
    usual = read_usual_line(text) if len(text) <= MAX_TEXT_BYTES else None
    header = None if usual is None else _read_usual(usual)
    return _parse_any(text) if header is None else header


def _parse_any(text: bytes) -> Header:
    """Return the header of any line, usual or not, or say what is wrong with it.

    The checks: (1) at most `MAX_TEXT_BYTES`, canonical; (2) format and parties; (3) place in the
    log; (4) what the writer had seen; (5) time; (6) type and facts; (7) hashes of other things.
    """
    value = _read_line(text)  # (1)
    get = value.get
    from_party, to_party = _read_parties(value)  # (2)
    seq, prev = get("seq"), get("prev")  # (3)
    if type(seq) is not int or not 0 <= seq <= MAX_INTEGER:
        _fail("seq", "an index from 0", seq)
    if (seq == 0) is not (prev is None):
        _fail("prev", "such a field in every leaf but the first", prev)
    seen = _read_seen(get("seen"))  # (4)
    time = _read_time(get("time"))  # (5)
    type_name, facts = get("type"), get("facts")  # (6)
    if type(type_name) is not str or _TYPE(type_name) is None:
        _fail("type", "a name of a-z and '_'", type_name)
    if type(facts) is not dict:
        _fail("facts", "an object", facts)
    if not _TEXT_ONLY.issuperset(map(type, facts.values())):
        _require_bounds(facts)
    accord, ref, body, att = get("accord"), get("ref"), get("body"), get("att")  # (7)
    optional = (prev, accord, ref, body)
    for digest in optional:
        if digest is not None and (type(digest) is not str or _DIGEST(digest) is None):
            _fail(_OPTIONAL_DIGESTS[optional.index(digest)], "a digest", digest)
    known = _REQUIRED + 4 - optional.count(None) + (att is not None)
    return Header(
        from_party=from_party,
        to_party=to_party,
        accord=accord,  # type: ignore[arg-type]  # a digest or None, by the loop at (7)
        seq=seq,
        prev=prev,  # type: ignore[arg-type]  # as `accord`
        seen=seen,
        time=time,
        type=type_name,
        facts=facts,
        ref=ref,  # type: ignore[arg-type]  # as `accord`
        body=body,  # type: ignore[arg-type]  # as `accord`
        att=() if att is None else _read_attachments(att),
        extra=_NO_EXTRA if len(value) == known else _read_extra(value),
    )


def _read_usual(line: UsualLine) -> Header | None:
    """Return the header of a usual line; None if a field is wrong."""
    from_party, to_party = line.from_party, line.to_party
    if from_party == to_party or not (_is_party(from_party) and _is_party(to_party)):
        return None
    if line.seq > MAX_INTEGER or line.seen_size > MAX_INTEGER:
        return None
    if (line.seq == 0) is not (line.prev is None):
        return None
    try:
        return Header(
            from_party=from_party,
            to_party=to_party,
            accord=line.accord,
            seq=line.seq,
            prev=line.prev,
            seen=_seen(line.seen_size, line.seen_root),
            time=_read_time(line.time),
            type=line.type,
            facts=line.facts,
            ref=line.ref,
            body=line.body,
        )
    except MalformedHeaderError:
        return None


def parse_header_unsafe(text: bytes) -> Header:
    """Return the header written as `text`, which `parse_header` has accepted before.

    For a review that reads millions of leaves again, known by their hashes to be those that
    were judged. Checks nothing; other text gives a wrong header or an error of any kind.
    """
    value = orjson.loads(text)
    get = value.get
    seen = value["seen"]
    accord, prev, ref, body = get("accord"), get("prev"), get("ref"), get("body")
    att = tuple(get("att", ()))
    known = _REQUIRED + 4 - (accord, prev, ref, body).count(None) + bool(att)
    return Header(
        from_party=value["from"],
        to_party=value["to"],
        accord=accord,
        seq=value["seq"],
        prev=prev,
        seen=_seen(seen["size"], seen["root"]),
        time=_instant(value["time"]),
        type=value["type"],
        facts=value["facts"],
        ref=ref,
        body=body,
        att=att,
        extra=_NO_EXTRA
        if len(value) == known
        else {name: value[name] for name in value.keys() - _KNOWN},
    )


def _read_line(text: bytes) -> Mapping[str, JsonValue]:
    """Return the object that `text` writes; refuse any other spelling of it.

    Text in ASCII has keys in ASCII, and numbers stand only where `parse_header` looks at them
    one by one; so only other text needs the walk through the whole value.
    """
    if len(text) > MAX_TEXT_BYTES:
        raise MalformedHeaderError(f"expected at most {MAX_TEXT_BYTES} bytes, found {len(text)}")
    try:
        value: JsonValue = orjson.loads(text)
        canonical_text = orjson.dumps(value, option=_CANONICAL_LINE)
    except ValueError as error:
        raise MalformedHeaderError(f"expected one line of JSON: {error}") from error
    if canonical_text != text:
        raise MalformedHeaderError("expected the canonical form and one line feed")
    if type(value) is not dict:
        raise MalformedHeaderError(f"expected an object, found {type(value).__name__}")
    if not text.isascii():
        _require_bounds(value)
    return value


def _require_bounds(value: JsonObject) -> None:
    """Refuse what strict JCS has no form for: floats, huge integers, deep nesting."""
    for item in value.values():
        kind = type(item)
        if kind is str or kind is bool:
            continue
        if kind is int and -MAX_INTEGER <= item <= MAX_INTEGER:  # type: ignore[operator]  # an int
            continue
        if kind is dict and _TEXT_ONLY.issuperset(map(type, item.values())):  # type: ignore[union-attr]
            continue
        if kind is list and _TEXT_ONLY.issuperset(map(type, item)):  # type: ignore[arg-type]
            continue
        break
    else:
        return
    try:
        canonical.encode(value)
    except canonical.UnencodableValueError as error:
        raise MalformedHeaderError(str(error)) from error


def _read_extra(value: JsonObject) -> JsonObject:
    """Return the fields this software does not know; a known one here is one written as null."""
    for name in _KNOWN:
        if value.get(name, name) is None:
            _fail(name, "no such field, or a value", None)
    extra = {name: item for name, item in value.items() if name not in _KNOWN}
    _require_bounds(extra)
    return extra


def _read_parties(value: JsonObject) -> tuple[PartyId, PartyId]:
    if value.get("v") != FORMAT:
        _fail("v", repr(FORMAT), value.get("v"))
    from_party, to_party = value.get("from"), value.get("to")
    if not _is_party(from_party):
        _fail("from", "a party of a-z, 0-9, '.', '-'", from_party)
    if not _is_party(to_party):
        _fail("to", "a party of a-z, 0-9, '.', '-'", to_party)
    if from_party == to_party:
        _fail("to", "another party than 'from'", to_party)
    return from_party, to_party


def _read_time(value: JsonValue) -> datetime:
    if type(value) is not str or _TIME(value) is None:
        _fail("time", "YYYY-MM-DDThh:mm:ssZ", value)
    try:
        return _instant(value)
    except ValueError:
        _fail("time", "a day that exists", value)


@lru_cache(maxsize=_REMEMBERED)
def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read_seen(value: JsonValue) -> Seen:
    if type(value) is not dict or len(value) != 2:  # noqa: PLR2004 - root and size, no others
        _fail("seen", "an object of root and size", value)
    size, root = value.get("size"), value.get("root")
    if type(size) is not int or not 0 <= size <= MAX_INTEGER:
        _fail("seen.size", "a number of leaves from 0", size)
    if type(root) is not str:
        _fail("seen.root", "a digest", root)
    return _seen(size, root)


@lru_cache(maxsize=_REMEMBERED)
def _seen(size: int, root: str) -> Seen:
    """Return what was seen, or raise `MalformedHeaderError` for a root that cannot be one."""
    if not _is_digest(root):
        _fail("seen.root", "a digest", root)
    if size == 0 and root != EMPTY_ROOT:
        _fail("seen.root", "the hash of nothing at size 0", root)
    return Seen(size=size, root=root)


def _read_attachments(value: JsonValue) -> tuple[Digest, ...]:
    if type(value) is not list or not 1 <= len(value) <= MAX_ATTACHMENTS:
        _fail("att", f"1 to {MAX_ATTACHMENTS} digests, or no such field", value)
    for item in value:
        if not _is_digest(item):
            _fail("att", "a digest", item)
    return tuple(value)


def _is_digest(value: object) -> TypeGuard[Digest]:
    return type(value) is str and _DIGEST(value) is not None


def _is_party(value: object) -> TypeGuard[PartyId]:
    return type(value) is str and _has_party_form(value)


@lru_cache(maxsize=_REMEMBERED)
def _has_party_form(text: str) -> bool:
    return _PARTY(text) is not None


def _fail(field_name: str, expected: str, found: object) -> NoReturn:
    raise MalformedHeaderError(f"{field_name}: expected {expected}, found {found!r:.80}")
