"""A run: consecutive leaves of one log with their bodies, as they lie inside the seal.

The first line, the manifest, gives only lengths; after it come the bytes themselves, as they
were signed, so nothing is encoded a second time and nothing can be read in two ways. Zeros
fill up to a round size: who sees only the envelope cannot tell a short answer from a long one.

Source: docs/spec/envelope.md, Run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import MAX_INTEGER, JsonObject, JsonValue, NotCanonicalError
from servanda.core.envelope.notes import MAX_LEAF_BYTES
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import InvalidNameError, Origin, parse_origin

MAX_RUN_LEAVES = 512  # one commit of the receiver; more does not make it faster
MAX_RUN_BYTES = 16 * 1024 * 1024  # held in memory whole, several at a time
MAX_BODY_BYTES = 1024 * 1024  # what is longer goes into an attachment
SALT_BYTES = 32

_VERSION = "servanda-run/1"
_MAX_MANIFEST_BYTES = 32 * 1024  # 512 leaves of at most 25 characters, and the rest
_MEMBERS = frozenset({"checkpoint", "first", "have", "leaves", "origin", "v"})
_LENGTHS_OF_A_LEAF = 3  # note, salt, body

# Up to a size, the step of the padding; above, the last one, which divides MAX_RUN_BYTES.
_PADDING_STEPS = ((16 * 1024, 512), (128 * 1024, 4 * 1024))
_LAST_PADDING_STEP = 64 * 1024


class MalformedEnvelopeError(CounterpartError):
    """An envelope, or the run inside, is not laid out as the protocol demands."""

    code: ClassVar[str] = "malformed-envelope"


class RunTooLargeError(InvalidInputError):
    """A run would hold more than one envelope may; the sender makes it shorter."""

    code: ClassVar[str] = "run-too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedLeaf:
    """A leaf on its way, with its body while that is not erased; nothing is verified.

    Attributes:
        note: The exact bytes that were signed and are logged.
        salt: `SALT_BYTES` bytes, or None together with `body`.
        body: The body's bytes, or None where the leaf has none or it was erased.
    """

    note: bytes
    salt: bytes | None
    body: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Consecutive leaves of one log, up to a signed checkpoint; or only a word of what is held.

    Attributes:
        origin: The log that the leaves are of.
        first: Index of the first leaf; 0 in an empty run.
        leaves: At most `MAX_RUN_LEAVES`.
        checkpoint: The note over the log of exactly `first + len(leaves)` leaves; None in an
            empty run, and only there.
        have: How many leaves of the recipient's log the sender holds.
        refill: In an empty run only: a signed request to send both logs back.
    """

    origin: Origin
    first: int
    leaves: tuple[CarriedLeaf, ...]
    checkpoint: bytes | None
    have: int
    refill: bytes | None = None


def carried_size(leaf: CarriedLeaf) -> int:
    """Return how many bytes `leaf` takes in a run, the manifest aside."""
    return len(leaf.note) + len(leaf.salt or b"") + len(leaf.body or b"")


