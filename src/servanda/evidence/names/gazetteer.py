"""Names that are known beforehand: states, agencies, offices with dated holders, firms, outlets.

Data, not code: `parse_gazetteer` reads TOML files that the shell hands in. A user's own file has
the same form, and a later file adds to an earlier one.

Source: docs/spec/evidence/names.md, "The gazetteer".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from servanda.evidence.intervals import Interval
from servanda.evidence.names.mentions import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """Another form of a name.

    Attributes:
        form: As printed.
        source: Where it is found that both are one; empty for a mere spelling.
        is_said: True where a source says so and no more: `said to be`, never `is`.
    """

    form: str
    source: str = ""
    is_said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who held an office, and when."""

    person: str  # entity key
    days: Interval
    source: str
    name: str = ""  # the full form


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntity:
    """One row of the gazetteer.

    Attributes:
        key: `<kind>:<normalised full name>`.
        name: The full form.
        kind: What it is.
        aliases: Other forms. Of a person: a single word is a form that everybody knows.
        state: Key of the state that it belongs to; empty for none.
        body: For an office: key of the agency or firm that it belongs to; empty for none.
        adjectives: For a state: what its own are called ("Chinese").
        is_seat: For a place: the government sits there, and its name may stand for it.
        holders: For an office: dated, in order.
        titles: For an office: forms that stand before or after a name ("Attorney General").
        domains: For an outlet: the ends of web and mail addresses that are its own.
        marks: For an outlet: texts in page furniture that only its pages carry.
        source: Where the row was checked.
    """

    key: str
    name: str
    kind: EntityKind
    aliases: tuple[Alias, ...] = ()
    state: str = ""
    body: str = ""
    adjectives: tuple[str, ...] = ()
    is_seat: bool = False
    holders: tuple[Holder, ...] = ()
    titles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All rows by key, and the digest of the files they came from.

    Attributes:
        entities: By key.
        digest: SHA-256 over the files in the order given; it stands in the report.
        family_names: Chinese family names in pinyin, in small letters.
        given_names: Names that people are given at birth, in small letters; a hint that what
            stands behind is a person's family name.
    """

    # Not part of the hash, for a mapping has none; what is compiled from it is kept by it.
    entities: Mapping[str, KnownEntity] = field(default_factory=dict, hash=False)
    digest: str = ""
    family_names: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
