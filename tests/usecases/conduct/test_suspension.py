"""A suspended accord between two nodes: clocks run on, no log closes, no new matter is sent."""

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.conduct.read_suspensions import AccordSuspendedError, read_suspensions
from servanda.usecases.conduct.require_effect import IllegalStepError
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node, agreed_cast

SUSPENDED: JsonObject = {"step": "suspended", "scope": "accord", "ground": "review"}
RESUMED: JsonObject = {"step": "resumed", "scope": "accord"}
ACKNOWLEDGED: JsonObject = {"access": "direct", "tlp": "amber"}


def say(
    cast: Cast,
    node: Node,
    type_name: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send(type_name, facts, body=body, ref=ref)
    cast.settle()
    return leaf


def test_clocks_run_on_answers_go_out_and_no_new_matter_does() -> None:
    cast = agreed_cast()
    request = say(cast, cast.alice, "request", REQUEST, body=REQUEST_BODY)
    before = show_queue(services=cast.bob.services).deadlines
    say(cast, cast.bob, "suspension", SUSPENDED)

    for node in (cast.alice, cast.bob):
        with pytest.raises(AccordSuspendedError, match=r"bob\.example"):
            node.send("request", REQUEST, body=REQUEST_BODY)
    queue = show_queue(services=cast.bob.services)
    assert [one.due_at for one in queue.deadlines] == [one.due_at for one in before]
    assert [one.by for _, one in queue.suspended] == [cast.bob.party]
    body: JsonObject = {"desk": "Police of Beland", "file_number": "B-1"}
    say(cast, cast.bob, "acknowledgement", ACKNOWLEDGED, ref=request, body=body)


def test_it_ends_by_whoever_began_it_and_both_sides_count_the_same_days() -> None:
    cast = agreed_cast()
    begun = cast.clock.now()
    suspension = say(cast, cast.bob, "suspension", SUSPENDED)
    cast.wait(days=10)
    with pytest.raises(IllegalStepError):
        cast.alice.send("suspension", RESUMED, ref=suspension)
    say(cast, cast.bob, "suspension", RESUMED, ref=suspension)
    say(cast, cast.alice, "request", REQUEST, body=REQUEST_BODY)

    durations = []
    for node in (cast.alice, cast.bob):
        found = read_suspensions(node.pair, services=node.services)
        assert found is not None
        durations.append(found.duration(since=begun, until=cast.clock.now()))
    assert durations[0] == durations[1]
    assert durations[0].days == 10
