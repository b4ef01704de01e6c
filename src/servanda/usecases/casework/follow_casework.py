"""Let the casework of a pair follow its logs: what was receipted since, case by case.

Readers and the worker call this; whoever comes second finds the mark moved, reads again and has
nothing left to do. It can stop at any point and be called any number of times.

Source: docs/decisions/0018-casework-follows-the-logs-case-by-case.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.core.casework.casework import Casework
from servanda.core.casework.fold import CASEWORK_TYPES
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.identifiers import Origin, digest_from_hash, hash_from_digest
from servanda.usecases.casework.case_rows import (
    call_deadlines,
    case_deadlines,
    case_row,
    incident_deadlines,
    information_deadlines,
)
from servanda.usecases.casework.fold_case import (
    CaseReader,
    NothingStored,
    PairTerms,
    read_pair_terms,
)
from servanda.usecases.casework.missed_clocks import missed_clocks
from servanda.usecases.casework.note_deadlines import note_missed
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.leaves_at import leaves_at
from servanda.usecases.ports.casework import (
    SHARED,
    CaseRecord,
    CaseStatement,
    CaseworkChange,
    CaseworkMark,
    DeadlineRecord,
    NoticeRecord,
)
from servanda.usecases.ports.records import VALID, PairRecord, StatementFacts
from servanda.usecases.ports.store import Store
from servanda.usecases.services import Services

# Statements taken in at once: a few seconds of work, after which others see how far it is.
MAX_STATEMENTS = 2_000
MAX_TRIES = 5  # each lost to another process that did the same work

_CALENDAR = "calendar"
# These open a case of their own, whatever they refer to.
_OPENING = frozenset(("request", "information", "call"))
_CONFIRMED = "confirmed"
_CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What one call took in.

    Attributes:
        statements: How many statements.
        cases: How many requests were written anew.
        notices: Breaches of clocks that stopped late before anybody looked.
    """

    statements: int
    cases: int
    notices: Sequence[NoticeRecord] = ()


def follow_all_casework(*, services: Services) -> Followed:
    """Let the casework of every pair follow its logs; see `follow_casework`."""
    followed = [follow_casework(pair, services=services) for pair in services.store.pairs()]
    return Followed(
        statements=sum(one.statements for one in followed),
        cases=sum(one.cases for one in followed),
        notices=[notice for one in followed for notice in one.notices],
    )


