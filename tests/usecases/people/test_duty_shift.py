"""The roster of a desk feeds its duty contact, and tells nobody else who answers it."""

from datetime import timedelta
from functools import partial

from servanda.core.canonical import JsonObject
from servanda.core.contacts.contact import Contact
from servanda.core.identifiers import Digest
from servanda.interfaces.contact_words import ContactRow, contact_row, duty_of
from servanda.interfaces.web.pages.contacts_page import read_contacts_page
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.people.change_people import set_duty
from servanda.usecases.people.read_people import duty_shift
from tests.core.casework.counting import digest
from tests.usecases.nodes import Node, agreed_cast
from tests.usecases.people.desk import PeopledDesk, peopled_desk

PROPOSED: JsonObject = {
    "step": "proposed",
    "role": "duty",
    "carrier": "telephone",
    "fingerprint": digest("key"),
    "tlp": "amber",
}
BODY: JsonObject = {"address": "+00 1", "office": "Duty desk"}


def on_duty(desk: PeopledDesk, *, hours: int) -> None:
    start = desk.services.clock.now()
    end = start + timedelta(hours=hours)
    act = partial(set_duty, "cleo", start=start, end=end, services=desk.services)
    desk.act("staff duty", "ada", act)


def contact_of(node: Node, desk: PeopledDesk, role: str = "duty") -> Digest:
    leaf = node.send("contact", {**PROPOSED, "role": role}, body=BODY)
    desk.cast.settle()
    return leaf


def row(desk: PeopledDesk, leaf: Digest, language: str) -> ContactRow:
    services, pair = desk.services, desk.cast.alice.pair
    found = read_contacts(pair, services=services)
    assert found is not None
    contact: Contact = found.by_leaf[leaf]
    duty = duty_of(contact, duty_shift(services), us=pair.own.from_party)
    return contact_row(contact, found, now=services.clock.now(), duty=duty, language=language)


def test_our_duty_contact_shows_who_is_on_duty_now_and_alarms_when_nobody_is() -> None:
    desk = peopled_desk("ada", "ben", "cleo")
    leaf = contact_of(desk.cast.alice, desk)
    assert "nobody of ours is on duty" in " ".join(row(desk, leaf, "en").notes)
    assert row(desk, leaf, "en").is_alarming

    on_duty(desk, hours=8)
    assert "cleo" in " ".join(row(desk, leaf, "en").notes)
    assert "值班" in " ".join(row(desk, leaf, "zh-Hans").notes)
    assert not row(desk, leaf, "en").is_alarming
    page = read_contacts_page(desk.services, language="en")
    assert "cleo" in " ".join(page.sections[0].rows[0].notes)

    desk.cast.wait(hours=9)
    assert row(desk, leaf, "en").is_alarming


def test_no_other_contact_is_fed_and_no_name_goes_out() -> None:
    desk = peopled_desk("ada", "ben", "cleo")
    on_duty(desk, hours=8)
    theirs = contact_of(desk.cast.bob, desk)
    technical = contact_of(desk.cast.alice, desk, role="technical")
    ours = contact_of(desk.cast.alice, desk)

    assert "cleo" in " ".join(row(desk, ours, "en").notes)
    for leaf in (theirs, technical):
        assert "cleo" not in " ".join(row(desk, leaf, "en").notes)
    own, copy = desk.cast.alice.notes()
    assert not any(b"cleo" in note for note in (*own, *copy))
    bodies = desk.cast.bob.services.store.bodies(
        [
            one.leaf_hash
            for one in desk.cast.bob.services.store.iterate_leaves(desk.cast.alice.pair.own)
        ]
    )
    assert bodies
    assert not any(b"cleo" in one.body for one in bodies.values())


def test_a_desk_without_persons_has_no_roster() -> None:
    assert duty_shift(agreed_cast().alice.services) is None
