"""Hold a request of ours to the request form before it is queued; complete what is read off it.

An incomplete request never leaves: every fault is told at once, with its cure. What arrives
incomplete from a counterpart is another matter, see `received_checklist.py`.

Source: docs/reference/request-form.md.
"""

from collections.abc import Iterator

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.exchange.pair import PairState
from servanda.core.forms.checklist import Checklist, check_before_sending, with_derived_facts
from servanda.core.forms.same_items import items_digest
from servanda.core.identifiers import digest_from_hash, hash_from_digest
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.incomplete_request import IncompleteRequestError
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.services import Services

MAX_WAITING = 512  # queued statements looked through for the same request


def prepare_request(
    facts: JsonObject,
    body: JsonObject,
    *,
    has_files: bool,
    pair: PairRecord,
    state: PairState,
    services: Services,
) -> JsonObject:
    """Return the facts of a request that may be queued.

    Args:
        facts: As the sender gives them; `elements` and `items` may be left out.
        body: Its members.
        has_files: Whether files are attached.
        pair: To whom.
        state: Both logs of the pair.
        services: The node's ports.

    Raises:
        IncompleteRequestError: It breaks the form.
    """
    checklist = request_checklist(
        facts, body, has_files=has_files, pair=pair, state=state, services=services
    )
    if checklist is not None and checklist.problems:
        raise IncompleteRequestError(checklist)
    return with_derived_facts(facts, body, has_files=has_files)


def request_checklist(
    facts: JsonObject,
    body: JsonObject,
    *,
    has_files: bool,
    pair: PairRecord,
    state: PairState,
    services: Services,
) -> Checklist | None:
    """Return the checklist of a request; None while no accord is in force. As `prepare_request`."""
    version = state.newest_accord
    if version is None:  # the judge says so; there are no terms to hold the form to
        return None
    return check_before_sending(
        facts=facts,
        body=body,
        has_files=has_files,
        terms=version.accord.terms,
        now=services.clock.now(),
        same_open=tuple(_same_open(facts, body, pair=pair, services=services)),
    )


def _same_open(
    facts: JsonObject, body: JsonObject, *, pair: PairRecord, services: Services
) -> Iterator[str]:
    """Yield names of our requests that ask for the same and wait: in the log, or in the queue."""
    wanted = items_digest(kind=str(facts.get("kind")), body=body)
    same = services.store.open_with_items(pair.own, hash_from_digest(wanted))
    if same:  # which of them lapsed or were closed is casework's to say
        follow_casework(pair, services=services)
    for leaf_hash in same:
        case = services.store.case(leaf_hash)
        if case is None or case.is_open:
            yield digest_from_hash(leaf_hash)
    for one in services.store.queued(limit=MAX_WAITING):
        if one.own == pair.own and one.type == REQUEST and one.body is not None:
            kind = str(orjson.loads(one.facts)["kind"])
            if items_digest(kind=kind, body=orjson.loads(one.body)) == wanted:
                yield one.ticket
