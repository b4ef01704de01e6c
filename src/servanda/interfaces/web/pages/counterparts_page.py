"""The page of the counterparts: keys, logs, carriers, and what is wrong with each.

It costs the same however long the logs are: what is counted in them stands on other pages.

Source: docs/spec/desk.md, "Counterparts".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.exchange.carrier_choice import is_resting
from servanda.core.forms.moves import OPENINGS
from servanda.core.identifiers import Origin, PartyId
from servanda.core.keys.card import parse_card, twelve_words
from servanda.core.keys.expiry import has_expired, last_warning
from servanda.core.people.actor import Actor
from servanda.core.people.page_table import WRITE, row_at_the_desk
from servanda.interfaces.alarm_words import alarm_text
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.web.requests.addresses import write_address
from servanda.interfaces.words import word
from servanda.usecases.keys.show_keys import LogKeysView, show_keys
from servanda.usecases.ports.carriers import CarrierRecord
from servanda.usecases.ports.outside import Head, Heads
from servanda.usecases.ports.records import AlarmRecord, CounterpartRecord, HeldRun, PairRecord
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysRow:
    """The keys at the end of one log.

    Attributes:
        keys: Serial, names, expiry.
        is_ours: Whether it is our log.
        warning: The last warning about the expiry that has begun, in days; None: none has.
        has_expired: Whether its owner signs nothing any more.
    """

    keys: LogKeysView
    is_ours: bool
    warning: int | None
    has_expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRow:
    """One carrier of one pair.

    Attributes:
        kind: Of the carrier.
        is_used: Whether the settings let it be used.
        failures: In a row.
        rests_until: While others are used first; None: it does not rest.
        trouble: Why it last failed.
    """

    kind: str
    is_used: bool
    failures: int
    rests_until: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """How the exchange of one pair stands.

    Attributes:
        pair: Sizes, contact, outbox.
        unreceipted: How many leaves of ours the counterpart has not been shown to hold.
        own_head: Our log, as last signed.
        copy_head: Our copy of theirs, as last held.
        keys: Of both logs.
        carriers: The preferred one first, then those that are not used.
        gaps: Runs held aside until leaves before them arrive.
        alarms: What needs a person, in words.
        writes: What the reader may write to it anew: its name, and where the form is.
    """

    pair: PairRecord
    unreceipted: int
    own_head: Head | None
    copy_head: Head | None
    keys: Sequence[KeysRow]
    carriers: Sequence[CarrierRow]
    gaps: Sequence[HeldRun]
    alarms: Sequence[str]
    writes: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartSection:
    """One counterpart.

    Attributes:
        record: When its card was added and confirmed.
        words: The twelve words that two people compare.
        failures: After so many failures in a row a carrier rests.
        pairs: One for each accord.
    """

    record: CounterpartRecord
    words: str
    failures: int
    pairs: Sequence[PairRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartsPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each counterpart, in the order of the store.
    """

    party: PartyId
    mode: str
    sections: Sequence[CounterpartSection]


@page("counterparts")
def counterparts_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_counterparts_page(visit.services, actor=visit.actor, language=visit.language)


def read_counterparts_page(
    services: Services, *, actor: Actor | None = None, language: str
) -> CounterpartsPage:
    """Return what the page shows now to `actor`, in `language`."""
    node = require_node(services)
    now = services.clock.now()
    heads = services.heads.read()
    keys = {one.origin: one for one in show_keys(services=services).logs}
    alarms = [one for one in services.store.alarms() if one.is_open]
    pairs: dict[PartyId, list[PairRow]] = {}
    for pair in services.store.pairs():
        row = _pair(
            pair,
            heads=heads,
            keys=keys,
            alarms=_alarm_words(alarms, pair.own, language=language),
            writes=_writes(pair, actor=actor, language=language),
            now=now,
            services=services,
        )
        pairs.setdefault(pair.counterpart, []).append(row)
    return CounterpartsPage(
        party=node.party,
        mode=node.mode,
        sections=[
            CounterpartSection(
                record=record,
                words=" ".join(twelve_words(parse_card(record.card))),
                failures=services.carriers.policy(record.party).failures,
                pairs=pairs.get(record.party, ()),
            )
            for record in services.store.counterparts()
        ],
    )


def _pair(
    pair: PairRecord,
    *,
    heads: Heads,
    keys: Mapping[Origin, LogKeysView],
    alarms: Sequence[str],
    writes: Sequence[tuple[str, str]],
    now: datetime,
    services: Services,
) -> PairRow:
    own = pair.own
    return PairRow(
        pair=pair,
        unreceipted=pair.own_size - pair.receipted,
        own_head=heads.logs.get(str(own)),
        copy_head=heads.copies.get(str(own.reverse)),
        keys=[
            KeysRow(
                keys=keys[origin],
                is_ours=origin == own,
                warning=last_warning(keys[origin].expires, now=now),
                has_expired=has_expired(keys[origin].expires, now=now),
            )
            for origin in (own, own.reverse)
            if origin in keys
        ],
        carriers=_carriers(pair, now=now, services=services),
        gaps=services.store.held_runs(own.reverse),
        alarms=alarms,
        writes=writes,
    )


def _carriers(pair: PairRecord, *, now: datetime, services: Services) -> list[CarrierRow]:
    record = services.store.counterpart(pair.counterpart)
    card = None if record is None else parse_card(record.card)
    used = [] if card is None else [one.kind for one in services.carriers.towards(card)]
    known = services.store.carriers_of(pair.own)
    return [
        _carrier(
            known.get(kind) or CarrierRecord(own=pair.own, kind=kind), is_used=kind in used, now=now
        )
        for kind in (*used, *sorted(known.keys() - set(used)))
    ]


def _carrier(known: CarrierRecord, *, is_used: bool, now: datetime) -> CarrierRow:
    is_at_rest = is_resting(known.standing, now=now)
    return CarrierRow(
        kind=known.kind,
        is_used=is_used,
        failures=known.standing.failures,
        rests_until=known.standing.rests_until if is_at_rest else None,
        trouble=known.trouble,
    )


def _alarm_words(alarms: Sequence[AlarmRecord], own: Origin, *, language: str) -> list[str]:
    subjects = {str(own), str(own.reverse), str(own.to_party)}
    return [
        alarm_text(one.kind, one.message, log=one.subject, language=language)
        for one in alarms
        if one.subject in subjects
    ]


def _writes(pair: PairRecord, *, actor: Actor | None, language: str) -> list[tuple[str, str]]:
    """Return the forms of what answers nothing, for a person who may write."""
    row = row_at_the_desk(WRITE)
    if actor is None or not actor.is_person or row is None or not actor.roles & row.roles:
        return []
    return [
        (word(move, language=language), write_address(pair.own, None, move, language=language))
        for move in OPENINGS
    ]
