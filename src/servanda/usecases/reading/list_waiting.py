"""List what counterparts said and one of our people still has to act on, newest first.

A request waits until it is settled. Everything else waits while one of our clocks runs on it: a
blocking question, an answer to be judged, information, a call.
"""

from collections.abc import Iterable, Iterator

from servanda.core.casework.transitions import Clock
from servanda.core.identifiers import Digest, Origin, PartyId, digest_from_hash
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.ports.records import VALID
from servanda.usecases.reading.list_inbox import list_inbox
from servanda.usecases.reading.views import StatementView
from servanda.usecases.services import Services

# Of our own requests: by which statement of theirs a clock of ours began, its type and step.
_BEGAN_WITH = {
    Clock.CLARIFICATION.value: ("clarification", "ask"),
    Clock.FEEDBACK.value: ("response", "final"),
}


def list_waiting(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> tuple[StatementView, ...]:
    """Return what of the inbox waits for us; casework follows the logs first."""
    follow_all_casework(services=services)
    views = list_inbox(counterpart=counterpart, accord_name=accord_name, services=services)
    waiting = {view.leaf for view in views if _is_open_request(view)}
    for origin in {view.origin for view in views}:
        said = [view for view in views if view.origin == origin]
        waiting |= set(_under_a_clock(origin.reverse, said, services=services))
    return tuple(view for view in views if view.leaf in waiting)


def _is_open_request(view: StatementView) -> bool:
    is_settled = view.answered_at is not None or view.withdrawn_at is not None or view.refused
    return view.type == "request" and view.verdict == VALID and not is_settled


def _under_a_clock(
    own: Origin, said: Iterable[StatementView], *, services: Services
) -> Iterator[Digest]:
    """Yield the statements, of those the other side of `own` `said`, on which our clocks run."""
    # The newest come first, and of several the newest is the one that the clock is about.
    about: dict[tuple[str, str, Digest], Digest] = {}
    for view in said:
        if view.verdict == VALID and view.ref is not None:
            about.setdefault((view.type, str(view.facts.get("step")), view.ref), view.leaf)
    for deadline in services.store.deadlines_of(own):
        if not deadline.is_ours:
            continue
        case = digest_from_hash(deadline.case)
        yield case  # theirs, or none of those said
        began = _BEGAN_WITH.get(deadline.clock)
        if began is not None and (*began, case) in about:
            yield about[(*began, case)]