def padded_size(size: int) -> int:
    """Return the size that `size` bytes of manifest and contents are filled up to."""
    steps = (step for limit, step in _PADDING_STEPS if size <= limit)
    step = next(steps, _LAST_PADDING_STEP)
    return -(-size // step) * step


def encode_run(run: Run) -> bytes:
    """Return `run` as it lies inside the seal.

    Raises:
        RunTooLargeError: A limit named at the top is passed.
    """
    if len(run.leaves) > MAX_RUN_LEAVES:
        raise RunTooLargeError(f"expected at most {MAX_RUN_LEAVES} leaves, found {len(run.leaves)}")
    lengths = [_lengths_of(leaf) for leaf in run.leaves]
    manifest: dict[str, JsonValue] = {
        "checkpoint": len(run.checkpoint or b""),
        "first": run.first,
        "have": run.have,
        "leaves": lengths,
        "origin": str(run.origin),
        "v": _VERSION,
    }
    if run.refill is not None:
        manifest["refill"] = len(run.refill)
    problem = next(_problems(manifest, lengths), None)
    if problem is not None:
        raise RunTooLargeError(problem)

    parts = [canonical.encode(manifest), b"\n"]
    for leaf in run.leaves:
        parts += (leaf.note, leaf.salt or b"", leaf.body or b"")
    parts += (run.checkpoint or b"", run.refill or b"")
    size = sum(map(len, parts))
    if size > MAX_RUN_BYTES:
        raise RunTooLargeError(f"expected at most {MAX_RUN_BYTES} bytes, found {size}")
    parts.append(bytes(padded_size(size) - size))
    return b"".join(parts)


def parse_run(plain: bytes) -> Run:
    """Return the run that `plain`, just opened, holds; its leaves are not verified.

    Raises:
        MalformedEnvelopeError: A limit is passed, a length does not fit, or the padding is not
            the zeros it must be.
    """
    if len(plain) > MAX_RUN_BYTES:
        raise MalformedEnvelopeError(f"expected at most {MAX_RUN_BYTES} bytes, found {len(plain)}")
    end_of_manifest = plain.find(b"\n", 0, _MAX_MANIFEST_BYTES)
    if end_of_manifest < 0:
        raise MalformedEnvelopeError(f"expected a manifest within {_MAX_MANIFEST_BYTES} bytes")
    try:
        manifest = canonical.parse_object(plain[:end_of_manifest])
        origin = parse_origin(_text(manifest.get("origin")))
    except (NotCanonicalError, InvalidNameError) as error:
        raise MalformedEnvelopeError(f"the manifest cannot be read: {error}") from error
    lengths = _parse_lengths(manifest.get("leaves"))
    problem = next(_problems(manifest, lengths), None)
    if problem is not None:
        raise MalformedEnvelopeError(problem)

    # Checked just above: integers, none negative.
    after = [_integer(manifest["checkpoint"]), _integer(manifest.get("refill", 0))]
    start = end_of_manifest + 1
    end = start + sum(chain.from_iterable(lengths)) + sum(after)
    if len(plain) != padded_size(end):
        raise MalformedEnvelopeError(f"expected {padded_size(end)} bytes, found {len(plain)}")
    if plain.count(0, end) != len(plain) - end:
        raise MalformedEnvelopeError("expected nothing but zeros as padding")

    pieces = _cut(plain, start, chain(chain.from_iterable(lengths), after))
    leaves = tuple(
        CarriedLeaf(note=next(pieces), salt=next(pieces) or None, body=next(pieces) or None)
        for _ in lengths
    )
    return Run(
        origin=origin,
        first=_integer(manifest["first"]),
        leaves=leaves,
        checkpoint=next(pieces) or None,
        have=_integer(manifest["have"]),
        refill=next(pieces) or None,
    )


def _lengths_of(leaf: CarriedLeaf) -> list[int]:
    return [len(leaf.note), len(leaf.salt or b""), len(leaf.body or b"")]


def _parse_lengths(value: JsonValue) -> list[list[int]]:
    if not isinstance(value, list) or len(value) > MAX_RUN_LEAVES:
        raise MalformedEnvelopeError(f"expected a list of at most {MAX_RUN_LEAVES} leaves")
    for item in value:
        if not isinstance(item, list) or len(item) != _LENGTHS_OF_A_LEAF:
            raise MalformedEnvelopeError("expected the lengths of note, salt and body of each leaf")
    return [[_integer(length) for length in item] for item in value]


def _problems(manifest: JsonObject, lengths: list[list[int]]) -> Iterator[str]:
    """Yield which rules of the manifest are broken; the same rules for sender and receiver."""
    if manifest.keys() - {"refill"} != _MEMBERS or manifest["v"] != _VERSION:
        yield f"expected the members of {_VERSION}"
    refill = _integer(manifest.get("refill", 1))
    checkpoint, first, have = (_integer(manifest[name]) for name in ("checkpoint", "first", "have"))
    if first < 0 or not 0 <= have <= MAX_INTEGER or first + len(lengths) > MAX_INTEGER:
        yield f"expected indexes from 0 to {MAX_INTEGER}"
    if not 0 <= checkpoint <= MAX_LEAF_BYTES or not 1 <= refill <= MAX_LEAF_BYTES:
        yield f"expected notes of at most {MAX_LEAF_BYTES} bytes"
    if not lengths and (first or checkpoint):
        yield "expected first and checkpoint 0 in an empty run"
    if lengths and (not checkpoint or "refill" in manifest):
        yield "expected a checkpoint and no refill request in a run of leaves"
    for note, salt, body in lengths:
        if not 1 <= note <= MAX_LEAF_BYTES:
            yield f"expected leaves of 1 to {MAX_LEAF_BYTES} bytes, found {note}"
        is_erased = salt == body == 0
        if not is_erased and not (salt == SALT_BYTES and 1 <= body <= MAX_BODY_BYTES):
            yield (
                f"expected neither salt nor body, or {SALT_BYTES} bytes and 1 to "
                f"{MAX_BODY_BYTES}, found {salt} and {body}"
            )


def _cut(data: bytes, start: int, lengths: Iterator[int]) -> Iterator[bytes]:
    for length in lengths:
        yield data[start : start + length]
        start += length


def _integer(value: JsonValue) -> int:
    if type(value) is not int:
        raise MalformedEnvelopeError("expected a whole number")
    return value


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise MalformedEnvelopeError("expected the name of a log as origin")
    return value
