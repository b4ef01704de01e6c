"""Which carriers lead to a counterpart, and that one which cannot be made stops no other."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from servanda.core.errors import MisconfiguredError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.transports.mail.server import MailServer, Security
from servanda.transports.registry import KnownCarriers, OwnMail, WaySettings
from servanda.usecases.ports.outside import DeliveryRefusedError, SealedEnvelope
from tests.transports.parties import ALICE, BOB, card_of, identity_of

SERVER = MailServer(host="127.0.0.1", port=25, security=Security.PLAIN_LOOPBACK)
MAIL = OwnMail(address="desk@bob.example", server=SERVER)
ENVELOPE = SealedEnvelope(digest=sha256(b"sealed").hexdigest(), content=b"sealed")


def settings(folder: Path, *, mail_to: str) -> WaySettings:
    return WaySettings(
        https={}, folders={ALICE: str(folder)}, mail_to={ALICE: mail_to}, mail=lambda: MAIL
    )


def carriers(found: WaySettings) -> KnownCarriers:
    return KnownCarriers(identity=lambda: identity_of(BOB), settings=lambda: found)


def test_mail_leads_where_we_have_a_server_and_know_the_address(tmp_path: Path) -> None:
    found = settings(tmp_path, mail_to="desk@alice.example")
    without = replace(found, mail=lambda: None)

    assert [one.kind for one in carriers(found).towards(card_of(ALICE))] == ["folder", "mail"]
    assert [one.kind for one in carriers(without).towards(card_of(ALICE))] == ["folder"]


def test_an_address_that_cannot_be_stops_no_other_carrier_and_says_why_at_its_turn(
    tmp_path: Path,
) -> None:
    found = settings(tmp_path, mail_to="desk@alice.example\r\nBcc: all@mallory.example")
    folder, mail = carriers(found).towards(card_of(ALICE))

    assert folder.deliver(ENVELOPE).location.endswith(".servanda")
    with pytest.raises(DeliveryRefusedError, match="expected a mail address"):
        mail.deliver(ENVELOPE)


def test_mail_settings_that_cannot_be_stop_no_other_carrier(tmp_path: Path) -> None:
    def broken() -> OwnMail:
        raise MisconfiguredError("name a password file")

    found = replace(settings(tmp_path, mail_to="desk@alice.example"), mail=broken)

    assert [one.kind for one in carriers(found).towards(card_of(ALICE))] == ["folder", "mail"]


def test_another_mail_server_is_used_from_the_next_sending(tmp_path: Path) -> None:
    servers = [MAIL, replace(MAIL, address="other@bob.example")]
    known = carriers(
        replace(settings(tmp_path, mail_to="desk@alice.example"), mail=lambda: servers[0])
    )
    before = known.towards(card_of(ALICE))[-1]
    servers.pop(0)

    assert known.towards(card_of(ALICE))[-1] != before


def test_the_operator_s_order_decides_and_leaves_out(tmp_path: Path) -> None:
    found = settings(tmp_path, mail_to="desk@alice.example")

    for order in (("mail", "folder"), ("mail",), ("https", "folder", "mail")):
        policies = {ALICE: CarrierPolicy(order=order)}
        known = carriers(replace(found, policies=policies))
        kinds = [one.kind for one in known.towards(card_of(ALICE))]
        assert kinds == [kind for kind in order if kind != "https"]
        assert known.policy(ALICE) == policies[ALICE]
        assert known.policy(BOB) == CarrierPolicy()
