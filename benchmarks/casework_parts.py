"""The parts of `./run bench casework`, each in a process of its own over one node's home.

`python -m benchmarks.casework_parts PART`, with the home in `SERVANDA_HOME`, does one part and
prints one line of JSON, so that the memory of each is its own.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from time import perf_counter
from typing import Final

import orjson

from benchmarks.accounting import Spent, counted, counted_into, peak_megabytes_of
from benchmarks.casework_store import AFTERWARDS
from servanda.core.casework.transitions import Actor, State, legal_events
from servanda.core.envelope.notes import split_note
from servanda.core.exchange.cut import Cut
from servanda.core.identifiers import digest_from_hash
from servanda.core.review.kept.outlines import KeptOutline, decode_outline, encode_outline
from servanda.core.statements.header import parse_header
from servanda.interfaces.collector import no_collecting
from servanda.interfaces.pair_processes import checked_by
from servanda.simulation.clock import VirtualClock
from servanda.simulation.years.moves import MOVES
from servanda.simulation.years.saying import Occasion, Saying
from servanda.store.home.layout import home_of_environment
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.casework.show_queue import MAX_SHOWN, show_queue
from servanda.usecases.exchange.leaf_records import judged_leaf
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.ports.casework import CaseRecord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.review.compute_review import ReviewResult, compute_review
from servanda.usecases.review.cut_reading import size_at_cut
from servanda.usecases.services import Services
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from servanda.wiring import open_node

Figures = dict[str, float | str]

_QUEUED = 50  # what a person writes: nothing is cached for many
_ASKED = 20
_INTERIM = "response.interim"
_DUE = """
SELECT "case", own, clock, number, is_ours, started_seconds, due_seconds, is_provisional
FROM store_deadline ORDER BY due_seconds, "case", clock, number LIMIT ?
"""


def read_rows(services: Services) -> Figures:
    """Read every leaf of every log and parse its header: the bound of whatever reads them."""
    leaves = 0
    with counted() as spent:
        for pair in services.store.pairs():
            for origin in (pair.own, pair.own.reverse):
                for record in services.store.iterate_leaves(origin):
                    parse_header(split_note(record.note).text)
                    leaves += 1
    return {"leaves": leaves, "cpu_seconds": spent.cpu_seconds}


def follow(services: Services) -> Figures:
    """Let the casework follow the logs from their beginning."""
    with counted() as spent:
        followed = follow_all_casework(services=services)
    cases = sum(len(services.store.cases_of(pair.own)) for pair in services.store.pairs())
    return {
        "statements": followed.statements,
        "cases": cases,
        "cpu_seconds": spent.cpu_seconds,
    }


def queue(services: Services) -> Figures:
    """Queue requests, and moves in requests that are open; read the landmarks beside them."""
    pairs = services.store.pairs()
    bound = Spent()
    for _ in range(_QUEUED):
        with counted_into(bound):
            _read_landmarks(services, pairs[0])
    services.working.of(services.keys)  # a node that runs has its keys open; that is slow by intent
    requests, moves = Spent(), Spent()
    for number in range(_QUEUED):
        with counted_into(requests):
            occasion = Occasion(now=services.clock.now(), number=number)
            _queue(MOVES["request.information"](occasion), pairs[number % len(pairs)], services)
    chosen = _awaiting_us(services)[:_QUEUED]
    for number, case in enumerate(chosen):
        with counted_into(moves):
            ref = digest_from_hash(case.leaf_hash)
            occasion = Occasion(now=services.clock.now(), number=number, ref=ref)
            pair = next(one for one in pairs if one.own == case.own)
            _queue(MOVES["interim"](occasion), pair, services)
    return {
        "request_milliseconds": requests.cpu_seconds / _QUEUED * 1_000,
        "move_milliseconds": moves.cpu_seconds / max(len(chosen), 1) * 1_000,
        "bound_milliseconds": bound.cpu_seconds / _QUEUED * 1_000,
    }


def next_deadlines(services: Services) -> Figures:
    """Show the desk's queue, and read the rows of its deadlines by themselves."""
    found = show_queue(services=services)  # what follows the logs now need not be repeated
    shown, bound = Spent(), Spent()
    with sqlite3.connect(home_of_environment().store) as connection:
        for _ in range(_ASKED):
            with counted_into(shown):
                show_queue(services=services)
            with counted_into(bound):
                connection.execute(_DUE, (MAX_SHOWN,)).fetchall()
    return {
        "deadlines": len(found.deadlines),
        "milliseconds": shown.cpu_seconds / _ASKED * 1_000,
        "bound_milliseconds": bound.cpu_seconds / _ASKED * 1_000,
    }


def review_from_log(services: Services) -> Figures:
    """Compute the review of the year of every pair from its logs."""
    return _reviews(services, is_quick=False)


def review_first(services: Services) -> Figures:
    """Compute the same from shares, of which none is kept yet."""
    services.store.drop_reviews()
    return _reviews(services, is_quick=True)


def review_from_shares(services: Services) -> Figures:
    """Compute the same from the shares that are kept by now."""
    return _reviews(services, is_quick=True)


