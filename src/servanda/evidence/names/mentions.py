"""A name in a text, and whom it means: proposed by rule, merged by decision alone.

Source: docs/spec/evidence/names.md.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.rules import How
from servanda.evidence.spans import Span


class EntityKind(StrEnum):
    """What a name can mean."""

    PERSON = "person"
    OFFICE = "office"
    AGENCY = "agency"  # a body of a state
    FIRM = "firm"
    OUTLET = "outlet"  # who publishes
    ORGANISATION = "organisation"  # any other body: a council, a university
    STATE = "state"
    PLACE = "place"
    UNIT = "unit"  # of an armed force, by number; or a named intrusion group
    GROUP = "group"  # people told of together: "policy experts", "officials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One that mentions mean.

    Attributes:
        key: `<kind>:<normalised full name>`, the same in every document.
        name: The full form, for people to read.
        known: Whether the gazetteer has it; else the text alone does.
    """

    key: str
    name: str
    kind: EntityKind
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters that mean somebody or something.

    Attributes:
        span: The whole form as printed, title included ("Homeland Security Secretary Jeh Johnson").
        name: The part that is the name ("Jeh Johnson"); equals `span` without a title.
        kind: What it means.
        entity: Key of the entity; None where it stays open which one. A form that may be a
            misprint of another has the key of what is printed.
        candidates: Keys that it may mean, in order, where it stays open; and what a proposal
            would have it mean.
        office: Key of the office the title names; None without one.
        how: The rule that decided.
        role: The title or description beside the name, as printed: "Homeland Security Secretary",
            or what follows after a comma; None without one.
    """

    span: Span
    name: Span
    kind: EntityKind
    entity: str | None
    candidates: tuple[str, ...]
    office: str | None
    how: How
    role: Span | None = None


_GENITIVE = re.compile(r"['\u2019]s$")
_MARKS_IN_WORDS = re.compile(r"['\u2019.]")
_NO_NAME = re.compile(r"[\W_]+")


def normal_name(name: str) -> str:
    """Return `name` as it stands in keys: small letters, one space, no marks, no last genitive.

    Digits stay, for the number of a unit is its identity; so do letters of every script.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain = _MARKS_IN_WORDS.sub("", _GENITIVE.sub("", folded))
    return _NO_NAME.sub(" ", plain).strip()


def entity_key(kind: EntityKind, name: str) -> str:
    """Return `<kind>:<normalised full name>`."""
    return f"{kind.value}:{normal_name(name)}"
