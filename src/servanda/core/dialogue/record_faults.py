"""What of a recorded dialogue does not hold together, though each member fits by itself.

Source: docs/spec/dialogue.md, "The file".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.dialogue.rounds import TOOK_PLACE
from servanda.core.faults import Expected, Fault, Found, expect


def reference_faults(value: JsonObject) -> Iterator[Fault]:
    """Yield what is named and not there, named twice, in a circle, or before what it follows.

    Args:
        value: Fits the schema of the file.
    """
    parties = cast("Sequence[str]", value["parties"])
    series, rounds = entries(value, "series"), entries(value, "rounds")
    outcomes, deliverables = entries(value, "outcomes"), entries(value, "deliverables")
    names = {str(one["name"]) for one in series}
    keys = {str(one["key"]) for one in rounds}
    yield from _each_once("parties", [(party,) for party in parties])
    for party in members(value, "names"):
        yield from _known("names", party, parties, "parties")
    yield from _each_once("series", [(one["name"],) for one in series])
    yield from _each_once("rounds", [(one["key"],) for one in rounds])
    yield from _each_once("outcomes", [(one["round"], one["party"]) for one in outcomes])
    yield from _each_once("deliverables", [(one["key"],) for one in deliverables])
    for place, one in _placed("series", series):
        yield from _known(f"{place}.replaces", one.get("replaces"), names, "series")
    yield from _circles(series)
    for place, one in _placed("rounds", rounds):
        yield from _round_faults(place, one, names=names, keys=keys, parties=parties)
    for place, one in _placed("outcomes", outcomes):
        yield from _known(f"{place}.round", one["round"], keys, "rounds")
        yield from _known(f"{place}.party", one["party"], parties, "parties")
        items = entries(one, "items")
        yield from _each_once(f"{place}.items", [(item["key"],) for item in items])
    for place, one in _placed("deliverables", deliverables):
        yield from _known(f"{place}.round", one["round"], keys, "rounds")
        yield from _known(f"{place}.owner", one.get("owner"), parties, "parties")
        for where, said in _placed(f"{place}.progress", entries(one, "progress")):
            yield from _known(f"{where}.by", said.get("by"), parties, "parties")


def entries(value: JsonObject, name: str) -> Sequence[JsonObject]:
    """Return the objects of the list `name`; none where it is left out."""
    return cast("Sequence[JsonObject]", value.get(name, ()))


def members(value: JsonObject, name: str) -> Mapping[str, JsonObject]:
    """Return the objects of the map `name`; none where it is left out."""
    return cast("Mapping[str, JsonObject]", value.get(name, {}))


def _round_faults(
    place: str,
    one: JsonObject,
    *,
    names: Collection[str],
    keys: Collection[str],
    parties: Collection[str],
) -> Iterator[Fault]:
    yield from _known(f"{place}.series", one["series"], names, "series")
    yield from _known(f"{place}.prepares", one.get("prepares"), keys, "rounds")
    if one.get("prepares") == one["key"]:
        yield Fault(f"{place}.prepares", expect(Expected.OTHER_ROUND), one["key"])
    sittings = members(one, "sittings")
    for party in (*sittings, *members(one, "delegations")):
        yield from _known(f"{place}.sittings", party, parties, "parties")
    for party, sitting in sittings.items():
        held, until = sitting.get("held"), sitting.get("held_until")
        if until is not None and (held is None or str(until) < str(held)):
            expected = expect(Expected.DAY_NOT_BEFORE, start=str(held or "held"))
            yield Fault(f"{place}.sittings.{party}.held_until", expected, until)
    if str(one["state"]) in TOOK_PLACE and not any("held" in each for each in sittings.values()):
        yield Fault(
            f"{place}.sittings",
            expect(Expected.WITH, member="state", value=str(one["state"])),
            Found.NOTHING,
        )


def _circles(series: Sequence[JsonObject]) -> Iterator[Fault]:
    replaces = {str(one["name"]): one.get("replaces") for one in series}
    for place, one in _placed("series", series):
        seen, name = set(), one.get("replaces")
        while isinstance(name, str) and name not in seen:
            seen.add(name)
            name = replaces.get(name)
        if one["name"] in seen:
            yield Fault(f"{place}.replaces", expect(Expected.NO_CIRCLE), one.get("replaces"))


def _known(place: str, name: JsonValue, known: Collection[str], list_name: str) -> Iterator[Fault]:
    if name is not None and name not in known:
        yield Fault(place, expect(Expected.NAMED_THERE, list=list_name), name)


def _each_once(place: str, names: Sequence[tuple[JsonValue, ...]]) -> Iterator[Fault]:
    seen: set[tuple[JsonValue, ...]] = set()
    for name in names:
        if name in seen:
            yield Fault(place, expect(Expected.EACH_ONCE), " ".join(map(str, name)))
        seen.add(name)


def _placed(name: str, found: Sequence[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    return ((f"{name}[{place}]", one) for place, one in enumerate(found))
