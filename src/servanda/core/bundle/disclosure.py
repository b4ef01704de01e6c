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
from servanda.core.handling.consent import is_consent
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
    CODE = "code"  # a handling code keeps it from being evidence
    REASON = "reason"  # its use as evidence needs somebody's word, and none was said
    CONTROL = "control"  # its author controls where it goes, and did not consent


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
        return self.barrier in {Barrier.MARKING, Barrier.USE, Barrier.CODE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Of the statements that have a body, whose bodies may go along.

    Attributes:
        allowed: Their leaf hashes, and the marking of each.
        by_word: Those of them that pass by a word alone, the naming of their marking, a reason
            or a consent, and what held them.
        consents: Of those that need one, the statement that consents.
        withheld: The others.
    """

    allowed: dict[Digest, str]
    by_word: dict[Digest, Passage]
    consents: dict[Digest, Digest]
    withheld: tuple[WithheldBody, ...]


def decide_disclosure(
    statements: Iterable[VerifiedStatement],
    *,
    named: Collection[str],
    by: PartyId,
    sealed: Mapping[Digest, SealedPart],
    has_reason: bool = False,
    consents: Iterable[VerifiedStatement] = (),
) -> Disclosure:
    """Return whose bodies may go into a bundle.

    What answers something takes over its marking, for it may say again what it answers.

    Args:
        statements: Of both logs, in any order.
        named: The markings to disclose; a statement without one counts as the mildest.
        by: Who makes the bundle.
        sealed: What the bodies say that are held; without any named marking none is needed.
        has_reason: Whether somebody said, in words, why what needs them may go along.
        consents: Statements by which an author consents that something of its own goes on.

    Raises:
        UnknownMarkingError: One that is named is no marking.
    """
    _require_markings(named)
    by_digest = {statement.digest: statement for statement in statements}
    allowed: dict[Digest, str] = {}
    by_word: dict[Digest, Passage] = {}
    given: dict[Digest, Digest] = {}
    told = tuple(consents)
    withheld: list[WithheldBody] = []
    for leaf, statement in by_digest.items():
        if statement.header.body is None or statement.header.type == _PROPOSAL:
            continue
        files = sealed.get(leaf, NOTHING_SEALED).files
        handling = handling_of(statement, by_digest, sealed=sealed).with_files(files)
        found = passage(handling, Door.OUTSIDER, by=by)
        fitting = [one for one in told if is_consent(one, statement, by_digest, by=by)]
        barrier = _barrier(
            handling, found, named=named, has_reason=has_reason, has_consent=bool(fitting)
        )
        if barrier is not None:
            withheld.append(
                WithheldBody(leaf=leaf, marking=handling.marking, use=handling.use, barrier=barrier)
            )
            continue
        allowed[leaf] = handling.marking
        if found.ruling is not Ruling.PASSES:
            by_word[leaf] = found
        if fitting and found.of_code is Ruling.WITH_CONSENT:
            given[leaf] = fitting[0].digest
    return Disclosure(allowed=allowed, by_word=by_word, consents=given, withheld=tuple(withheld))


def _require_markings(named: Collection[str]) -> None:
    for name in sorted(named):
        if name not in MARKINGS:
            raise UnknownMarkingError(f"expected one of {', '.join(MARKINGS)}, found {name!r}")


def _barrier(
    handling: Handling,
    found: Passage,
    *,
    named: Collection[str],
    has_reason: bool,
    has_consent: bool,
) -> Barrier | None:
    """Return what keeps a body out, or None."""
    if handling.marking not in named:
        return Barrier.NOT_NAMED
    for ruling, barrier in (
        (found.of_marking, Barrier.MARKING),
        (found.of_use, Barrier.USE),
        (found.of_code, Barrier.CODE),
    ):
        if ruling is Ruling.STAYS:
            return barrier
    if found.of_code is Ruling.WITH_CONSENT and not has_consent:
        return Barrier.CONTROL
    needs_word = Ruling.WITH_REASON in {found.of_use, found.of_code}
    return Barrier.REASON if needs_word and not (has_reason or has_consent) else None
