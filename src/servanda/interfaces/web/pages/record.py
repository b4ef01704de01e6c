"""What the node's page shows: each accord, and every statement with its three facts.

Read from the store at each request; nothing is changed, and nothing is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from servanda.core.accords.accord import Accord
from servanda.core.desk.case_filters import parse_filters
from servanda.core.exchange.order import Counted, merge
from servanda.core.forms.checklist import Checklist
from servanda.core.identifiers import Digest, Origin, PartyId, hash_from_digest
from servanda.core.keys.expiry import has_expired, last_warning
from servanda.interfaces.alarm_words import alarm_text
from servanda.interfaces.clocks import answer_clocks, clock_words
from servanda.interfaces.fault_texts import fault_text
from servanda.interfaces.form_words import problem_words, requirement_words, said_words
from servanda.interfaces.language import ENGLISH, text
from servanda.interfaces.suspension_words import suspension_words
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.accords.show_accord import AccordResult, show_accord
from servanda.usecases.casework.imported_case import ImportedCase
from servanda.usecases.casework.list_cases import CaseList, CaseQuestion, list_cases
from servanda.usecases.casework.received_checklist import checklist_of
from servanda.usecases.casework.show_queue import read_queue
from servanda.usecases.casework.undelivered_requests import UndeliveredRequest
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.rejection import rejection_faults
from servanda.usecases.ports.records import VALID
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.reading.show_pair import PairView, show_pair
from servanda.usecases.reading.views import StatementView
from servanda.usecases.services import Services, own_card, require_node

# More leaves than this are not folded for a page: a reader would wait for it.
MAX_FOLDED_LEAVES = 20_000
PAGE_STATEMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistWords:
    """The checklist of a request in the reader's language.

    Attributes:
        rows: Element, what it is, what is demanded, what is said.
        problems: What is wrong, with the cure.
        set_aside: Rules that are set aside, with the reason.
        has_body: Whether the body could be looked at.
    """

    rows: Sequence[tuple[str, str, str, str]]
    problems: Sequence[str]
    set_aside: Sequence[tuple[str, str]]
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One statement on the page.

    Attributes:
        view: Its facts.
        is_ours: Whether we said it.
        clock: Its answer clock in words; empty where it has none.
        reason: Why it is without effect; empty where it has one.
        checklist: Of a request, by the form; None of anything else.
        is_escalated: Whether a ladder about it is open.
    """

    view: StatementView
    is_ours: bool
    clock: str
    reason: str
    checklist: ChecklistWords | None = None
    is_escalated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """One accord with one counterpart, as the page shows it.

    Attributes:
        view: Sizes, contact, heads, trouble.
        alarms: What still needs a person, in the reader's language.
        accord: What is proposed or in force.
        commitments: Id and text of each, in the reader's language.
        statements: The newest first, at most `PAGE_STATEMENTS`.
        left_out: How many older ones are not shown.
    """

    view: PairView
    alarms: Sequence[str]
    accord: AccordResult
    commitments: Sequence[tuple[str, str]]
    statements: Sequence[StatementRow]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        now: By our clock.
        keys_expire_at: When we stop using our keys.
        keys_warning: The last warning about that which has begun, in days; None: none has.
        have_keys_expired: Whether nothing is signed any more.
        open_requests: Of all pairs: how many there are.
        overdue_requests: Likewise, with a clock that has run out.
        undelivered: Requests of ours without a receipt, the oldest first.
        imported: Open cases of before, outside every log and figure, by their due date.
        pairs: Each accord with each counterpart.
        suspended: That an accord is suspended, since when and by whom.
        hides_bodies: Whether what stands in bodies is left out, for the reader may not read it.
    """

    party: PartyId
    mode: str
    now: datetime
    keys_expire_at: datetime
    keys_warning: int | None
    have_keys_expired: bool
    open_requests: CaseList
    overdue_requests: CaseList
    undelivered: Sequence[UndeliveredRequest]
    imported: Sequence[ImportedCase]
    pairs: Sequence[PairPage]
    suspended: Sequence[str]
    hides_bodies: bool


def read_node_page(services: Services, *, language: str, reads_bodies: bool) -> NodePage:
    """Return what the page shows now, in `language`, with or without words of bodies."""
    node = require_node(services)
    now = services.clock.now()
    expires = own_card(services).newest.expires
    queue = read_queue(services=services)
    hides_bodies = not reads_bodies
    return NodePage(
        party=node.party,
        mode=node.mode,
        now=now,
        keys_expire_at=expires,
        keys_warning=last_warning(expires, now=now),
        have_keys_expired=has_expired(expires, now=now),
        open_requests=_requests("is:open", services=services),
        overdue_requests=_requests("is:open is:overdue", services=services),
        undelivered=queue.undelivered,
        suspended=[suspension_words(own, one, language=language) for own, one in queue.suspended],
        imported=() if hides_bodies else queue.imported,
        pairs=[
            _pair_page(
                pair.own,
                queue.escalated,
                hides_bodies=hides_bodies,
                services=services,
                language=language,
            )
            for pair in services.store.pairs()
        ],
        hides_bodies=hides_bodies,
    )


def _requests(line: str, *, services: Services) -> CaseList:
    question = CaseQuestion(filters=parse_filters(line), rows=1)
    return list_cases(question, reads_bodies=False, services=services)


def _pair_page(
    own: Origin,
    escalated: frozenset[Digest],
    *,
    hides_bodies: bool,
    services: Services,
    language: str,
) -> PairPage:
    view = show_pair(counterpart=own.to_party, accord_name=own.accord_name, services=services)
    accord = show_accord(counterpart=own.to_party, accord_name=own.accord_name, services=services)
    clocks = _clocks(view, accord.accord, services=services, language=language)
    newest = list(reversed(view.items))[:PAGE_STATEMENTS]
    if hides_bodies:
        newest = [replace(item, filed=()) for item in newest]
        checklists: Mapping[Digest, ChecklistWords] = {}
    else:
        checklists = _checklists(newest, accord.accord, services=services, language=language)
    reasons = _reasons(newest, view, services=services, language=language)
    return PairPage(
        view=view,
        alarms=[
            alarm_text(one.kind, one.message, log=one.subject, language=language)
            for one in view.alarms
        ],
        accord=accord,
        commitments=_commitments(accord.accord, language=language),
        statements=[
            StatementRow(
                view=item,
                is_ours=item.origin == own,
                clock=clocks.get(item.leaf, ""),
                reason=reasons.get(item.leaf, item.reason),
                checklist=checklists.get(item.leaf),
                is_escalated=item.leaf in escalated,
            )
            for item in newest
        ],
        left_out=len(view.items) - len(newest),
    )


def _reasons(
    items: Sequence[StatementView], view: PairView, *, services: Services, language: str
) -> Mapping[Digest, str]:
    """Return why rejected statements are, in the reader's language; judged again for others."""
    if language == ENGLISH or not any(item.reason for item in items):
        return {}
    faults = rejection_faults(view.pair, services=services)
    return {leaf: fault_text(fault, language=language) for leaf, fault in faults.items()}


