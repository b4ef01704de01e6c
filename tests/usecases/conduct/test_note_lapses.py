"""What lapses by time alone is told once, on both sides, and never with a name."""

from datetime import date

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.usecases.conduct.erase_person import erase_person
from servanda.usecases.conduct.note_lapses import note_lapses
from tests.usecases.conduct.test_contacts import make_permanent, propose
from tests.usecases.conduct.test_contacts import say as say_type
from tests.usecases.conduct.test_persons import BODY, LISTED, say
from tests.usecases.nodes import Cast, Node, agreed_cast

RETIRED: JsonObject = {"step": "retired", "tlp": "amber"}


def told(node: Node) -> list[tuple[str, str, bool]]:
    """Let the node look, and return what is new: clock, kind, and whether we have to act."""
    return [(one.clock, one.kind, one.is_ours) for one in note_lapses(services=node.services)]


def look_daily(cast: Cast, days: int) -> list[tuple[int, str, str]]:
    """Let Alice look each day; return the day, clock and kind of all that is new."""
    found = []
    for day in range(days):
        found += [(day, clock, kind) for clock, kind, _ in told(cast.alice)]
        cast.wait(days=1)
    return found


def test_an_interim_contact_is_warned_of_three_times_and_noted_once_when_it_lapsed() -> None:
    cast = agreed_cast()
    leaf = propose(cast)

    found = look_daily(cast, 120)
    assert [kind for _, _, kind in found] == ["expiry_30", "expiry_14", "expiry_3", "expired"]
    assert [day for day, _, _ in found] == [61, 77, 88, 91]
    assert {clock for _, clock, _ in found} == {"contact_expiry"}
    # The holder hears the same and is told that it has to act.
    assert [one[1:] for one in told(cast.bob)] == [
        ("expiry_30", True),
        ("expiry_14", True),
        ("expiry_3", True),
        ("expired", True),
    ]
    cases = {one.case for one in cast.bob.services.store.notices(limit=10)}
    assert cases == {hash_from_digest(leaf)}


def test_a_contact_confirmed_anew_is_warned_of_by_its_new_term_and_a_retired_one_never() -> None:
    cast = agreed_cast()
    leaf = propose(cast)
    make_permanent(cast, leaf)
    cast.wait(days=340)
    assert [kind for _, kind, _ in told(cast.alice)] == ["expiry_30"]
    say_type(cast, cast.bob, "contact", {"step": "renewed", "tlp": "amber"}, ref=leaf)
    cast.wait(days=60)
    assert told(cast.alice) == []  # the old term has passed, and was replaced before

    say_type(cast, cast.bob, "contact", RETIRED, ref=leaf)
    cast.wait(days=400)
    assert told(cast.alice) == told(cast.bob) == []


def test_an_entry_is_to_be_looked_at_again_by_who_named_the_person() -> None:
    cast = agreed_cast()
    leaf = say(cast, cast.alice, LISTED, body=BODY)
    cast.wait(days=366)

    kinds = ["expiry_30", "expiry_14", "expiry_3", "expired"]
    assert told(cast.alice) == [("person_review", kind, True) for kind in kinds]
    assert told(cast.bob) == [("person_review", kind, False) for kind in kinds]
    assert told(cast.alice) == []
    say(cast, cast.alice, {"step": "reviewed", "tlp": "red"}, ref=leaf)
    assert told(cast.alice) == []


def released(cast: Cast) -> Digest:
    leaf = say(cast, cast.alice, LISTED, body=BODY)
    event: JsonObject = {"step": "event", "event": "released", "source_grade": "B", "tlp": "red"}
    day: date = cast.clock.now().date()
    say(cast, cast.alice, {**event, "day": day.isoformat()}, ref=leaf)
    return leaf


def test_an_erasure_that_is_not_decided_in_time_is_a_breach_and_one_that_is_brings_nothing() -> (
    None
):
    late, timely = agreed_cast(), agreed_cast()
    released(late)
    late.wait(days=32)
    assert told(late.alice) == [
        ("person_erasure", "reminder", True),
        ("person_erasure", "breach", True),
    ]

    leaf = released(timely)
    decided: JsonObject = {"step": "erasure_decided", "decision": "erased", "tlp": "red"}
    say(timely, timely.alice, decided, ref=leaf)
    erase_person(leaf, pair=timely.alice.pair, services=timely.alice.services)
    timely.wait(days=800)
    assert told(timely.alice) == []  # of an erased entry nothing is left to be looked at
