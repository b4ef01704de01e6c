"""The markings of a statement, and the strictest of all that it draws on.

A statement bears its marking and its use limit as facts. What answers something may say again
what it answers, so it inherits both. An attachment has the handling of its statement.

Source: docs/spec/handling.md; Traffic Light Protocol 2.0 (FIRST).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId

MARKINGS = ("clear", "green", "amber", "amber_strict", "red")  # from the mildest to the strictest
USE_LIMITS = ("evidential", "evidential_with_consent", "investigative", "intelligence_only")

UNMARKED = MARKINGS[0]
UNLIMITED = USE_LIMITS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one statement says about handling.

    Attributes:
        author: Who said it, and alone may lift it.
        marking: One of `MARKINGS`.
        use: One of `USE_LIMITS`.
    """

    author: PartyId
    marking: str = UNMARKED
    use: str = UNLIMITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What holds for a body and its attachments: all parts that it draws on.

    Attributes:
        parts: At least one.
    """

    parts: tuple[Part, ...]

    @property
    def marking(self) -> str:
        """The strictest marking of all parts."""
        return strictest_marking(part.marking for part in self.parts)

    @property
    def use(self) -> str:
        """The strictest use limit of all parts."""
        return strictest_use(part.use for part in self.parts)

    def marking_for(self, party: PartyId) -> str:
        """Return what binds `party`: the strictest marking that is not its own.

        An author may lift its own marking.
        """
        return strictest_marking(part.marking for part in self.parts if part.author != party)

    def use_for(self, party: PartyId) -> str:
        """Return the use limit that binds `party`.

        A limit that it set itself on what the other side gives binds it too: the other side
        gave it for that use. Only what is all its own is free.
        """
        is_own = all(part.author == party for part in self.parts)
        return UNLIMITED if is_own else self.use


def strictest_marking(markings: Iterable[str]) -> str:
    """Return the strictest; of none, the mildest there is."""
    return max(markings, key=MARKINGS.index, default=UNMARKED)


def strictest_use(limits: Iterable[str]) -> str:
    """Return the strictest; of none, the mildest there is."""
    return max(limits, key=USE_LIMITS.index, default=UNLIMITED)


def part_of(statement: VerifiedStatement, *, sealed_use: str = UNLIMITED) -> Part:
    """Return what `statement` itself says.

    Args:
        statement: The statement.
        sealed_use: The use limit that its body names, where that is held; the stricter holds.
    """
    facts = statement.header.facts
    return Part(
        author=statement.origin.from_party,
        marking=str(facts.get("tlp", UNMARKED)),
        use=strictest_use((str(facts.get("use", UNLIMITED)), sealed_use)),
    )


def handling_of(
    statement: VerifiedStatement,
    by_digest: Mapping[Digest, VerifiedStatement],
    *,
    sealed_uses: Mapping[Digest, str] | None = None,
) -> Handling:
    """Return the handling of `statement`: of it and of all that it answers.

    Args:
        statement: Whose.
        by_digest: What it may answer, by leaf hash. What is not in it adds no part.
        sealed_uses: The use limits that bodies name (E21), of those that are held.
    """
    sealed = sealed_uses or {}
    parts = [part_of(statement, sealed_use=sealed.get(statement.digest, UNLIMITED))]
    ref = statement.header.ref
    while ref is not None and ref in by_digest:  # a `ref` lies in the past of its leaf: this ends
        answered = by_digest[ref]
        parts.append(part_of(answered, sealed_use=sealed.get(ref, UNLIMITED)))
        ref = answered.header.ref
    return Handling(parts=tuple(parts))
