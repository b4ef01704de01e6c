"""Which counted statements are folded together, and the hash of all that their shares follow from.

Statements about one case are a group, and cases that name one another are one. Every counted
statement of casework is in one group exactly, but for calendars and communication checks, on
which all others rest.

Source: docs/decisions/0022-a-review-is-a-sum-of-shares.md.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from servanda.core.casework.fold import CASEWORK_TYPES
from servanda.core.exchange.order import Place
from servanda.core.identifiers import HASH_BYTES, PartyId
from servanda.core.review.kept.naming import NOTHING
from servanda.core.review.kept.outlines import KeptOutline

CALENDAR = "calendar"
CHECK = "check"

# Node of a statement that names nothing; a leaf hash has 32 bytes.
_ALONE = b"\0"

# Place, party and conflict in one number; time of receipt.
_HOW = struct.Struct("<qq")


@dataclass(slots=True)
class Ordered:
    """The counted statements of a cut in their order, numbered.

    Attributes:
        places: By number.
        how: By number, what decides how it counts, as bytes for a hash.
    """

    places: list[Place] = field(default_factory=list)
    how: list[bytes] = field(default_factory=list)

    def inputs(self, numbers: Iterable[int]) -> bytes:
        """Return what decides how these statements count, for a hash."""
        return b"".join(map(self.how.__getitem__, numbers))


@dataclass(slots=True, eq=False)
class Group:
    """Statements that are folded together.

    Attributes:
        name: What they are about, or the first of it: a leaf hash, or a name of its own.
        now: Numbers of what this cut counts, in their order.
        before: Numbers, in the order of the cut before, of what that one counted.
    """

    name: bytes
    now: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The counted statements of a cut, and of the cut before, by group.

    Attributes:
        now: This cut.
        before: The cut before; empty at the first.
        groups: In the order in which the first statement of each counts.
        calendars: On which all groups rest.
        checks: What the skew of the clocks follows from.
    """

    now: Ordered
    before: Ordered
    groups: Sequence[Group]
    calendars: Group
    checks: Group


def group_statements(
    now: Iterable[Place],
    before: Iterable[Place],
    *,
    kept: Mapping[PartyId, KeptOutline],
    parties: Sequence[PartyId],
) -> Grouped:
    """Return the counted statements by group.

    Args:
        now: Of this cut, in the order in which they take effect.
        before: Of the cut before, likewise; empty at the first.
        kept: The outlines of both logs.
        parties: In the order of the accord.
    """
    grouping = _Grouping(kept)
    numbered = Ordered(), Ordered()
    numbers = {party: 2 * number for number, party in enumerate(parties)}
    for is_before, places in enumerate((now, before)):
        taken, how = numbered[is_before].places, numbered[is_before].how
        for place in places:
            group = grouping.group_of(place)
            if group is not None:
                (group.before if is_before else group.now).append(len(taken))
                taken.append(place)
                which = numbers[place.party] + place.conflicts
                how.append(_HOW.pack(4 * place.leaf_index + which, place.received))
    groups = list(grouping.groups())
    for group in groups:  # those that were joined
        group.now.sort()
        group.before.sort()
    groups.sort(key=lambda group: group.now[0] if group.now else len(numbered[0].places))
    return Grouped(
        now=numbered[0],
        before=numbered[1],
        groups=groups,
        calendars=grouping.calendars,
        checks=grouping.checks,
    )


class _Grouping:
    """Groups by what they are about; those that turn out to be one are joined."""

    def __init__(self, kept: Mapping[PartyId, KeptOutline]) -> None:
        self.calendars, self.checks = Group(CALENDAR.encode()), Group(CHECK.encode())
        self._kept = kept
        # Copied once: a slice of the original would be copied twice, for every statement.
        self._refs = {party: bytes(one.naming.refs) for party, one in kept.items()}
        self._by_node: dict[bytes, Group] = {}
        self._nodes: dict[int, list[bytes]] = {}  # of a group, by its id

    def group_of(self, place: Place) -> Group | None:
        """Return the group that a statement belongs to; None if it is none of casework."""
        kept = self._kept[place.party]
        type_name = kept.outline.type_names[kept.outline.types[place.leaf_index]]
        if type_name not in CASEWORK_TYPES:
            return None
        if type_name == CALENDAR:
            return self.calendars
        if type_name == CHECK:
            return self.checks
        index, naming = place.leaf_index, kept.naming
        group = None
        ref = self._refs[place.party][index * HASH_BYTES : (index + 1) * HASH_BYTES]
        for node in (naming.openings.get(index), ref, naming.others.get(index)):
            if node is not None and node != NOTHING:
                other = self._by_node.get(node) or self._group(node)
                group = other if group is None else self._joined(group, other)
        return group or self._group(_ALONE + f"{place.party} {index}".encode())

    def groups(self) -> Iterator[Group]:
        """Yield every group once."""
        yield from dict.fromkeys(self._by_node.values())

    def _group(self, node: bytes) -> Group:
        group = self._by_node.get(node)
        if group is None:
            group = self._by_node[node] = Group(node)
        return group

    def _joined(self, first: Group, second: Group) -> Group:
        if first is second:
            return first
        nodes = (self._nodes.pop(id(group), [group.name]) for group in (first, second))
        ours, theirs = nodes
        into, other = (first, second) if len(ours) >= len(theirs) else (second, first)
        for node in theirs if into is first else ours:
            self._by_node[node] = into
        into.name = min(first.name, second.name)
        into.now += other.now
        into.before += other.before
        self._nodes[id(into)] = [*ours, *theirs]
        return into


def hash_of(*parts: bytes) -> bytes:
    """Return a hash over parts that cannot run into one another."""
    lengths = struct.pack(f"<{len(parts)}Q", *map(len, parts))
    return sha256(b"".join((lengths, *parts))).digest()
