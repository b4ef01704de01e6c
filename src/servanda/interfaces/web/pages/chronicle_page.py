"""The page of the chronicle: what both sides of one accord said, the newest first.

Source: docs/spec/desk.md, "Chronicle".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.pair_choice import PairLink, choose_pair, pair_query
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.web.requests.addresses import request_address
from servanda.interfaces.words import word
from servanda.usecases.ports.records import VALID, FilingRecord
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.reading.show_chronicle import (
    Chronicle,
    ChronicleEntry,
    Place,
    show_chronicle,
)
from servanda.usecases.services import Services, require_node

PAGE_STATEMENTS = 50

_PLACE = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicleRow:
    """One statement of the timeline.

    Attributes:
        leaf: It.
        by: Who said it.
        is_ours: Whether we did.
        index: Its place in its log.
        path: Of the page about it; empty where there is none.
        type: In words.
        said_at: The writer's clock; None where it cannot be read.
        received_at: Time of receipt; None: not yet.
        standing: What became of it, in words.
        is_void: Whether it has no effect.
        filed: Party, file number and title; empty for who may not read bodies.
    """

    leaf: Digest
    by: PartyId
    is_ours: bool
    index: int
    path: str
    type: str
    said_at: datetime | None
    received_at: datetime | None
    standing: Sequence[str]
    is_void: bool
    filed: Sequence[tuple[PartyId, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChroniclePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        links: Every pair that it can be about.
        own: Origin of our log of the chosen pair; None where there is none.
        rows: The newest first, at most `PAGE_STATEMENTS`.
        older: The query that leads on; empty at the end.
        is_newest: Whether the page begins at the end of both logs.
        newest: The query that leads back there.
    """

    party: PartyId
    mode: str
    links: Sequence[PairLink]
    own: Origin | None
    rows: Sequence[ChronicleRow]
    older: str
    is_newest: bool
    newest: str


@page("chronicle")
def chronicle_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_chronicle_page(
        visit.services,
        query=visit.query,
        language=visit.language,
        reads_bodies=visit.reads_bodies,
    )


def read_chronicle_page(
    services: Services, *, query: Mapping[str, str], language: str, reads_bodies: bool
) -> ChroniclePage:
    """Return what the page shows now, in `language`, with or without words of bodies."""
    node = require_node(services)
    choice = choose_pair(services.store.pairs(), query, language=language)
    place = _place(query.get("before", ""))
    found = Chronicle(entries=(), older=None)
    own = None if choice.chosen is None else choice.chosen.own
    if choice.chosen is not None:
        found = show_chronicle(choice.chosen, place=place, limit=PAGE_STATEMENTS, services=services)
    return ChroniclePage(
        party=node.party,
        mode=node.mode,
        links=choice.links,
        own=own,
        rows=[
            _row(one, own=own, language=language, reads_bodies=reads_bodies)
            for one in found.entries
        ],
        older=_older(own, found.older, language=language),
        is_newest=place is None,
        newest=urlencode({"lang": language}) if own is None else pair_query(own, language=language),
    )


def _place(asked: str) -> Place | None:
    """Return the place that the address names; what names none is the newest."""
    match = _PLACE.fullmatch(asked)
    return None if match is None else Place(own=int(match[1]), copy=int(match[2]))


def _older(own: Origin | None, place: Place | None, *, language: str) -> str:
    if own is None or place is None:
        return ""
    return pair_query(own, language=language, before=f"{place.own}.{place.copy}")


def _row(
    entry: ChronicleEntry, *, own: Origin | None, language: str, reads_bodies: bool
) -> ChronicleRow:
    facts = entry.facts
    is_valid = entry.leaf is None or entry.leaf.verdict == VALID
    return ChronicleRow(
        leaf=digest_from_hash(facts.leaf_hash),
        by=facts.origin.from_party,
        is_ours=facts.origin == own,
        index=facts.index,
        path=_path(entry, own=own, is_valid=is_valid, language=language),
        type=word(facts.type, language=language),
        said_at=facts.sent_at,
        received_at=facts.received_at,
        standing=_standing(entry, is_valid=is_valid, language=language),
        is_void=bool(facts.refused) or not is_valid,
        filed=[_filed(one) for one in entry.filed] if reads_bodies else (),
    )


def _path(entry: ChronicleEntry, *, own: Origin | None, is_valid: bool, language: str) -> str:
    """Return where the page of a request is, once it is one for both sides."""
    facts = entry.facts
    if own is None or facts.type != REQUEST or facts.received_at is None or not is_valid:
        return ""
    return request_address(own.to_party, digest_from_hash(facts.leaf_hash), language=language)


def _filed(one: FilingRecord) -> tuple[PartyId, str, str]:
    return one.origin.from_party, one.file_number, one.title


def _standing(entry: ChronicleEntry, *, is_valid: bool, language: str) -> list[str]:
    """Return what became of a statement, in the order in which it happens."""
    facts = entry.facts
    found = []
    if facts.acknowledged_at is not None:
        found.append(text("Acknowledged", language=language))
    if facts.answered_at is not None:
        found.append(word(facts.outcome or "responded", language=language))
    if facts.withdrawn_at is not None:
        found.append(word("withdrawn", language=language))
    if facts.refused:
        found.append(word(facts.refused, language=language))
    if not is_valid:
        found.append(text("without effect", language=language))
    return found
