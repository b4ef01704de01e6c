"""An accord: the parties and their keys, the terms, and the periods of review.

It is strict JCS and its id is the hash of exactly these bytes. Every leaf names the id of the
version in force for it, so whoever holds the accord's id can check everything below it.

Source: docs/spec/names-and-layouts.md, "Accord"; docs/spec/accord-templates.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import ClassVar, Final, cast

from servanda.core import canonical
from servanda.core.accords.terms import Terms
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import (
    AccordName,
    Digest,
    InvalidNameError,
    PartyId,
    digest_of,
    format_instant,
    parse_accord_name,
    parse_instant,
    parse_party,
)
from servanda.core.keys.card import MAX_SHEETS, Card, verify_card
from servanda.core.statements.fields import (
    MAX_NOTE_BYTES,
    Code,
    DigestField,
    Instant,
    Integer,
    ListOf,
    Pattern,
    Text,
)
from servanda.core.statements.schema import AnyObject, MapOf, Record, Schema, SchemaError

FORMAT = "servanda-accord/1"
MAX_ACCORD_BYTES = 1_048_576  # it travels as the body of its proposal
MAX_CUT_WAIT_SECONDS = 366 * 86_400
MAX_TOLERANCE_SECONDS = 86_400  # a clock a day wrong is no clock

EXERCISE = "exercise"
MODES = frozenset(("real", EXERCISE, "demonstration"))
EXERCISE_OF = "exercise-of:"  # before the template that an exercise is played under

_PARTY = Pattern(r"[a-z0-9.-]{1,64}", Expected.PARTY)
ACCORD: Final = Schema(
    required={
        "cards": ListOf(ListOf(Text(MAX_NOTE_BYTES), most=MAX_SHEETS), least=2, most=2),
        "cut_wait_seconds": Integer(0, MAX_CUT_WAIT_SECONDS),
        "mode": Code(MODES),
        "name": Pattern(r"[a-z0-9-]{1,40}", Expected.ACCORD_NAME),
        "parties": ListOf(_PARTY, least=2, most=2),
        "periods": ListOf(Instant(), least=2, most=1_000),
        "profile": MapOf(Pattern(r"[a-z_]{1,40}", Expected.TYPE_NAME), Integer(1, 999), most=100),
        "template": Record(
            Schema(
                required={
                    "name": Pattern(rf"({EXERCISE_OF})?[a-z0-9-]{{1,40}}", Expected.TEMPLATE_NAME),
                    "sha256": DigestField(),
                }
            )
        ),
        "terms": AnyObject(),
        "tolerance_seconds": Integer(0, MAX_TOLERANCE_SECONDS),
        "v": Code(frozenset((FORMAT,))),
    },
    optional={
        "replaces": DigestField(),
        "witness": Pattern(
            r"[!-~]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{1,2048}", Expected.VERIFIER_KEY
        ),
    },
)


class MalformedAccordError(CounterpartError):
    """Bytes are no accord: not canonical, a member missing or wrong, or a card of another party."""

    code: ClassVar[str] = "malformed-accord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """One version of an accord.

    Attributes:
        name: The same in all versions; part of the logs' names.
        parties: In the accord's order, which decides where times are equal.
        cards: Of the parties, in the same order, each verified.
        mode: `real`, `exercise` or `demonstration`; the same in all versions.
        periods: The start of the first period, then the `until` of each, rising.
        cut_wait_seconds: How long after an `until` its cut may be made.
        tolerance_seconds: By how much two clocks may differ without a mark.
        profile: The statement types in use, and the version of the schemas of each.
        template_name: The template that the terms were made from.
        template_digest: Of the template's files.
        terms: What binds.
        replaces: The id of the version before, or None in the first.
        witness: The neutral witness's key, a C2SP vkey, or None.
    """

    name: AccordName
    parties: tuple[PartyId, PartyId]
    cards: tuple[Card, Card]
    mode: str
    periods: tuple[datetime, ...]
    cut_wait_seconds: int
    tolerance_seconds: int
    profile: Mapping[str, int]
    template_name: str
    template_digest: Digest
    terms: Terms
    replaces: Digest | None = None
    witness: str | None = None


def accord_id(data: bytes) -> Digest:
    """Return the id of the accord whose canonical bytes are `data`."""
    return digest_of(data)


def encode_accord(accord: Accord) -> bytes:
    """Return the canonical bytes of `accord`, without the line feed of a note.

    Raises:
        UnencodableValueError: A text in it is not valid Unicode.
    """
    value: dict[str, JsonValue] = {
        "cards": [[note.decode() for note in card.notes] for card in accord.cards],
        "cut_wait_seconds": accord.cut_wait_seconds,
        "mode": accord.mode,
        "name": accord.name,
        "parties": list(accord.parties),
        "periods": [format_instant(instant) for instant in accord.periods],
        "profile": accord.profile,
        "template": {"name": accord.template_name, "sha256": accord.template_digest},
        "terms": encode_terms(accord.terms),
        "tolerance_seconds": accord.tolerance_seconds,
        "v": FORMAT,
    }
    if accord.replaces is not None:
        value["replaces"] = accord.replaces
    if accord.witness is not None:
        value["witness"] = accord.witness
    return canonical.encode(value)


def parse_accord(data: bytes) -> Accord:
    """Return the accord that `data` writes, with the parties' cards verified.

    Whether the cards are *these parties'*, only the twelve words or the accord's id can tell.

    Args:
        data: From anybody.

    Raises:
        MalformedAccordError: `data` is no accord, or contradicts itself.
        CounterpartError: Of `parse_terms` and `verify_card`, for what stands inside.
    """
    value = _read(data)
    parties = tuple(_read_party(text) for text in cast("Sequence[str]", value["parties"]))
    if parties[0] == parties[1]:
        raise MalformedAccordError(Fault("parties", expect(Expected.EACH_ONCE), parties[0]))
    periods = tuple(map(parse_instant, cast("Sequence[str]", value["periods"])))
    for earlier, later in pairwise(periods):
        if earlier >= later:
            found = format_instant(later)
            raise MalformedAccordError(Fault("periods", expect(Expected.RISING), found))
    template = cast("Mapping[str, str]", value["template"])
    if template["name"].startswith(EXERCISE_OF) and value["mode"] != EXERCISE:
        expected = expect(Expected.WITH, member="mode", value=EXERCISE)
        raise MalformedAccordError(Fault("template.name", expected, template["name"]))
    return Accord(
        name=parse_accord_name(str(value["name"])),
        parties=(parties[0], parties[1]),
        cards=_read_cards(value, parties=parties),
        mode=str(value["mode"]),
        periods=periods,
        cut_wait_seconds=cast("int", value["cut_wait_seconds"]),
        tolerance_seconds=cast("int", value["tolerance_seconds"]),
        profile=cast("Mapping[str, int]", value["profile"]),
        template_name=template["name"],
        template_digest=Digest(template["sha256"]),
        terms=parse_terms(value["terms"]),
        replaces=cast("Digest | None", value.get("replaces")),
        witness=cast("str | None", value.get("witness")),
    )


def _read(data: bytes) -> JsonObject:
    if len(data) > MAX_ACCORD_BYTES:
        raise MalformedAccordError(f"expected at most {MAX_ACCORD_BYTES} bytes, found {len(data)}")
    try:
        value = canonical.parse_object(data)
        ACCORD.validate(value)
    except (canonical.NotCanonicalError, SchemaError) as error:
        raise MalformedAccordError(error.problem) from error
    return value


def _read_party(text: str) -> PartyId:
    try:
        return parse_party(text)
    except InvalidNameError as error:  # what the pattern lets through: only points
        raise MalformedAccordError(f"parties: {error}") from error


def _read_cards(value: JsonObject, *, parties: Sequence[PartyId]) -> tuple[Card, Card]:
    cards = [
        verify_card([note.encode() for note in notes])
        for notes in cast("Sequence[Sequence[str]]", value["cards"])
    ]
    for card, party in zip(cards, parties, strict=True):
        if card.party != party:
            expected = expect(Expected.CARD_OF, party=party)
            raise MalformedAccordError(Fault("cards", expected, card.party))
    return cards[0], cards[1]
