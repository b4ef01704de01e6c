"""Which bodies may go into a bundle: by their marking, and by who set it.

A bundle leaves the two parties. A marking is its author's word on who may read; the author may
lift it, whoever received it may not. So nobody is disclosed anything unless the marking is
named, and what a counterpart kept among the recipients stays out even then.

Source: docs/spec/bundle.md, "Bodies"; docs/spec/handling.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.handling.markings import MARKINGS, handling_of
from servanda.core.identifiers import Digest, PartyId

_PROPOSAL = "proposal"  # what it carries is the accord, which every bundle has


class UnknownMarkingError(InvalidInputError):
    """A marking was named that there is none of."""

    code: ClassVar[str] = "unknown-marking"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldBody:
    """A body that stays out.

    Attributes:
        leaf: Whose.
        marking: The strictest of the statement and of what it answers.
        is_barred: Its marking was named, and its author keeps it among the recipients.
    """

    leaf: Digest
    marking: str
    is_barred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Of the statements that have a body, whose bodies may go along.

    Attributes:
        allowed: Their leaf hashes, and the marking of each.
        by_word: Those of them that pass by the naming of their marking alone, and what held them.
        withheld: The others.
    """

    allowed: dict[Digest, str]
    by_word: dict[Digest, Passage]
    withheld: tuple[WithheldBody, ...]


def decide_disclosure(
    statements: Iterable[VerifiedStatement], *, named: Collection[str], by: PartyId
) -> Disclosure:
    """Return whose bodies may go into a bundle.

    What answers something takes over its marking, for it may say again what it answers.

    Args:
        statements: Of both logs, in any order.
        named: The markings to disclose; a statement without one counts as the mildest.
        by: Who makes the bundle.

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
        handling = handling_of(statement, by_digest)
        found = passage(handling, Door.OUTSIDER, by=by)
        stays = found.ruling is Ruling.STAYS
        is_named = handling.marking in named
        if is_named and not stays:
            allowed[leaf] = handling.marking
            if found.ruling is Ruling.WITH_REASON:
                by_word[leaf] = found
        else:
            withheld.append(
                WithheldBody(leaf=leaf, marking=handling.marking, is_barred=is_named and stays)
            )
    return Disclosure(allowed=allowed, by_word=by_word, withheld=tuple(withheld))