def read_shares(services: Services) -> Figures:
    """Read and parse what a review from shares reads: its bound."""
    with counted() as spent:
        for pair in services.store.pairs():
            for origin in (pair.own, pair.own.reverse):
                decode_outline(services.store.kept_outline(origin) or b"")
            for group in services.store.kept_groups(pair.own):
                orjson.loads(group.shares)
    return {"cpu_seconds": spent.cpu_seconds}


def review_incremental(services: Services) -> Figures:
    """Review the pair that went on after the year: what is kept is of the year's end."""
    store = services.store
    pair = next(one for one in store.pairs() if len(_cuts(one, services)) > 1)
    year, news = _cuts(pair, services)
    bound, spent = Spent(), Spent()
    outlines = {}
    for origin in (pair.own, pair.own.reverse):
        size, until = size_at_cut(year, origin), size_at_cut(news, origin)
        outline = KeptOutline()
        for record in store.leaves(origin, 0, size):
            outline.take(judged_leaf(origin, record))
        outlines[origin] = encode_outline(outline)
        with counted_into(bound):
            for record in store.leaves(origin, size, until):
                parse_header(split_note(record.note).text)
    store.keep_review(pair.own, outlines=outlines, groups=(), gone=())
    with counted_into(spent):
        review = _review(pair, news, services, is_quick=True)
    if review.document != _review(pair, news, services, is_quick=False).document:
        raise ValueError("expected the same bytes from the logs and from shares, found others")
    return {"cpu_seconds": spent.cpu_seconds, "bound_cpu_seconds": bound.cpu_seconds}


def _reviews(services: Services, *, is_quick: bool) -> Figures:
    digest = sha256()
    with counted() as spent:
        for pair in services.store.pairs():
            year = _cuts(pair, services)[0]
            digest.update(_review(pair, year, services, is_quick=is_quick).document)
    return {"cpu_seconds": spent.cpu_seconds, "documents": digest.hexdigest()}


def _review(pair: PairRecord, cut: Cut, services: Services, *, is_quick: bool) -> ReviewResult:
    with no_collecting():  # as the verb does
        return compute_review(
            cut=digest_from_hash(cut.leaf_hash),
            counterpart=pair.counterpart,
            is_quick=is_quick,
            services=services,
        )


def _cuts(pair: PairRecord, services: Services) -> list[Cut]:
    cuts = read_pair_state(pair, services=services).cuts
    return sorted(cuts, key=lambda cut: cut.until)


def check_projections(services: Services) -> Figures:
    """Compute every projection anew and compare; they must be equal."""
    with counted() as spent, no_collecting():  # as the verb does
        found = rebuild_projections(check=True, services=services)
    if found.differences:
        raise ValueError(f"expected projections as a replay gives them: {found.differences[:3]}")
    return {"leaves": found.leaves, "cpu_seconds": spent.cpu_seconds}


def check_in_processes(services: Services) -> Figures:
    """Do the same in as many processes as there are cores, by the clock on the wall."""
    processes = os.cpu_count() or 1
    afresh = partial(open_node, clock=VirtualClock(AFTERWARDS))
    begun_at, before = perf_counter(), os.times()
    found = rebuild_projections(
        check=True, services=services, check_pairs=checked_by(processes, open_node=afresh)
    )
    after = os.times()
    if found.differences:
        raise ValueError(f"expected projections as a replay gives them: {found.differences[:3]}")
    return {
        "leaves": found.leaves,
        "processes": processes,
        "wall_seconds": perf_counter() - begun_at,
        "cpu_seconds": after.children_user
        + after.children_system
        - before.children_user
        - before.children_system,
    }


def _awaiting_us(services: Services) -> list[CaseRecord]:
    """Return requests to us that an interim response can be given to."""
    return [
        case
        for case in services.store.open_cases(limit=100 * _QUEUED)
        if not case.is_ours and _INTERIM in legal_events(State(case.state), Actor.RESPONDER)
    ]


def _queue(saying: Saying, pair: PairRecord, services: Services) -> None:
    queue_statement(
        type=saying.type,
        facts=saying.facts,
        body=saying.body,
        ref=saying.ref,
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        services=services,
    )


def _read_landmarks(services: Services, pair: PairRecord) -> None:
    for origin in (pair.own, pair.own.reverse):
        for record in services.store.landmarks(origin):
            parse_header(split_note(record.note).text)


PARTS: Final[Mapping[str, Callable[[Services], Figures]]] = {
    "read_rows": read_rows,
    "follow": follow,
    "queue": queue,
    "next_deadlines": next_deadlines,
    "review_from_log": review_from_log,
    "review_first": review_first,
    "review_from_shares": review_from_shares,
    "read_shares": read_shares,
    "review_incremental": review_incremental,
    "check_projections": check_projections,
    "check_in_processes": check_in_processes,
}


def main(arguments: Sequence[str]) -> int:
    """Do the part named first and print what it gives."""
    node = open_node(clock=VirtualClock(AFTERWARDS))
    figures = PARTS[arguments[0]](node.services)
    print(json.dumps({**figures, "peak_megabytes": peak_megabytes_of(os.getpid())}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
