"""The page of the counterparts: what is held of whom, over which carriers, and what is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.forms.moves import OPENINGS
from servanda.core.people.actor import Actor
from servanda.core.people.roles import Role
from servanda.interfaces.web.pages.counterparts_page import PairRow, read_counterparts_page
from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.ports.outside import DeliveryDelayedError
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.exchange.test_carrier_turns import Way, Ways
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast, make_cast


def html(cast: Cast, *, language: str = "en") -> str:
    page = read_counterparts_page(cast.alice.services, language=language)
    return rendered("counterparts", page, language=language)


def row(cast: Cast) -> PairRow:
    page = read_counterparts_page(cast.alice.services, language="en")
    ((found,),) = (section.pairs for section in page.sections)
    return found


def test_both_logs_stand_there_with_their_heads_and_what_is_receipted() -> None:
    cast = agreed_cast()

    shown = row(cast)

    assert shown.own_head is not None
    assert shown.copy_head is not None
    page = html(cast)
    assert shown.own_head.root in page
    assert shown.copy_head.root in page
    assert shown.unreceipted == shown.pair.own_size - shown.pair.receipted


def test_the_words_that_two_people_compare_stand_there_and_that_they_did() -> None:
    cast = make_cast()

    (section,) = read_counterparts_page(cast.alice.services, language="en").sections

    assert len(section.words.split()) == 12
    assert section.record.confirmed_at is not None
    assert "No accord yet" in html(cast)


def test_a_carrier_that_fails_is_shown_with_its_trouble_and_its_rest() -> None:
    cast = agreed_cast()
    line = Way(kind="line", failure=DeliveryDelayedError("the line is down"))
    cast.alice.services = replace(cast.alice.services, carriers=Ways(ways=[line]))
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    deliver_outbox(services=cast.alice.services)

    (carrier,) = row(cast).carriers
    assert (carrier.kind, carrier.is_used, carrier.failures) == ("line", True, 1)
    assert carrier.rests_until is not None
    assert "the line is down" in html(cast)

    cast.clock.advance(timedelta(days=1))
    assert row(cast).carriers[0].rests_until is None


def test_a_carrier_that_is_used_no_more_keeps_its_row() -> None:
    cast = agreed_cast()
    line = Way(kind="line", failure=DeliveryDelayedError("down"))
    cast.alice.services = replace(cast.alice.services, carriers=Ways(ways=[line]))
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    deliver_outbox(services=cast.alice.services)
    cast.alice.services = replace(cast.alice.services, carriers=Ways(ways=[]))

    assert [(one.kind, one.is_used) for one in row(cast).carriers] == [("line", False)]
    assert (
        CarrierPolicy().failures
        == read_counterparts_page(cast.alice.services, language="en").sections[0].failures
    )


def test_keys_that_expire_soon_are_said_of_both_sides() -> None:
    cast = agreed_cast()
    expires = min(one.keys.expires for one in row(cast).keys)
    cast.clock.advance(expires - cast.clock.now() - timedelta(days=5))

    assert {one.is_ours: one.warning is not None for one in row(cast).keys} == {
        True: True,
        False: True,
    }
    assert html(cast).count("expires soon") == 2


def test_who_may_write_finds_the_forms_and_nobody_else_does() -> None:
    services = agreed_cast().alice.services
    found = {}
    for role in (Role.OFFICER, Role.AUDITOR):
        actor = Actor(name="somebody", roles=frozenset((role,)))
        page = read_counterparts_page(services, actor=actor, language="en")
        rows = [row for section in page.sections for row in section.pairs]
        found[role] = [path for row in rows for _, path in row.writes]

    assert found[Role.AUDITOR] == []
    assert len(found[Role.OFFICER]) == len(OPENINGS)
    assert all(path.startswith("/write/") for path in found[Role.OFFICER])


@pytest.mark.parametrize(("language", "heading"), [("en", "Carriers"), ("zh-Hans", "传送方式")])
def test_the_page_speaks_the_readers_language(language: str, heading: str) -> None:
    page = html(agreed_cast(), language=language)

    assert f"<caption>{heading}</caption>" in page
    assert "style=" not in page
