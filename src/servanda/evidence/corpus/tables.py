"""What comes from outside the texts, and how long ago: names, facts, and nothing else.

Source: docs/spec/evidence/README.md, "What comes from outside the texts".
"""

from dataclasses import dataclass, field

from servanda.evidence.facts import Fact
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.reading.outlets import Outlets, outlets_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything a rule may know beforehand.

    Attributes:
        gazetteer: Names.
        facts: Dated public events.
        outlets: The outlets of the gazetteer, as pages show them.
    """

    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    facts: tuple[Fact, ...] = ()
    outlets: Outlets = field(default_factory=Outlets)


def tables_of(gazetteer: Gazetteer, facts: tuple[Fact, ...]) -> Tables:
    """Return the tables of a gazetteer and facts."""
    outlets = outlets_among(gazetteer.entities[key] for key in sorted(gazetteer.entities))
    return Tables(gazetteer=gazetteer, facts=facts, outlets=outlets)
