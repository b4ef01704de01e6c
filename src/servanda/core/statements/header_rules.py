"""Rules between facts and the rest of the header, as values: when `ref` and `body` go with it.

Like the rules between members they are called with what fits by itself, here a header whose
facts fit its type, and return the fault, or None. `AnswersOnly` differs: what `ref` points
to is known to the judge alone, who asks `StatementType.may_answer`.

Source: docs/spec/statements/README.md, "The header".
"""

from dataclasses import dataclass

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest
from servanda.core.statements.header import Header


@dataclass(frozen=True, slots=True)
class NeedsRef:
    """Where the coded fact `member` is one of `values`, there is a `ref`."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> Fault | None:
        """Return the fault of `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.ref is None:
            return _needed("ref", self.member, value)
        return None


@dataclass(frozen=True, slots=True)
class NoRef:
    """Where the coded fact `member` is one of `values`, there is no `ref`."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> Fault | None:
        """Return the fault of `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.ref is not None:
            return _unwanted("ref", self.member, value, found=header.ref)
        return None


@dataclass(frozen=True, slots=True)
class NeedsBody:
    """Where the coded fact `member` is one of `values`, there is a body."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> Fault | None:
        """Return the fault of `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.body is None:
            return _needed("body", self.member, value)
        return None


@dataclass(frozen=True, slots=True)
class NoBody:
    """Where the coded fact `member` is one of `values`, there is no body."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> Fault | None:
        """Return the fault of `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.body is not None:
            return _unwanted("body", self.member, value, found=header.body)
        return None


@dataclass(frozen=True, slots=True)
class MarkedBody:
    """Where there is a body, there is a marking that says who may see it."""

    def __call__(self, header: Header) -> Fault | None:
        """Return the fault of `header`, or None."""
        if header.body is not None and "tlp" not in header.facts:
            return Fault("tlp", expect(Expected.WITH_BODY), Found.NOTHING)
        return None


@dataclass(frozen=True, slots=True)
class AnswersOnly:
    """Where the fact `member` is given, `ref` points to a statement of one of `types`.

    Attributes:
        member: Name of the fact.
        types: Some of the type's `answers`.
        values: Codes of `member` that this is about; empty for every value.
    """

    member: str
    types: frozenset[str]
    values: frozenset[str] = frozenset()

    def allows(self, type_name: str, facts: JsonObject) -> bool:
        """Say whether a statement with `facts`, which fit, may answer one of `type_name`."""
        if self.member not in facts:
            return True
        if self.values and facts[self.member] not in self.values:
            return True
        return type_name in self.types


def _needed(path: str, member: str, value: JsonValue) -> Fault:
    return Fault(path, expect(Expected.WITH, member=member, value=str(value)), Found.NOTHING)


def _unwanted(path: str, member: str, value: JsonValue, *, found: Digest | None) -> Fault:
    return Fault(path, expect(Expected.WITHOUT, member=member, value=str(value)), found)
