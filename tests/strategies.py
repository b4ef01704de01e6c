"""Hypothesis strategies for what is exchanged, kept in one place so that tests draw the same."""

from base64 import b64encode
from datetime import UTC, date, datetime
from typing import cast

from hypothesis import strategies as st

from servanda.core.accords.terms import (
    ANY,
    ClockRule,
    Commitment,
    Hotline,
    Series,
    ServiceLevel,
    Stage,
    Terms,
)
from servanda.core.accords.terms_schema import (
    CLOCK_NAMES,
    LIMITS,
    NATURES,
    READINGS,
    ROLLING_UNITS,
)
from servanda.core.canonical import MAX_INTEGER, JsonObject, JsonValue
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, format_instant
from servanda.core.statements.codes import (
    EXTENSION_GROUNDS,
    FOUR_EYES_TYPES,
    GROUNDS,
    KINDS,
    STAGES,
    URGENCY_CRITERIA,
)
from servanda.core.statements.fields import (
    AccordCode,
    Base64Bytes,
    Code,
    Day,
    DigestField,
    Field,
    Instant,
    Integer,
    KemName,
    KeySheetNote,
    ListOf,
    Pattern,
    Text,
    Truth,
)
from servanda.core.statements.header import EMPTY_ROOT, MAX_ATTACHMENTS, Header, Seen
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.rules import (
    Alone,
    AtMost,
    Earlier,
    Needs,
    NeedsUnless,
    OnlyWith,
    Rising,
)
from servanda.core.statements.schema import MapOf, Record, Rule, Schema, SchemaError
from servanda.core.statements.types import StatementType

_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"

digests: st.SearchStrategy[Digest] = st.binary(min_size=32, max_size=32).map(digest_from_hash)

parties: st.SearchStrategy[PartyId] = st.text(_NAME_CHARACTERS, min_size=1, max_size=20).map(
    lambda name: PartyId(f"{name}.example")
)

instants: st.SearchStrategy[datetime] = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds, adds the zone
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(microsecond=0))

# Any JSON that has a canonical form, a little of everything.
json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(_NAME_CHARACTERS, min_size=1, max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)

json_objects: st.SearchStrategy[JsonObject] = st.dictionaries(
    st.text(_NAME_CHARACTERS, min_size=1, max_size=8), json_values, max_size=4
)


def field_values(field: Field) -> st.SearchStrategy[JsonValue]:  # noqa: C901, PLR0911, PLR0912 - one line a field
    """Draw values that fit `field`."""
    match field:
        case Code(values):
            return st.sampled_from(sorted(values))
        case AccordCode(_, values):
            return st.sampled_from(sorted(values)) if values else st.sampled_from(["C1.1", "cyber"])
        case Integer(least, most):
            return st.integers(least, most)
        case Truth():
            return st.booleans()
        case Instant():
            return instants.map(format_instant)
        case Day():
            return st.dates(min_value=date(1990, 1, 1)).map(date.isoformat)
        case DigestField():
            return digests
        case Base64Bytes(length):
            return st.binary(min_size=4, max_size=4).map(
                lambda raw: b64encode((raw * length)[:length]).decode()
            )
        case KemName():
            return st.integers(0, 99).map(lambda number: f"kem-{number}")
        case KeySheetNote():
            return st.just('{"v":"servanda-sheet/1"}\n\n— alice.example/servanda/root AAAA\n')
        case Pattern(expression):
            return st.from_regex(expression, fullmatch=True)
        case Text():
            return st.text("abc é中\n", min_size=1, max_size=20).filter(str.strip)
        case ListOf(item, most, least):
            return st.lists(field_values(item), min_size=least, max_size=min(most, least + 3))
        case MapOf(name, item, most, least):
            names = field_values(name).map(str)
            return st.dictionaries(
                names, field_values(item), min_size=least, max_size=min(most, least + 3)
            )
        case Record(schema):
            return objects_of(schema)
        case _:
            raise TypeError(f"no strategy for {field!r}")


def objects_of(schema: Schema) -> st.SearchStrategy[JsonObject]:
    """Draw objects whose members fit `schema`; its rules between members may be broken."""
    return st.fixed_dictionaries(
        {name: field_values(field) for name, field in schema.required.items()},
        optional={name: field_values(field) for name, field in schema.optional.items()},
    )


def _follows_rules(schema: Schema, value: JsonObject) -> bool:
    try:
        schema.validate(value)
    except SchemaError:
        return False
    return True


