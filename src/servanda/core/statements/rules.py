"""Rules between the members of one object, as values: what must, and what may, go together.

A rule is called with an object whose members each fit by themselves, and returns the fault of
them together, or None. Being values, rules can be shown, compared and, by those who draw
examples, followed.

Source: docs/spec/statements/README.md, "Facts".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, cast

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, Found, expect

# The values of a coded member: words, or whole numbers.
Codes: TypeAlias = frozenset[str] | frozenset[int]


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `member` is one of `values`, each of `others` must be given too."""

    member: str
    values: Codes
    others: tuple[str, ...]

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        found = value.get(self.member)
        if found in self.values:
            for other in self.others:
                if other not in value:
                    expected = expect(Expected.WITH, member=self.member, value=str(found))
                    return Fault(other, expected, Found.NOTHING)
        return None


@dataclass(frozen=True, slots=True)
class NeedsUnless:
    """Where `member` is given and none of `values`, each of `others` must be given too."""

    member: str
    values: Codes
    others: tuple[str, ...]

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        found = value.get(self.member)
        if found is not None and found not in self.values:
            for other in self.others:
                if other not in value:
                    expected = expect(Expected.WITH, member=self.member, value=str(found))
                    return Fault(other, expected, Found.NOTHING)
        return None


@dataclass(frozen=True, slots=True)
class NeedsOne:
    """Where `member` is one of `values`, exactly one of `others` is given."""

    member: str
    values: Codes
    others: tuple[str, ...]

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        if value.get(self.member) not in self.values:
            return None
        given = [other for other in self.others if other in value]
        if len(given) == 1:
            return None
        return Fault("", expect(Expected.ONE_GROUP, words=self.others), given or Found.NOTHING)


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """Each of `others` may be given only where `member` is one of `values`."""

    others: tuple[str, ...]
    member: str
    values: Codes

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        if value.get(self.member) not in self.values:
            for other in self.others:
                if other in value:
                    words = tuple(sorted(map(str, self.values)))
                    expected = expect(Expected.ONLY_WITH, member=self.member, words=words)
                    return Fault(other, expected, value[other])
        return None


@dataclass(frozen=True, slots=True)
class OneGroup:
    """Members of exactly one of `groups` are given."""

    groups: tuple[frozenset[str], ...]

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        given = [group for group in self.groups if not group.isdisjoint(value)]
        if len(given) == 1:
            return None
        words = tuple("/".join(sorted(group)) for group in self.groups)
        found = sorted(value.keys() & frozenset().union(*given))
        return Fault("", expect(Expected.ONE_GROUP, words=words), found or Found.NOTHING)


@dataclass(frozen=True, slots=True)
class Rising:
    """The values of the list `member` rise without repetition, so that one meaning has one form.

    Attributes:
        member: A list of words, of numbers, or of objects.
        by: The member of each object that rises; empty where the values themselves do.
    """

    member: str
    by: str = ""

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        entries = cast("Sequence[JsonObject]", value.get(self.member, ()))
        keys = cast("Sequence[int]", [entry[self.by] for entry in entries] if self.by else entries)
        for earlier, later in pairwise(keys):
            if earlier >= later:
                return Fault(self.member, expect(Expected.RISING), [earlier, later])
        return None


@dataclass(frozen=True, slots=True)
class Alone:
    """The word `only` stands alone in the list `member`, as it excludes all others."""

    member: str
    only: str

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        words = cast("Sequence[str]", value.get(self.member, ()))
        if self.only in words and len(words) > 1:
            return Fault(self.member, expect(Expected.ALONE, only=self.only), words)
        return None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The instant `member` lies before the instant `other`, where both are given."""

    member: str
    other: str

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        if self.member not in value or self.other not in value:
            return None
        start, end = str(value[self.member]), str(value[self.other])
        # Of instants in their one written form the order of time is the order of signs.
        if start < end:
            return None
        return Fault(self.other, expect(Expected.AFTER, start=start), end)


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number `member` is given only with the number `other`, and is no greater."""

    member: str
    other: str

    def __call__(self, value: JsonObject) -> Fault | None:
        """Return the fault of `value`, or None."""
        if self.member not in value:
            return None
        if self.other not in value:
            return Fault(
                self.other, expect(Expected.WITH_MEMBER, member=self.member), Found.NOTHING
            )
        part, whole = cast("int", value[self.member]), cast("int", value[self.other])
        if part > whole:
            return Fault(self.member, expect(Expected.AT_MOST, most=whole, other=self.other), part)
        return None
