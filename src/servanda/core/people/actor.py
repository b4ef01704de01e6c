"""Who acts: a person who has proved who they are, nobody that is named, or the machine alone.

Source: docs/spec/people.md, "Who acts".
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from servanda.core.errors import InvalidInputError
from servanda.core.people.roles import Role

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
UNNAMED_WORD: Final = "unnamed"
MACHINE_WORD: Final = "machine"


class InvalidPersonError(InvalidInputError):
    """A name is none that a person of the desk can have."""

    code: ClassVar[str] = "invalid-person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, and in which roles.

    Attributes:
        name: The person's name, or one of the two words that stand for nobody.
        cover: For whom, where it is done in somebody's absence; empty otherwise.
        roles: The person's own, or just those of whom they stand in for.
    """

    name: str
    cover: str = ""
    roles: frozenset[Role] = frozenset()

    @property
    def is_person(self) -> bool:
        """Whether somebody has proved who they are."""
        return self.name not in {UNNAMED_WORD, MACHINE_WORD}

    @property
    def eyes(self) -> frozenset[str]:
        """The persons whose judgement this is: two acts with one in common are no four eyes."""
        return frozenset(name for name in (self.name, self.cover) if name)


# In a home without persons whoever can open it may do everything, as long as nobody says who.
UNNAMED: Final = Actor(name=UNNAMED_WORD)
MACHINE: Final = Actor(name=MACHINE_WORD)


def parse_person(name: str) -> str:
    """Return `name` as a person's, or raise `InvalidPersonError`."""
    if _NAME.fullmatch(name) is None or name in {UNNAMED_WORD, MACHINE_WORD}:
        raise InvalidPersonError(
            f"expected a name of a-z, 0-9, '-', beginning with a letter, of 2 to 40, and neither "
            f"{UNNAMED_WORD} nor {MACHINE_WORD}, found {name!r:.60}"
        )
    return name
