"""The markings of a statement, and the strictest of all that it draws on.

A statement bears its marking, use limit, handling codes and PAP as facts. What answers something
may say again what it answers, so it inherits all. An attachment has the handling of its
statement, unless the statement's body names another for it.

Source: docs/spec/handling.md; Traffic Light Protocol 2.0 (FIRST).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from servanda.core.canonical import JsonObject
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.sealed import NOTHING_SEALED, FileHandling, SealedPart
from servanda.core.identifiers import Digest, PartyId

MARKINGS = ("clear", "green", "amber", "amber_strict", "red")  # from the mildest to the strictest
USE_LIMITS = ("evidential", "evidential_with_consent", "investigative", "intelligence_only")

PAP_ORDER = ("clear", "green", "amber", "red")

UNMARKED = MARKINGS[0]
UNLIMITED = USE_LIMITS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one statement says about handling.

    Attributes:
        author: Who said it, and alone may lift it.
        marking: One of `MARKINGS`.
        use: One of `USE_LIMITS`.
        codes: Of `HANDLING_CODES`.
        pap: One of `PAP_ORDER`.
    """

    author: PartyId
    marking: str = UNMARKED
    use: str = UNLIMITED
    codes: frozenset[str] = frozenset()
    pap: str = PAP_ORDER[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What holds for a body and its attachments: all parts that it draws on.

    Attributes:
        parts: At least one; the first is what the statement itself says.
    """

    parts: tuple[Part, ...]

    def of_file(self, file: FileHandling) -> "Handling":
        """Return what holds for one attachment of the statement.

        What is named for it stands in the place of what its statement says, stricter or looser;
        what the statement inherits from what it answers stays.
        """
        return Handling(parts=(self._own_part(file), *self.parts[1:]))

    def with_files(self, files: Iterable[FileHandling]) -> "Handling":
        """Return what holds where the body leaves whole: with what opens its attachments.

        The strictest of it and of each of them; a looser one loosens nothing.
        """
        return Handling(parts=(*self.parts, *map(self._own_part, files)))

    def _own_part(self, file: FileHandling) -> Part:
        own = self.parts[0]
        return replace(
            own,
            marking=file.marking or own.marking,
            use=file.use or own.use,
            codes=own.codes if file.codes is None else file.codes,
            pap=file.pap or own.pap,
        )

    @property
    def marking(self) -> str:
        """The strictest marking of all parts."""
        return strictest_marking(part.marking for part in self.parts)

    @property
    def use(self) -> str:
        """The strictest use limit of all parts."""
        return strictest_use(part.use for part in self.parts)

    @property
    def codes(self) -> frozenset[str]:
        """The handling codes of all parts."""
        return frozenset[str]().union(*(part.codes for part in self.parts))

    @property
    def pap(self) -> str:
        """The strictest PAP of all parts."""
        return strictest_pap(part.pap for part in self.parts)

    def codes_for(self, party: PartyId) -> frozenset[str]:
        """Return the codes that bind `party`: those that are not its own."""
        others = (part.codes for part in self.parts if part.author != party)
        return frozenset[str]().union(*others)

    def pap_for(self, party: PartyId) -> str:
        """Return the strictest PAP that is not `party`'s own."""
        return strictest_pap(part.pap for part in self.parts if part.author != party)

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


def strictest_pap(paps: Iterable[str]) -> str:
    """Return the strictest; of none, the mildest there is."""
    return max(paps, key=PAP_ORDER.index, default=PAP_ORDER[0])


def part_of(statement: VerifiedStatement, *, sealed: SealedPart = NOTHING_SEALED) -> Part:
    """Return what `statement` itself says.

    Args:
        statement: The statement.
        sealed: What its body says, where that is held; of two use limits the stricter holds.
    """
    return part_in(statement.header.facts, author=statement.origin.from_party, sealed=sealed)


def part_in(facts: JsonObject, *, author: PartyId, sealed: SealedPart = NOTHING_SEALED) -> Part:
    """Return what `facts` say, as `part_of`."""
    codes = facts.get("handling")
    return Part(
        author=author,
        codes=frozenset(map(str, codes)) if isinstance(codes, Sequence) else frozenset(),
        pap=str(facts.get("pap", PAP_ORDER[0])),
        marking=str(facts.get("tlp", UNMARKED)),
        use=strictest_use((str(facts.get("use", UNLIMITED)), sealed.use or UNLIMITED)),
    )


def answered(
    statement: VerifiedStatement, by_digest: Mapping[Digest, VerifiedStatement]
) -> Iterator[VerifiedStatement]:
    """Yield `statement` and all that it answers, step by step, as far as it is known."""
    yield statement
    ref = statement.header.ref
    while ref is not None and ref in by_digest:  # a `ref` lies in the past of its leaf: this ends
        yield by_digest[ref]
        ref = by_digest[ref].header.ref


def handling_of(
    statement: VerifiedStatement,
    by_digest: Mapping[Digest, VerifiedStatement],
    *,
    sealed: Mapping[Digest, SealedPart] | None = None,
) -> Handling:
    """Return the handling of `statement`: of it and of all that it answers.

    Args:
        statement: Whose.
        by_digest: What it may answer, by leaf hash. What is not in it adds no part.
        sealed: What bodies say, of those that are held.
    """
    bodies = sealed or {}
    return Handling(
        parts=tuple(
            part_of(one, sealed=bodies.get(one.digest, NOTHING_SEALED))
            for one in answered(statement, by_digest)
        )
    )
