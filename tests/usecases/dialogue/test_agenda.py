"""What is open between two nodes: the same for both, by kind, and gone when it is settled."""

from servanda.core.canonical import JsonObject
from servanda.core.dialogue.agenda import AgendaItem, AgendaKind
from servanda.core.identifiers import Digest, digest_of
from servanda.core.statements.evidence_set import evidence_root
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.dialogue.assemble_agenda import assemble_agenda
from tests.usecases.dialogue.test_dialogue import TEXT, a_cast, held_round, say
from tests.usecases.nodes import ALICE, BOB, REQUEST, REQUEST_BODY, Cast, Node

MARKED: JsonObject = {"tlp": "amber"}
WORDS: JsonObject = {"text": "Said."}


def agenda(node: Node) -> list[AgendaItem]:
    follow_casework(node.pair, services=node.services)
    return list(assemble_agenda(node.pair, services=node.services))


def kinds(cast: Cast) -> list[tuple[AgendaKind, str | None]]:
    ours, theirs = agenda(cast.alice), agenda(cast.bob)
    assert ours == theirs
    return [(one.kind, one.mover) for one in ours]


def test_nothing_is_open_at_the_beginning() -> None:
    assert kinds(a_cast()) == []


def test_a_concern_waits_for_its_reply_and_then_for_its_end() -> None:
    cast = a_cast()
    facts: JsonObject = {"step": "issued", "commitment": "C1.1", **MARKED}
    leaf = say(cast, cast.alice, "concern", facts, body={"text": "A report.", "asks": "Why."})
    assert kinds(cast) == [(AgendaKind.CONCERN_WITHOUT_REPLY, BOB)]

    reply: JsonObject = {"position": "explained", **MARKED}
    say(cast, cast.bob, "reply", reply, ref=leaf, body={"text": "So it was."})
    assert kinds(cast) == [(AgendaKind.CONCERN_UNSETTLED, None)]

    say(cast, cast.alice, "concern", {"step": "assented", **MARKED}, ref=leaf)
    say(cast, cast.alice, "concern", {"step": "closed", **MARKED}, ref=leaf)
    assert kinds(cast) == []


def test_a_request_is_on_it_when_it_is_overdue_and_names_who_answers() -> None:
    cast = a_cast()
    cast.wait(minutes=1)
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    assert kinds(cast) == []

    cast.wait(days=60)
    assert kinds(cast) == [(AgendaKind.REQUEST_OVERDUE, BOB)]


def test_a_deliverable_is_on_it_sixty_days_before_its_day_and_until_it_is_accepted() -> None:
    cast = a_cast()
    round_ = held_round(cast)
    promised = cast.clock.now().date().replace(month=12, day=1).isoformat()
    facts: JsonObject = {"step": "proposed", "owner": "author", "due": promised}
    leaf = say(cast, cast.alice, "deliverable", facts, ref=round_, body=TEXT)
    say(cast, cast.bob, "deliverable", {"step": "confirmed"}, ref=leaf)
    early = [kind for kind, _ in kinds(cast)]

    days = (cast.clock.now().date().replace(month=12, day=1) - cast.clock.now().date()).days
    cast.wait(days=days - 30)
    assert early == []
    assert kinds(cast) == [(AgendaKind.DELIVERABLE_DUE, ALICE)]
    cast.wait(days=31)
    assert kinds(cast) == [(AgendaKind.DELIVERABLE_OVERDUE, ALICE)]
    say(cast, cast.alice, "deliverable", {"step": "delivered"}, ref=leaf, body=TEXT)
    say(cast, cast.bob, "deliverable", {"step": "accepted"}, ref=leaf)
    assert kinds(cast) == []


def test_disputes_suspensions_and_contacts_are_on_it_in_this_order() -> None:
    cast = a_cast()
    proposed: JsonObject = {
        "step": "proposed",
        "role": "duty",
        "carrier": "telephone",
        "fingerprint": "sha256:" + "a" * 64,
    }
    contact = say(cast, cast.bob, "contact", proposed, body={"office": "Desk"})
    stated: JsonObject = {"about": "statement", "step": "stated", "leaves": [contact]}
    say(cast, cast.alice, "dispute", stated, body={"text": "We know of no such desk."})
    suspended: JsonObject = {"step": "suspended", "scope": "accord", "ground": "review"}
    say(cast, cast.bob, "suspension", suspended)

    assert kinds(cast) == [
        (AgendaKind.SUSPENSION, BOB),
        (AgendaKind.DISPUTE, None),
        (AgendaKind.CONTACT, ALICE),
    ]


def test_a_suspended_series_and_channel_are_on_it_until_they_are_resumed() -> None:
    cast = a_cast()
    proposed: JsonObject = {
        "step": "proposed",
        "role": "duty",
        "carrier": "telephone",
        "fingerprint": "sha256:" + "a" * 64,
    }
    channel = say(cast, cast.bob, "contact", proposed, body={"office": "Desk"})
    before = kinds(cast)
    parts: list[JsonObject] = [
        {"scope": "series", "series": "dialogue"},
        {"scope": "channel", "channel": channel},
    ]
    begun: JsonObject = {"step": "suspended", "ground": "review"}
    leaves = [say(cast, cast.bob, "suspension", {**begun, **part}) for part in parts]
    assert kinds(cast) == [(AgendaKind.SUSPENSION, BOB)] * 2 + before

    for part, leaf in zip(parts, leaves, strict=True):
        say(cast, cast.bob, "suspension", {"step": "resumed", **part}, ref=leaf)
    assert kinds(cast) == before


def test_assessments_that_are_not_the_same_are_on_it_until_one_is_replaced() -> None:
    cast = a_cast()
    judged: JsonObject = {
        "step": "drafted",
        "commitment": "C1.1",
        "from": "2025-07-01T00:00:00Z",
        "until": "2026-01-01T00:00:00Z",
        "value": "not_assessable",
        "ground": "no_evidence",
        **MARKED,
    }
    evidence = digest_of(b"a report")
    bare = {name: item for name, item in judged.items() if name != "ground"}
    named: JsonObject = {"confidence": "low", "evidence": evidence_root([evidence])}
    other: JsonObject = {**bare, **named, "value": "disputed"}
    ours = released(cast, cast.alice, cast.bob, judged, {"text": "There is nothing."})
    assert kinds(cast) == []

    theirs = released(cast, cast.bob, cast.alice, other, {**WORDS, "evidence": [evidence]})
    assert kinds(cast) == [(AgendaKind.ASSESSMENTS_DIFFER, None)]
    assert agenda(cast.alice)[0].about == "C1.1"

    released(cast, cast.bob, cast.alice, judged, WORDS, ref=theirs)
    assert kinds(cast) == []
    assert ours != theirs


def released(
    cast: Cast,
    by: Node,
    other: Node,
    facts: JsonObject,
    body: JsonObject,
    ref: Digest | None = None,
) -> Digest:
    leaf = say(cast, by, "assessment", facts, body=body, ref=ref)
    comment: JsonObject = {"step": "commented", "position": "noted", **MARKED}
    say(cast, other, "assessment", comment, ref=leaf, body=WORDS)
    say(cast, by, "assessment", {"step": "released"}, ref=leaf)
    return leaf


def test_items_of_our_own_stand_among_the_others_and_are_told_as_such() -> None:
    cast = a_cast()
    finding = AgendaItem(kind=AgendaKind.FINDING, ref="C2", about="C2", is_own=True)
    found = assemble_agenda(cast.alice.pair, services=cast.alice.services, own=[finding])

    assert list(found) == [finding]