def follow_casework(pair: PairRecord, *, services: Services) -> Followed:
    """Take in all that was receipted in a pair since the last call."""
    store = services.store
    terms: PairTerms | None = None
    statements = cases = 0
    notices: list[NoticeRecord] = []
    lost = 0
    while lost < MAX_TRIES:
        mark = store.casework_mark(pair.own)
        news = _read_news(mark, store=store)
        if news is None:
            break
        terms = terms or read_pair_terms(pair, services=services)
        if terms is None:
            break
        change = replace(
            casework_change(news, terms=terms, store=store), changed_at=services.clock.now()
        )
        # Before the mark moves: whoever stops here does it again, and each is stored once.
        notices.extend(note_missed(change.missed, services=services))
        if store.save_casework(change):
            statements, cases = statements + len(change.statements), cases + len(change.cases)
        else:
            lost += 1
    return Followed(statements=statements, cases=cases, notices=notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was receipted since a mark, as far as one change takes it in.

    Attributes:
        before: The mark.
        after: The mark when all of it is taken in.
        received: Valid statements of casework, with their time of receipt, in no order.
    """

    before: CaseworkMark
    after: CaseworkMark
    received: Sequence[tuple[VerifiedStatement, datetime]]


def casework_change(news: News, *, terms: PairTerms, store: Store) -> CaseworkChange:
    """Return what taking in `news` writes."""
    own = news.before.own
    fresh = _fresh(news)
    reader = CaseReader(own, terms=terms, source=store, fresh=fresh)
    reader.keep(leaf for leaf, _ in news.received)
    touched = dict.fromkeys(one.case for one in fresh if one.case != SHARED)
    if any(one.case == SHARED for one in fresh):
        # A calendar may settle what is provisional, in what is answered too; it is rare.
        touched.update(dict.fromkeys(one.leaf_hash for one in store.cases_of(own)))
        touched.update(dict.fromkeys(one.case for one in store.deadlines_of(own)))
    reader.prepare(list(touched))
    # What a formal request converts changes with its state.
    named = [reader.named_by_request(case) for case in touched]
    touched.update(dict.fromkeys(case for case in named if case is not None))
    since: dict[bytes, datetime] = {}
    for one in fresh:
        since[one.case] = min(one.received_at, since.get(one.case, one.received_at))
    return _change(news, fresh, touched=list(touched), reader=reader, since=since)


def replay_casework(
    own: Origin,
    *,
    terms: PairTerms,
    facts: Iterable[StatementFacts],
    leaves: Mapping[Origin, Sequence[JudgedLeaf]],
) -> CaseworkChange:
    """Return the whole casework of a pair, computed from its logs alone.

    Args:
        own: Origin of our log.
        terms: Of its accord.
        facts: Of all statements of both logs, by log, then by index.
        leaves: Both logs, whole.
    """
    mark = CaseworkMark(own=own)
    received = [one for one in facts if one.received_at is not None]
    after = _mark_after(mark, received)
    if after == mark:
        return CaseworkChange(before=mark, after=mark)
    delivered: list[tuple[VerifiedStatement, datetime]] = []
    for one in filter(_is_casework, received):
        leaf = leaves[one.origin][one.index]
        if isinstance(leaf, VerifiedStatement) and one.delivered_at is not None:
            delivered.append((leaf, one.delivered_at))
    news = News(before=mark, after=after, received=delivered)
    fresh = _fresh(news)
    reader = CaseReader(own, terms=terms, source=NothingStored(), fresh=fresh)
    reader.keep(leaf for leaf, _ in delivered)
    touched = dict.fromkeys(one.case for one in fresh if one.case != SHARED)
    return _change(news, fresh, touched=list(touched), reader=reader, since={})


def _change(
    news: News,
    fresh: Sequence[CaseStatement],
    *,
    touched: Sequence[bytes],
    reader: CaseReader,
    since: Mapping[bytes, datetime],
) -> CaseworkChange:
    own = news.before.own
    reader.prepare(touched)
    rows: list[CaseRecord] = []
    deadlines: list[DeadlineRecord] = []
    missed: list[DeadlineRecord] = []
    for case in touched:
        last_at = reader.last_received(case)
        if last_at is not None:
            casework = reader.fold(case)
            rows.extend(_row(case, casework, own=own, last_at=last_at))
            deadlines.extend(_deadlines(case, casework, own=own, at=last_at))
            if case in since:
                missed.extend(missed_clocks(case, casework, own=own, since=since[case], at=last_at))
    return CaseworkChange(
        before=news.before,
        after=news.after,
        statements=fresh,
        cases=rows,
        about=touched,
        deadlines=deadlines,
        missed=missed,
    )


def _fresh(news: News) -> list[CaseStatement]:
    return [
        statement
        for leaf, received_at in news.received
        for statement in _case_statements(leaf, received_at)
    ]


def _read_news(mark: CaseworkMark, *, store: Store) -> News | None:
    """Return what was receipted since `mark`, at most `MAX_STATEMENTS` of each log."""
    known = (store.facts(leaf_hash) for leaf_hash in mark.waiting)
    found = [facts for facts in known if facts is not None]
    for origin, since in ((mark.own, mark.own_until), (mark.own.reverse, mark.copy_until)):
        found.extend(store.received_facts(origin, first=since, limit=MAX_STATEMENTS))
    after = _mark_after(mark, found)
    if after == mark:
        return None
    received = list(_valid_leaves(filter(_is_casework, found), store=store))
    return News(before=mark, after=after, received=received)


def _mark_after(mark: CaseworkMark, found: Sequence[StatementFacts]) -> CaseworkMark:
    """Return the mark when `found`, which was receipted or waits still, is taken in."""
    untils = {mark.own: mark.own_until, mark.own.reverse: mark.copy_until}
    for facts in found:
        untils[facts.origin] = max(untils[facts.origin], facts.index + 1)
    return replace(
        mark,
        own_until=untils[mark.own],
        copy_until=untils[mark.own.reverse],
        waiting=tuple(
            sorted(one.leaf_hash for one in found if _is_casework(one) and not one.delivered_at)
        ),
    )


def _valid_leaves(
    found: Iterable[StatementFacts], *, store: Store
) -> Iterator[tuple[VerifiedStatement, datetime]]:
    """Yield the leaves of receipted statements that are valid, with their times of receipt."""
    delivered = {
        (one.origin, one.index): one.delivered_at for one in found if one.delivered_at is not None
    }
    for origin, record in leaves_at(delivered, logs=store):
        if record.verdict == VALID:
            yield verified_leaf(origin, record), delivered[origin, record.index]


def _is_casework(facts: StatementFacts) -> bool:
    """Return whether a statement may belong to a case; not one that was refused."""
    return not facts.refused and facts.type in CASEWORK_TYPES and facts.type != _CHECK


def _case_statements(leaf: VerifiedStatement, received_at: datetime) -> Iterator[CaseStatement]:
    """Yield the cases that a statement belongs to; a request that names another, to both."""
    header = leaf.header
    cases: list[bytes] = []
    if header.type == _CALENDAR:
        cases.append(SHARED)
    if header.type in _OPENING and header.facts.get("step") != _CONFIRMED:
        cases.append(leaf.leaf_hash)
    if header.ref is not None and header.type != _CALENDAR:
        cases.append(hash_from_digest(header.ref))
    for case in cases:
        yield CaseStatement(
            case=case,
            leaf_hash=leaf.leaf_hash,
            origin=leaf.origin,
            index=leaf.index,
            received_at=received_at,
            marks=tuple(sorted(leaf.marks)),
        )


def _row(
    case: bytes, casework: Casework, *, own: Origin, last_at: datetime
) -> Iterator[CaseRecord]:
    request = casework.cases.get(digest_from_hash(case))
    if request is not None:
        yield case_row(request, casework=casework, own=own, last_at=last_at)


def _deadlines(
    case: bytes, casework: Casework, *, own: Origin, at: datetime
) -> Iterator[DeadlineRecord]:
    leaf = digest_from_hash(case)
    request, item = casework.cases.get(leaf), casework.informations.get(leaf)
    incident, call = casework.incidents.get(leaf), casework.calls.get(leaf)
    if request is not None:
        yield from case_deadlines(request, casework=casework, own=own, at=at)
    if item is not None:
        yield from information_deadlines(item, casework=casework, own=own, at=at)
    if incident is not None:
        yield from incident_deadlines(incident, casework=casework, own=own, at=at)
    if call is not None:
        yield from call_deadlines(call, casework=casework, own=own, at=at)
