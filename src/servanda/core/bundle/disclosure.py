"""Which bodies may go into a bundle: by marking and use limit, and by who set them.

A bundle leaves the two parties. A marking is its author's word on who may read; the author may
lift it, whoever received it may not. So nobody is disclosed anything unless the marking is
named, and what a counterpart kept among the recipients stays out even then. A bundle can serve
as evidence, so what was given for less stays out too. A body holds what opens its attachments:
it goes along only if each of them might.

Source: docs/spec/bundle.md, "Bodies"; docs/spec/handling.md.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import MARKINGS, Handling, handling_of
from servanda.core.handling.sealed import NOTHING_SEALED, SealedPart
from servanda.core.identifiers import Digest, PartyId

_PROPOSAL = "proposal"  # what it carries is the accord, which every bundle has


class UnknownMarkingError(InvalidInputError):
    """A marking was named that there is none of."""

    code: ClassVar[str] = "unknown-marking"


class Barrier(Enum):
    """What keeps a body out; the first that applies."""

    NOT_NAMED = "not_named"  # its marking was not named
    MARKING = "marking"  # its author keeps it among the recipients
    USE = "use"  # it was given for less than evidence
    CONSENT = "consent"  # its use as evidence needs consent, and none was told


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldBody:
    """A body that stays out.

    Attributes:
        leaf: Whose.
        marking: The strictest of the statement, its attachments, and what it answers.
        use: Likewise the use limit.
        barrier: What keeps it out.
    """

    leaf: Digest
    marking: str
    use: str
    barrier: Barrier

    @property
    def is_barred(self) -> bool:
        """Say whether it stays out whatever is named and told."""
        return self.barrier in {Barrier.MARKING, Barrier.USE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Of the statements that have a body, whose bodies may go along.

    Attributes:
        allowed: Their leaf hashes, and the marking of each.
        by_word: Those of them that pass by a word alone, the naming of their marking or the
            consent, and what held them.
        withheld: The others.
    """

    allowed: dict[Digest, str]
    by_word: dict[Digest, Passage]
    withheld: tuple[WithheldBody, ...]


def decide_disclosure(
    statements: Iterable[VerifiedStatement],
    *,
    named: Collection[str],
    by: PartyId,
    sealed: Mapping[Digest, SealedPart],
    has_consent: bool = False,
) -> Disclosure:
    """Return whose bodies may go into a bundle.

    What answers something takes over its marking, for it may say again what it answers.

    Args:
        statements: Of both logs, in any order.
        named: The markings to disclose; a statement without one counts as the mildest.
        by: Who makes the bundle.
        sealed: What the bodies say that are held; without any named marking none is needed.
        has_consent: Whether somebody said, in words, that what needs consent has it.

    Raises:
        UnknownMarkingError: One that is named is no marking.
    """
    for name in sorted(named):
        if name not in MARKINGS:
            raise UnknownMarkingError(f"expected one of {', '.join(MARKINGS)}, found {name!r}")
    by_digest = {statement.digest: statement for statement in statements}
    allowed: dict[Digest, str] = {}
    by_word: dict[Digest, Passage] = {}
    withheld: list[WithheldBody] = []
    for leaf, statement in by_digest.items():
        if statement.header.body is None or statement.header.type == _PROPOSAL:
            continue
        files = sealed.get(leaf, NOTHING_SEALED).files
        handling = handling_of(statement, by_digest, sealed=sealed).with_files(files)
        found = passage(handling, Door.OUTSIDER, by=by)
        barrier = _barrier(handling, found, named=named, has_consent=has_consent)
        if barrier is not None:
            withheld.append(
                WithheldBody(leaf=leaf, marking=handling.marking, use=handling.use, barrier=barrier)
            )
            continue
        allowed[leaf] = handling.marking
        if found.ruling is Ruling.WITH_REASON:
            by_word[leaf] = found
    return Disclosure(allowed=allowed, by_word=by_word, withheld=tuple(withheld))


def _barrier(
    handling: Handling, found: Passage, *, named: Collection[str], has_consent: bool
) -> Barrier | None:
    """Return what keeps a body out, or None."""
    if handling.marking not in named:
        return Barrier.NOT_NAMED
    if found.ruling is Ruling.STAYS:
        return Barrier.USE if found.by_use else Barrier.MARKING
    if found.of_use is Ruling.WITH_REASON and not has_consent:
        return Barrier.CONSENT
    return None
