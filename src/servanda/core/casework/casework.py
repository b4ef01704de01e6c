"""All that two parties' counted statements come to: requests, information, calls, calendars.

Owned by the fold, which alone writes it; verdicts and figures only read it.

Source: docs/spec/casework.md, "What is kept".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from servanda.core.accords.terms import Terms
from servanda.core.casework.calendars import CalendarVersion
from servanda.core.casework.calls import Call
from servanda.core.casework.case import Case
from servanda.core.casework.information import Incident, InformationItem
from servanda.core.casework.known_dues import KnownDues
from servanda.core.casework.skew import Skew
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId


@dataclass(slots=True, kw_only=True)
class Casework:
    """What is between two parties, and what their clocks need.

    Attributes:
        terms: Of every version of the accord that a statement may name, by its id.
        cases: By the request's leaf hash, in the order in which they count.
        informations: What was given unasked, by its leaf hash, likewise.
        incidents: What is told in stages, by the leaf hash of the first telling.
        calls: By the leaf hash of the one that says a call was made.
        calendars: Each party's calendars, in the order in which they count.
        skew: What communication checks tell of the two clocks.
        known_dues: Due times reckoned before; asking again costs little.
        out_of_state: Statements that had no effect, in their order; also those that refer to
            something that does not count.
        beside_requests: Those of them that are about no request, by who said them.
    """

    terms: Mapping[Digest, Terms]
    cases: dict[Digest, Case] = field(default_factory=dict)
    informations: dict[Digest, InformationItem] = field(default_factory=dict)
    incidents: dict[Digest, Incident] = field(default_factory=dict)
    calls: dict[Digest, Call] = field(default_factory=dict)
    calendars: Mapping[PartyId, list[CalendarVersion]]
    skew: Skew = field(default_factory=Skew)
    known_dues: KnownDues = field(default_factory=KnownDues, repr=False, compare=False)
    out_of_state: list[Digest] = field(default_factory=list)
    beside_requests: Mapping[PartyId, list[Digest]]

    def calendars_of(self, party: PartyId) -> Sequence[CalendarVersion]:
        """Return the calendars that `party` has signed, in the order received."""
        return self.calendars.get(party, ())

    def note_without_effect(self, statement: VerifiedStatement) -> None:
        """Note a statement that is about no request and had no effect."""
        self.out_of_state.append(statement.digest)
        self.beside_requests[statement.header.from_party].append(statement.digest)


def empty_casework(
    *,
    terms: Mapping[Digest, Terms],
    parties: Sequence[PartyId],
    known_dues: KnownDues | None = None,
) -> Casework:
    """Return what there is before anything counts.

    Args:
        terms: Of every version of the accord that a statement may name.
        parties: Both, in the order of the accord.
        known_dues: Of a casework in which the same calendars count in the same order; None: none.
    """
    return Casework(
        terms=terms,
        calendars={party: [] for party in parties},
        known_dues=known_dues or KnownDues(),
        beside_requests={party: [] for party in parties},
    )


def terms_for(casework: Casework, statement: VerifiedStatement) -> Terms:
    """Return the terms that a valid statement stands under: those of the version it names."""
    accord = statement.header.accord
    if accord is None:
        raise TypeError(f"a {statement.header.type} that names no accord is not valid")
    return casework.terms[accord]
