"""Rules between the members of one object, as values: what must, and what may, go together.

A rule is called with an object whose members each fit by themselves, and returns what is wrong
with them together, or None. Being values, rules can be shown, compared and, by those who draw
examples, followed.

Source: docs/spec/statements/README.md, "Facts".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, cast

from servanda.core.canonical import JsonObject

# The values of a coded member: words, or whole numbers.
Codes: TypeAlias = frozenset[str] | frozenset[int]


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `member` is one of `values`, each of `others` must be given too."""

    member: str
    values: Codes
    others: tuple[str, ...]

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        if value.get(self.member) in self.values:
            for other in self.others:
                if other not in value:
                    return f"{other}: expected with {self.member} {value[self.member]}, found none"
        return None


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """Each of `others` may be given only where `member` is one of `values`."""

    others: tuple[str, ...]
    member: str
    values: Codes

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        if value.get(self.member) not in self.values:
            for other in self.others:
                if other in value:
                    allowed = ", ".join(sorted(map(str, self.values)))
                    return f"{other}: expected only with {self.member} {allowed}"
        return None


@dataclass(frozen=True, slots=True)
class OneGroup:
    """Members of exactly one of `groups` are given."""

    groups: tuple[frozenset[str], ...]

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        given = sum(not group.isdisjoint(value) for group in self.groups)
        if given == 1:
            return None
        named = " or ".join("/".join(sorted(group)) for group in self.groups)
        return f"expected exactly one of {named}, found {given}"


@dataclass(frozen=True, slots=True)
class Rising:
    """The values of the list `member` rise without repetition, so that one meaning has one form.

    Attributes:
        member: A list of words, of numbers, or of objects.
        by: The member of each object that rises; empty where the values themselves do.
    """

    member: str
    by: str = ""

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        entries = cast("Sequence[JsonObject]", value.get(self.member, ()))
        keys = cast("Sequence[int]", [entry[self.by] for entry in entries] if self.by else entries)
        for earlier, later in pairwise(keys):
            if earlier >= later:
                return (
                    f"{self.member}: expected rising order without repetition, "
                    f"found {earlier} before {later}"
                )
        return None


@dataclass(frozen=True, slots=True)
class Alone:
    """The word `only` stands alone in the list `member`, as it excludes all others."""

    member: str
    only: str

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        words = cast("Sequence[str]", value.get(self.member, ()))
        if self.only in words and len(words) > 1:
            return f"{self.member}: expected {self.only} alone, found {', '.join(words)}"
        return None


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number `member` is given only with the number `other`, and is no greater."""

    member: str
    other: str

    def __call__(self, value: JsonObject) -> str | None:
        """Return what is wrong with `value`, or None."""
        if self.member not in value:
            return None
        if self.other not in value:
            return f"{self.other}: expected with {self.member}, found none"
        part, whole = cast("int", value[self.member]), cast("int", value[self.other])
        if part > whole:
            return f"{self.member}: expected at most {self.other} {whole}, found {part}"
        return None
