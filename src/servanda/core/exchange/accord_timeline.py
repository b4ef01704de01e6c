"""Which version of the accord is in force for a leaf.

A version comes into force by a proposal of one party and an acceptance of the other, and for
each leaf that has both in its past: so not everywhere at one instant, but for each leaf at a
place that nobody can argue about. Versions form a chain, since

  1. a proposal names the version it replaces, which must be in force for the proposal and for
     its acceptance;
  2. an acceptance by a party that has itself an open proposal on the same base has no effect.

By (2), of two amendments that cross neither can be accepted. The way out is that

  3. the party named first in the accord closes its own proposal by withdrawing it.

Only that one: if both could, each could withdraw and accept at the same time, and both
versions would win. The other party's withdrawal takes its proposal back but does not free it.

A version also names the keys it was made with, by the cards in it. So

  4. neither proposal nor acceptance has effect if its writer's keys are older, at that leaf, than
     the newest sheet of its own card in the version: they were replaced, and may be stolen.

Source: docs/spec/exchange.md, "The accord in force".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from servanda.core.accords.accord import Accord
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.past import AccordInForce
from servanda.core.identifiers import Digest, PartyId

PROPOSAL = "proposal"
ACCEPTANCE = "acceptance"
WITHDRAWAL = "withdrawal"

# Gives the serial of the sheet whose keys hold for the leaf of a party at an index.
SerialAt: TypeAlias = Callable[[PartyId, int], int]

MAX_PROPOSALS = 100  # of one party on one base; each accord that may win is kept in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A place in one of the two logs."""

    party: PartyId
    index: int

    def is_before(self, party: PartyId, index: int, seen_size: int) -> bool:
        """Return whether this place is in the past of the leaf of `party` at `index`."""
        return self.index < (index if self.party == party else seen_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """A version that came into force, and the acceptance that did it."""

    accepted: _Place
    in_force: AccordInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposal:
    """A valid proposal whose base was in force for it; any other can never win.

    Attributes:
        place: Where it stands.
        accord_digest: The version meant.
        base: The version it replaces; None for the first.
        withdrawn: The withdrawal by its own party; nothing but the first one counts.
    """

    place: _Place
    accord_digest: Digest
    base: Digest | None
    withdrawn: _Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordTimeline:
    """The proposals and versions of one pair and accord so far; a value, grown by copies.

    Give it every valid proposal, acceptance and withdrawal of both logs, each after its past.

    Attributes:
        accord_name: The name that all versions bear.
        parties: The two, in no order; the first version decides it.
        versions: In force one after another.
        proposals: Those that can win, by leaf hash.
    """

    accord_name: str
    parties: frozenset[PartyId]
    versions: tuple[_Version, ...] = ()
    proposals: Mapping[Digest, _Proposal]

    @classmethod
    def empty(cls, *, accord_name: str, parties: frozenset[PartyId]) -> "AccordTimeline":
        """Return the timeline of two logs that hold nothing yet."""
        return cls(accord_name=accord_name, parties=parties, proposals={})

    @property
    def newest(self) -> AccordInForce | None:
        """The version that came into force last, or None before one is."""
        return self.versions[-1].in_force if self.versions else None

    @property
    def all_in_force(self) -> Mapping[Digest, Accord]:
        """Every version that came into force, oldest first, by its name."""
        return {version.in_force.digest: version.in_force.accord for version in self.versions}

    @property
    def acceptances(self) -> Mapping[Digest, tuple[PartyId, int]]:
        """Party and index of the leaf by which each version came into force, by its name."""
        return {
            version.in_force.digest: (version.accepted.party, version.accepted.index)
            for version in self.versions
        }

    def in_force(self, party: PartyId, *, index: int, seen_size: int) -> AccordInForce | None:
        """Return the version in force for the leaf of `party` at `index`, or None before one is."""
        for version in reversed(self.versions):
            if version.accepted.is_before(party, index, seen_size):
                return version.in_force
        return None

    def before(self, party: PartyId, *, index: int, seen_size: int) -> Mapping[Digest, Accord]:
        """Return the versions accepted in the past of a leaf, oldest first, by their names.

        Each was in force for a leaf in that past, if only for the one that replaced it; the last
        is in force for the leaf itself.
        """
        return {
            version.in_force.digest: version.in_force.accord
            for version in self.versions
            if version.accepted.is_before(party, index, seen_size)
        }

    def with_proposal(self, statement: VerifiedStatement) -> "AccordTimeline":
        """Return the timeline after a valid proposal; the same one if it can never win."""
        header, party = statement.header, statement.origin.from_party
        replaces = header.facts.get("replaces")
        base = None if replaces is None else Digest(str(replaces))
        if self._digest_in_force(statement) != base:  # (1)
            return self
        earlier = [
            one for one in self.proposals.values() if (one.place.party, one.base) == (party, base)
        ]
        if len(earlier) >= MAX_PROPOSALS:
            return self
        proposal = _Proposal(
            place=_place_of(statement), accord_digest=_accord_of(statement), base=base
        )
        return replace(self, proposals={**self.proposals, statement.digest: proposal})

    def with_withdrawal(self, statement: VerifiedStatement) -> "AccordTimeline":
        """Return the timeline after a valid withdrawal, of whatever."""
        ref, place = statement.header.ref, _place_of(statement)
        proposal = None if ref is None else self.proposals.get(ref)
        if ref is None or proposal is None or proposal.place.party != place.party:
            return self
        if proposal.withdrawn is not None:
            return self
        withdrawn = replace(proposal, withdrawn=place)
        return replace(self, proposals={**self.proposals, ref: withdrawn})

    def with_acceptance(
        self, statement: VerifiedStatement, accord: Accord | None, *, serial_at: SerialAt
    ) -> "AccordTimeline":
        """Return the timeline after a valid acceptance; the same one if it has no effect.

        Args:
            statement: The acceptance.
            accord: What its header's `accord` names; None if nobody can read that as an accord.
            serial_at: Tells the keys that a leaf was signed with.
        """
        if accord is None or not self._has_effect(statement, accord, serial_at):
            return self
        version = _Version(
            accepted=_place_of(statement),
            in_force=AccordInForce(digest=_accord_of(statement), accord=accord),
        )
        return replace(self, versions=(*self.versions, version))

    def _has_effect(
        self, statement: VerifiedStatement, accord: Accord, serial_at: SerialAt
    ) -> bool:
        header, party = statement.header, statement.origin.from_party
        proposal = None if header.ref is None else self.proposals.get(header.ref)
        if proposal is None or proposal.place.party == party:
            return False
        if proposal.accord_digest != header.accord or accord.replaces != proposal.base:
            return False
        if self._digest_in_force(statement) != proposal.base:  # (1)
            return False
        where = (party, statement.index, header.seen.size)
        if proposal.withdrawn is not None and proposal.withdrawn.is_before(*where):
            return False
        if self._has_open_proposal(statement, proposal.base):  # (2)
            return False
        places = (proposal.place, _place_of(statement))
        return self._keeps_what_never_changes(accord) and _has_keys_of(accord, places, serial_at)

    def _has_open_proposal(self, statement: VerifiedStatement, base: Digest | None) -> bool:
        """Return whether the acceptance's own party has an open proposal on `base` before it."""
        party, index = statement.origin.from_party, statement.index
        frees = bool(self.versions) and self.versions[0].in_force.accord.parties[0] == party  # (3)
        for proposal in self.proposals.values():
            if proposal.place.party != party or proposal.base != base:
                continue
            if proposal.place.index > index:
                continue
            if frees and proposal.withdrawn is not None and proposal.withdrawn.index < index:
                continue
            return True
        return False

    def _keeps_what_never_changes(self, accord: Accord) -> bool:
        """Return whether name, parties, their order and mode are those of all versions."""
        if accord.name != self.accord_name or frozenset(accord.parties) != self.parties:
            return False
        if not self.versions:
            return True
        first = self.versions[0].in_force.accord
        return accord.parties == first.parties and accord.mode == first.mode

    def _digest_in_force(self, statement: VerifiedStatement) -> Digest | None:
        version = self.in_force(
            statement.origin.from_party,
            index=statement.index,
            seen_size=statement.header.seen.size,
        )
        return None if version is None else version.digest


def _has_keys_of(accord: Accord, places: Iterable[_Place], serial_at: SerialAt) -> bool:
    """Return whether no leaf at `places` has keys that the cards in `accord` replace (4)."""
    newest = {card.party: card.newest.serial for card in accord.cards}
    return all(serial_at(place.party, place.index) >= newest[place.party] for place in places)


def _place_of(statement: VerifiedStatement) -> _Place:
    return _Place(party=statement.origin.from_party, index=statement.index)


def _accord_of(statement: VerifiedStatement) -> Digest:
    if statement.header.accord is None:
        raise TypeError(f"a {statement.header.type} that names no accord is not valid")
    return statement.header.accord
