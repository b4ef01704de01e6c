"""The outlets that are known beforehand, in the form in which pages show them.

Rows of the gazetteer, turned around: from the end of an address, or from a text that only pages
of one outlet carry, to the outlet.

Source: docs/spec/evidence/documents.md, "Publisher".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from servanda.evidence.names.gazetteer import KnownEntity
from servanda.evidence.names.mentions import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """Known outlets.

    Attributes:
        domains: End of an address in lower case (`daily.example`) to the outlet's name.
        marks: Text in page furniture, as printed, to the outlet's name.
        names: Name or alias in lower case to the outlet's name.
    """

    domains: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def of_address(self, host: str) -> str | None:
        """Return the outlet whose domain `host` is or lies under; None where none is known."""
        labels = host.lower().strip(".").split(".")
        for first in range(len(labels) - 1):
            if name := self.domains.get(".".join(labels[first:])):
                return name
        return None


NO_OUTLETS = Outlets()


def outlets_among(entities: Iterable[KnownEntity]) -> Outlets:
    """Return the outlets among the rows of a gazetteer; a later row wins over an earlier."""
    domains: dict[str, str] = {}
    marks: dict[str, str] = {}
    names: dict[str, str] = {}
    for entity in entities:
        if entity.kind is not EntityKind.OUTLET:
            continue
        domains |= {domain.lower(): entity.name for domain in entity.domains}
        marks |= {mark: entity.name for mark in entity.marks}
        names |= {form.lower(): entity.name for form in (entity.name, *_forms(entity))}
    return Outlets(domains=domains, marks=marks, names=names)


def _forms(entity: KnownEntity) -> tuple[str, ...]:
    return tuple(alias.form for alias in entity.aliases if not alias.is_said)
