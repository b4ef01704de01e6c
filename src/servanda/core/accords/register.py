"""The register of commitments: what each said in every version of an accord, and what changed.

A commitment is never overwritten: a new version stands beside the old one, and drift shows. The
clocks and the other terms are kept in the same way, since a promise to answer in time changes with
the time.

Source: docs/reference/cli.md, "servanda register".
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from servanda.core.accords.terms import ClockRule, Commitment, Terms
from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonValue

Item = TypeVar("Item")
Item_co = TypeVar("Item_co", covariant=True)
Key = TypeVar("Key", bound=Hashable)

ADDED: Final = "added"
REMOVED: Final = "removed"
_TOLD_APART: Final = ("commitments", "clocks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Item_co]):
    """What a version says where it says something else than the version before.

    Attributes:
        version: Its number; the first is 1.
        item: What it says; None where it no longer says anything.
        changes: `added`, `removed`, or the attributes that differ, in order of the alphabet.
    """

    version: int
    item: Item_co | None
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The drift of an accord over its versions.

    Attributes:
        commitments: By id, in the order in which the versions name them.
        clocks: By clock, kind, urgency and access.
        members: Of the other terms, as written; only those that changed since the first version.
    """

    commitments: Mapping[str, Sequence[Entry[Commitment]]]
    clocks: Mapping[tuple[str, str, str, str], Sequence[Entry[ClockRule]]]
    members: Mapping[str, Sequence[Entry[JsonValue]]]


def build_register(versions: Sequence[Terms]) -> Register:
    """Return the register of an accord.

    Args:
        versions: The terms of every version that came into force, oldest first.
    """
    members = _history(
        [
            {name: item for name, item in encode_terms(terms).items() if name not in _TOLD_APART}
            for terms in versions
        ],
        differ=lambda before, now: () if before == now else ("value",),
    )
    return Register(
        commitments=_history(
            [{one.id: one for one in terms.commitments} for terms in versions],
            differ=_differ_commitments,
        ),
        clocks=_history(
            [
                {(rule.name, rule.kind, rule.urgency, rule.access): rule for rule in terms.clocks}
                for terms in versions
            ],
            differ=_differ_clocks,
        ),
        members={name: entries for name, entries in members.items() if _has_drifted(entries)},
    )


def _history(
    versions: Sequence[Mapping[Key, Item]], *, differ: Callable[[Item, Item], tuple[str, ...]]
) -> Mapping[Key, Sequence[Entry[Item]]]:
    found: dict[Key, list[Entry[Item]]] = {key: [] for version in versions for key in version}
    for key, entries in found.items():
        before: Item | None = None
        for number, version in enumerate(versions, start=1):
            now = version.get(key)
            if before is not None and now is not None:
                changes = differ(before, now)
            else:
                changes = _came_or_went(before is not None, now is not None)
            if changes:
                entries.append(Entry(version=number, item=now, changes=changes))
            before = now
    return found


def _came_or_went(was_there: bool, is_there: bool) -> tuple[str, ...]:  # noqa: FBT001 - private
    if was_there is is_there:
        return ()
    return (ADDED,) if is_there else (REMOVED,)


def _differ_commitments(before: Commitment, now: Commitment) -> tuple[str, ...]:
    differing = {
        "nature": before.nature != now.nature,
        "only": before.only != now.only,
        "text": before.text != now.text,
    }
    return tuple(name for name, differs in differing.items() if differs)


def _differ_clocks(before: ClockRule, now: ClockRule) -> tuple[str, ...]:
    differing = {
        "amount": before.amount != now.amount,
        "roll": before.roll != now.roll,
        "source": before.source != now.source,
        "unit": before.unit != now.unit,
    }
    return tuple(name for name, differs in differing.items() if differs)


def _has_drifted(entries: Sequence[Entry[JsonValue]]) -> bool:
    return len(entries) > 1 or entries[0].version > 1
