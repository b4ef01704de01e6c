"""The numbers of the finding rules: a versioned file that both parties hold.

Source: docs/spec/evidence/findings.md, "The rules file".
"""

import tomllib
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of
from servanda.evidence.incidents.elements import CREDIBILITY, Letter
from servanda.evidence.rules import How, how

_MEMBERS = frozenset(
    (
        "version",
        "coders",
        "named_origins",
        "primary_letters",
        "record_letters",
        "record_credibility",
    )
)
SHOWN_DIGITS = 16  # of the digest, in `how`; the whole one stands on the page


class InvalidRulesError(InvalidInputError):
    """A file of finding rules cannot be used: a number is missing, or weaker than it may be."""

    code: ClassVar[str] = "invalid-rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRules:
    """The rules in force.

    Attributes:
        digest: Over the file's bytes.
        coders: People behind an incident that counts.
        named_origins: Distinct named origins for a breach.
        primary_letters: Grades of a single primary origin that is enough.
        record_letters: Grades of the origin behind a kept duty.
        record_credibility: The worst digit of its claim.
    """

    digest: Digest
    version: int
    coders: int
    named_origins: int
    primary_letters: frozenset[Letter]
    record_letters: frozenset[Letter]
    record_credibility: int

    def how(self, rule: str) -> How:
        """Return the written form of a rule under these numbers."""
        return how(rule, self.version, rules=self.digest.removeprefix("sha256:")[:SHOWN_DIGITS])


def parse_rules(data: bytes) -> FindingRules:
    """Return the rules in a file.

    Raises:
        InvalidRulesError: A member is missing or unknown, or would let one person, or no named
            origin, show a breach.
    """
    try:
        members = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidRulesError(f"expected TOML in UTF-8: {error}") from error
    if set(members) != _MEMBERS:
        raise InvalidRulesError(f"expected {sorted(_MEMBERS)}, found {sorted(members)}")
    return FindingRules(
        digest=digest_of(data),
        version=_number(members["version"], "version", least=1),
        coders=_number(members["coders"], "coders", least=2),
        named_origins=_number(members["named_origins"], "named_origins", least=1),
        primary_letters=_letters(members["primary_letters"], "primary_letters"),
        record_letters=_letters(members["record_letters"], "record_letters"),
        record_credibility=_number(
            members["record_credibility"], "record_credibility", least=1, most=CREDIBILITY[-2]
        ),
    )


def _number(value: object, place: str, *, least: int, most: int = 100) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InvalidRulesError(f"{place}: expected {least} to {most}, found {value!r:.40}")
    return value


def _letters(value: object, place: str) -> frozenset[Letter]:
    try:
        letters = frozenset(map(Letter, value)) if isinstance(value, list) else frozenset()
    except ValueError as error:
        raise InvalidRulesError(f"{place}: expected letters A to F, found {value!r:.40}") from error
    if not letters or Letter.F in letters:
        raise InvalidRulesError(f"{place}: expected letters A to E, found {value!r:.40}")
    return letters
