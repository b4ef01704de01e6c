"""Rules between facts and the rest of the header, as values: when `ref` and `body` go with it.

Like the rules between members they are called with what fits by itself, here a header whose
facts fit its type, and return what is wrong, or None. `AnswersOnly` differs: what `ref` points
to is known to the judge alone, who asks `StatementType.may_answer`.

Source: docs/spec/statements/README.md, "The header".
"""

from dataclasses import dataclass

from servanda.core.canonical import JsonObject
from servanda.core.statements.header import Header


@dataclass(frozen=True, slots=True)
class NeedsRef:
    """Where the coded fact `member` is one of `values`, there is a `ref`."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> str | None:
        """Return what is wrong with `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.ref is None:
            return f"ref: expected with {self.member} {value}, found none"
        return None


@dataclass(frozen=True, slots=True)
class NoRef:
    """Where the coded fact `member` is one of `values`, there is no `ref`."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> str | None:
        """Return what is wrong with `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.ref is not None:
            return f"ref: expected none with {self.member} {value}, found {header.ref}"
        return None


@dataclass(frozen=True, slots=True)
class NeedsBody:
    """Where the coded fact `member` is one of `values`, there is a body."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> str | None:
        """Return what is wrong with `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.body is None:
            return f"body: expected with {self.member} {value}, found none"
        return None


@dataclass(frozen=True, slots=True)
class NoBody:
    """Where the coded fact `member` is one of `values`, there is no body."""

    member: str
    values: frozenset[str]

    def __call__(self, header: Header) -> str | None:
        """Return what is wrong with `header`, or None."""
        value = header.facts.get(self.member)
        if value in self.values and header.body is not None:
            return f"body: expected none with {self.member} {value}, found {header.body}"
        return None


@dataclass(frozen=True, slots=True)
class MarkedBody:
    """Where there is a body, there is a marking that says who may see it."""

    def __call__(self, header: Header) -> str | None:
        """Return what is wrong with `header`, or None."""
        if header.body is not None and "tlp" not in header.facts:
            return "tlp: expected with a body, found none"
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