@st.composite
def facts_of(draw: st.DrawFn, statement_type: StatementType) -> JsonObject:
    """Draw facts that fit `statement_type`, its rules included."""
    schema = statement_type.facts
    value = dict(draw(objects_of(schema)))
    for rule in schema.rules:
        _follow(rule, value, schema, draw)
    if _follows_rules(schema, value):
        return value
    # Leave out what the rules do not allow together; the rest of the value stays random.
    for name in sorted(schema.optional):
        without = {key: item for key, item in value.items() if key != name}
        if _follows_rules(schema, without):
            return without
    return draw(objects_of(schema).filter(lambda other: _follows_rules(schema, other)))


def _follow(  # noqa: C901, PLR0912 - one case for each kind of rule
    rule: Rule, value: dict[str, JsonValue], schema: Schema, draw: st.DrawFn
) -> None:
    """Change `value` so that it follows `rule`, and keep what can stay random."""
    match rule:
        case OnlyWith(others, member, values) if value.get(member) not in values:
            for name in others:
                value.pop(name, None)
        case Needs(member, values, others) if value.get(member) in values:
            for name in others:
                if name not in value:
                    value[name] = draw(field_values({**schema.required, **schema.optional}[name]))
        case NeedsUnless(member, values, others) if value.get(member, "") not in values:
            for name in others if member in value else ():
                if name not in value:
                    value[name] = draw(field_values({**schema.required, **schema.optional}[name]))
        case Earlier(member, other) if member in value and other in value:
            value[member] = "1990-01-01T00:00:00Z"
        case Rising(member, by) if member in value:
            entries = cast("list[JsonValue]", value[member])
            keyed = {cast("JsonObject", item)[by] if by else item: item for item in entries}
            value[member] = [keyed[key] for key in sorted(keyed)]  # type: ignore[type-var]  # alike
        case Alone(member, only) if only in cast("list[JsonValue]", value.get(member, [])):
            value[member] = [only]
        case AtMost(member, other) if member in value:
            most = cast("int", value.setdefault(other, value[member]))
            value[member] = min(cast("int", value[member]), most)
        case _:
            pass  # it holds already, or is a rule of one type alone