def _checklists(
    items: Sequence[StatementView], accord: Accord | None, *, services: Services, language: str
) -> Mapping[Digest, ChecklistWords]:
    requests = [item for item in items if item.type == REQUEST]
    if accord is None or not requests:
        return {}
    held = services.store.bodies([hash_from_digest(item.leaf) for item in requests])
    found = {}
    for item in requests:
        body = held.get(hash_from_digest(item.leaf))
        members = None if body is None else orjson.loads(body.body)
        checklist = checklist_of(item, members, terms=accord.terms, services=services)
        found[item.leaf] = _checklist_words(checklist, language=language)
    return found


def _checklist_words(checklist: Checklist, *, language: str) -> ChecklistWords:
    return ChecklistWords(
        rows=[
            (
                row.element.id,
                text(row.element.title, language=language),
                requirement_words(row.requirement, language=language),
                said_words(row, language=language),
            )
            for row in checklist.rows
        ],
        problems=[problem_words(one, language=language) for one in checklist.problems],
        set_aside=[(rule, str(reason)) for rule, reason in checklist.set_aside.items()],
        has_body=checklist.has_body,
    )


def _commitments(accord: Accord | None, *, language: str) -> list[tuple[str, str]]:
    if accord is None:
        return []
    return [
        (one.id, one.text.get(language) or next(iter(one.text.values()), ""))
        for one in accord.terms.commitments
    ]


def _clocks(
    view: PairView, accord: Accord | None, *, services: Services, language: str
) -> Mapping[Digest, str]:
    size = view.pair.own_size + view.pair.copy_size
    if accord is None or size > MAX_FOLDED_LEAVES:
        return {}
    first, second = (
        _counted(view, Origin(from_party=party, accord_name=accord.name, to_party=other), services)
        for party, other in (accord.parties, accord.parties[::-1])
    )
    states = answer_clocks(
        merge(first, second),
        accords=read_pair_state(view.pair, services=services).accords_in_force,
        parties=accord.parties,
        at=services.clock.now(),
    )
    return {leaf: clock_words(state, language=language) for leaf, state in states.items()}


def _counted(view: PairView, origin: Origin, services: Services) -> Iterator[Counted]:
    """Yield the receipted statements of one log, as if everything were counted now."""
    received = {
        item.index: item.received_at
        for item in view.items
        if item.origin == origin and item.verdict == VALID and not item.refused
    }
    for record in services.store.iterate_leaves(origin):
        received_at = received.get(record.index)
        if received_at is not None:
            yield Counted(
                statement=verified_leaf(origin, record),
                received_at=received_at,
                marks=frozenset(record.marks),
            )
