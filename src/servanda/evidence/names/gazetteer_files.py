"""Read the gazetteer from TOML files: names known beforehand, each row with its source.

Who starts a run hands the files in; the product's own lie in `data/evidence/gazetteer/`, and a
user's come after them. A row that stands in two files is one row with what both say.

Source: docs/spec/evidence/names.md, "Files".
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final, TypeVar

from servanda.core.accords.key_lines import lines_in_toml
from servanda.evidence.intervals import Interval, InvalidIntervalError
from servanda.evidence.names.gazetteer import Alias, Gazetteer, Holder, KnownEntity
from servanda.evidence.names.gazetteer_rows import InvalidGazetteerError, Place, Row
from servanda.evidence.names.mentions import EntityKind, entity_key, normal_name

MAX_FILE_BYTES: Final = 4_000_000  # the largest public list of actors has about 1.5 MB
_WORDS: Final = "words"
_KINDS: Final = {kind.value: kind for kind in EntityKind if kind is not EntityKind.GROUP}
_EVERY: Final = frozenset({"name", "source", "aliases"})
_OF_KIND: Final = {
    EntityKind.STATE: frozenset({"adjectives"}),
    EntityKind.PLACE: frozenset({"state", "seat"}),
    EntityKind.OFFICE: frozenset({"state", "body", "titles", "holders"}),
    EntityKind.OUTLET: frozenset({"state", "domains", "marks"}),
}
_BODIES: Final = (EntityKind.AGENCY, EntityKind.FIRM, EntityKind.ORGANISATION, EntityKind.OUTLET)
_ELSE: Final = frozenset({"state"})
_ALIAS: Final = frozenset({"form", "source", "said"})
_HOLDER: Final = frozenset({"person", "from", "to", "source"})
_LISTS: Final = frozenset({"family_names", "given_names", "source"})


def parse_gazetteer(files: Sequence[bytes]) -> Gazetteer:
    """Return the gazetteer that `files` hold together.

    Args:
        files: TOML, in the order in which they add to each other; from anybody.

    Raises:
        InvalidGazetteerError: One of them is no gazetteer; names file, line, what was expected
            and what was found.
    """
    digest = sha256()
    rows: dict[str, KnownEntity] = {}
    places: dict[str, Place] = {}
    families: set[str] = set()
    given: set[str] = set()
    for number, content in enumerate(files, start=1):
        digest.update(sha256(content).digest())
        whole = _parsed(content, number)
        here: set[str] = set()
        for place, row in _rows(whole):
            if row.key in here:
                raise place.error("each name once in a file", row.name)
            here.add(row.key)
            rows[row.key] = _joined(rows[row.key], row) if row.key in rows else row
            places[row.key] = place
        lists = Row.of(whole.members.get(_WORDS, {}), whole.place.of(_WORDS), allowed=_LISTS)
        families.update(map(str.lower, lists.texts("family_names")))
        given.update(map(str.lower, lists.texts("given_names")))
    _resolve_references(rows, places)
    for person in list(_holders_without_row(rows)):
        rows.setdefault(person.key, person)
    return Gazetteer(
        entities={key: rows[key] for key in sorted(rows)},
        digest=digest.hexdigest(),
        family_names=frozenset(families),
        given_names=frozenset(given),
    )


def _parsed(content: bytes, number: int) -> Row:
    top = Place(file=number, path="", lines={})
    if len(content) > MAX_FILE_BYTES:
        raise top.error(f"at most {MAX_FILE_BYTES} bytes", len(content))
    try:
        text = content.decode("utf-8")
        data: dict[str, object] = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise top.error("UTF-8", f"byte {error.start} is none") from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidGazetteerError(f"file {number}: expected TOML, found: {error}") from error
    except RecursionError as error:
        raise top.error("TOML", "a text that is nested too deeply") from error
    place = Place(file=number, path="", lines=lines_in_toml(text))
    for name in data:
        if name != _WORDS and name not in _KINDS:
            raise place.of(name).error(f"one of {_WORDS}, {', '.join(sorted(_KINDS))}", name)
    return Row(place=place, members=data)


def _rows(whole: Row) -> Iterator[tuple[Place, KnownEntity]]:
    for word, kind in _KINDS.items():
        value = whole.members.get(word, [])
        if not isinstance(value, list):
            raise whole.place.of(word).error(f"rows under [[{word}]]", value)
        for index, entry in enumerate(value):
            place = whole.place.of(f"{word}[{index}]")
            allowed = _EVERY | _OF_KIND.get(kind, _ELSE)
            yield place, _row(Row.of(entry, place, allowed=allowed), kind)


def _row(row: Row, kind: EntityKind) -> KnownEntity:
    name = row.text("name")
    if not normal_name(name):
        raise row.place.of(".name").error("a letter or digit", name)
    state, body = row.text_or_none("state"), row.text_or_none("body")
    return KnownEntity(
        key=entity_key(kind, name),
        name=name,
        kind=kind,
        aliases=tuple(_alias(value, place) for value, place in row.entries("aliases")),
        state=entity_key(EntityKind.STATE, state) if state else "",
        body=body,
        adjectives=row.texts("adjectives"),
        is_seat=row.truth("seat"),
        holders=tuple(_holder(value, place) for value, place in row.entries("holders")),
        titles=row.texts("titles"),
        domains=row.texts("domains"),
        marks=row.texts("marks"),
        source=row.text("source"),
    )


def _alias(value: object, place: Place) -> Alias:
    if isinstance(value, str):
        value = {"form": value}
    row = Row.of(value, place, allowed=_ALIAS)
    is_said = row.truth("said")
    source = row.text("source") if is_said else row.text_or_none("source")
    return Alias(form=row.text("form"), source=source, is_said=is_said)


def _holder(value: object, place: Place) -> Holder:
    row = Row.of(value, place, allowed=_HOLDER)
    person = entity_key(EntityKind.PERSON, row.text("person"))
    try:
        days = Interval(earliest=row.day_or_none("from"), latest=row.day_or_none("to"))
    except InvalidIntervalError as error:
        raise place.error("a first day not after the last", row.members) from error
    return Holder(person=person, name=row.text("person"), days=days, source=row.text("source"))


def _joined(earlier: KnownEntity, later: KnownEntity) -> KnownEntity:
    """Return one row with what both say; of single values the later one holds if it has one."""
    return replace(
        earlier,
        aliases=_union(earlier.aliases, later.aliases),
        state=later.state or earlier.state,
        body=later.body or earlier.body,
        adjectives=_union(earlier.adjectives, later.adjectives),
        is_seat=later.is_seat or earlier.is_seat,
        holders=_union(earlier.holders, later.holders),
        titles=_union(earlier.titles, later.titles),
        domains=_union(earlier.domains, later.domains),
        marks=_union(earlier.marks, later.marks),
        source="; ".join(dict.fromkeys((earlier.source, later.source))),
    )


T = TypeVar("T")


def _union(earlier: tuple[T, ...], later: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*earlier, *later)))


def _resolve_references(rows: dict[str, KnownEntity], places: Mapping[str, Place]) -> None:
    """Put the key for the name of a body, and require that states and bodies have rows.

    After all files, for one may name what another has.
    """
    for key, row in sorted(rows.items()):
        if row.state and row.state not in rows:
            raise places[key].of(".state").error("the name of a state that has a row", row.state)
        if row.body and row.body not in rows:
            keys = [entity_key(kind, row.body) for kind in _BODIES]
            found = [body for body in keys if body in rows]
            if not found:
                raise places[key].of(".body").error("an agency or firm that has a row", row.body)
            rows[key] = replace(row, body=found[0])


def _holders_without_row(rows: Mapping[str, KnownEntity]) -> Iterator[KnownEntity]:
    """Yield a row for each person who is known by an office alone."""
    for row in rows.values():
        for holder in row.holders:
            yield KnownEntity(
                key=holder.person,
                name=holder.name,
                kind=EntityKind.PERSON,
                state=row.state,
                source=holder.source,
            )