@st.composite
def headers(draw: st.DrawFn, statement_type: StatementType | None = None) -> Header:
    """Draw well-formed headers, of `statement_type` or of any type known or not."""
    if statement_type is None and draw(st.booleans()):
        statement_type = draw(st.sampled_from(list(STATEMENT_TYPES.values())))
    seq = draw(st.sampled_from([0, 1, 2, 4096, MAX_INTEGER]))
    size = draw(st.sampled_from([0, 1, 37, MAX_INTEGER]))
    from_party, to_party = draw(st.lists(parties, min_size=2, max_size=2, unique=True))
    optional = st.none() | digests
    return Header(
        from_party=from_party,
        to_party=to_party,
        accord=draw(optional),
        seq=seq,
        prev=None if seq == 0 else draw(digests),
        seen=Seen(size=size, root=EMPTY_ROOT if size == 0 else draw(digests)),
        time=draw(instants),
        type=statement_type.name if statement_type else draw(st.sampled_from(["x", "a_b"])),
        facts=draw(facts_of(statement_type) if statement_type else json_objects),
        ref=draw(optional),
        body=draw(optional),
        att=tuple(draw(st.lists(digests, max_size=MAX_ATTACHMENTS // 16))),
        extra=draw(
            st.dictionaries(st.sampled_from(["zz", "annotation", "x-1"]), json_values, max_size=2)
        ),
    )


SOURCES = st.sampled_from(["", "borrowed, editable [M]"])


@st.composite
def countings(draw: st.DrawFn) -> tuple[str, int, str]:
    """Draw unit, amount and roll that fit each other."""
    unit = draw(st.sampled_from(["hours", "calendar_days", "working_days", "months", "none"]))
    rolls = ["none", "next_working_day"] if unit in ROLLING_UNITS else ["none"]
    amount = 0 if unit == "none" else draw(st.integers(1, 365))
    return unit, amount, draw(st.sampled_from(rolls))


@st.composite
def clock_rules(draw: st.DrawFn) -> ClockRule:
    """Draw one clock rule that is valid by itself."""
    unit, amount, roll = draw(countings())
    return ClockRule(
        name=draw(st.sampled_from(sorted(CLOCK_NAMES))),
        kind=draw(st.sampled_from([ANY, *sorted(KINDS)])),
        urgency=draw(st.sampled_from([ANY, *sorted(URGENCY_CRITERIA)])),
        access=draw(st.sampled_from([ANY, "direct", "indirect"])),
        unit=unit,
        amount=amount,
        roll=roll,
        source=draw(SOURCES),
    )


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """Draw stages of which each starts at awareness or after one that stands before it."""
    names = draw(st.lists(st.sampled_from(sorted(STAGES)), unique=True))
    found: list[Stage] = []
    for name in names:
        unit, amount, roll = draw(countings())
        after = draw(st.sampled_from(["", *(stage.name for stage in found)]))
        found.append(
            Stage(
                name=name,
                start="stage" if after else "awareness",
                after=after,
                unit=unit,
                amount=amount,
                roll=roll,
                source=draw(SOURCES),
            )
        )
    return tuple(found)


@st.composite
def service_levels(draw: st.DrawFn, *, kinds: frozenset[str]) -> tuple[ServiceLevel, ...]:
    """Draw levels of which no two are about the same."""
    level = st.builds(
        ServiceLevel,
        kind=st.sampled_from([ANY, *sorted(kinds)]),
        urgency=st.sampled_from([ANY, *sorted(URGENCY_CRITERIA)]),
        percent=st.integers(1, 100),
        hours=st.integers(1, 10_000),
        source=SOURCES,
    )
    unique = st.lists(level, max_size=3, unique_by=lambda one: (one.kind, one.urgency, one.percent))
    return tuple(draw(unique))


def series() -> st.SearchStrategy[tuple[Series, ...]]:
    """Draw series of meetings, each of another name."""
    one = st.builds(
        Series,
        name=st.sampled_from(["dialogue", "experts"]),
        first_by=st.none() | st.dates(),
        interval_months=st.integers(1, 120),
        source=SOURCES,
    )
    return st.lists(one, unique_by=lambda each: each.name).map(tuple)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Draw terms that an accord can have."""
    ids = draw(st.lists(st.sampled_from(["C1", "C1.1", "C2", "A_3"]), min_size=1, unique=True))
    languages = draw(st.sampled_from([["en"], ["en", "zh-Hans"]]))
    clocks = draw(
        st.lists(
            clock_rules(),
            max_size=6,
            unique_by=lambda rule: (rule.name, rule.kind, rule.urgency, rule.access),
        )
    )
    days = draw(st.integers(1, 90))
    kinds = draw(st.frozensets(st.sampled_from(sorted(KINDS)), min_size=1))
    check_months = draw(st.integers(0, 12))
    return Terms(
        commitments=tuple(
            Commitment(
                id=name,
                nature=draw(st.sampled_from(sorted(NATURES))),
                text={language: f"{name} in {language}" for language in languages},
                only=draw(st.sampled_from([{}, {languages[-1]: f"in {languages[-1]}"}])),
            )
            for name in ids
        ),
        kinds=kinds,
        clocks=tuple(clocks),
        grounds=draw(st.frozensets(st.sampled_from(sorted(GROUNDS)), min_size=1)),
        subjects=draw(st.frozensets(st.sampled_from(["cyber", "maritime"]), min_size=1)),
        grace_seconds=draw(st.integers(0, 60)),
        preservation_days=days,
        preservation_longest_days=days + draw(st.integers(0, 90)),
        preservation_source=draw(st.sampled_from(["", "borrowed [M]"])),
        languages=draw(st.sampled_from([frozenset({"en"}), frozenset({"pt-BR", "zh-Hans"})])),
        extension_grounds=draw(st.frozensets(st.sampled_from(sorted(EXTENSION_GROUNDS)))),
        clarification_rounds=draw(st.integers(0, 3)),
        reopening_days=draw(st.integers(0, 100)),
        enquiry_days=draw(st.integers(1, 5)),
        written_hours=draw(st.integers(1, 48)),
        confirmation_hours=draw(st.integers(1, 96)),
        sources=draw(st.dictionaries(st.sampled_from(LIMITS), st.just("agreed [S]"))),
        service_levels=draw(service_levels(kinds=kinds)),
        stages=draw(stages()),
        series=draw(series()),
        hotline=draw(
            st.none()
            | st.builds(Hotline, reading=st.sampled_from(sorted(READINGS)), source=SOURCES)
        ),
        check_months=check_months,
        check_source=draw(SOURCES) if check_months else "",
        four_eyes=draw(st.frozensets(st.sampled_from(sorted(FOUR_EYES_TYPES)), max_size=3)),
    )
