"""Settings come back as written; a damaged file is never read as half of one."""

from pathlib import Path

import pytest

from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId
from servanda.store.home.mail_settings import MailSettings
from servanda.store.home.settings_file import (
    BrokenSettingsError,
    HomeSettings,
    read_settings,
    write_settings,
)

BOB = PartyId("bob.example")


def test_settings_come_back_as_written(tmp_path: Path) -> None:
    settings = HomeSettings(listen="0.0.0.0:7443", pages="127.0.0.1:7480").with_carriers(
        BOB, https="https://bob.example:7443", folder="/media/stick"
    )
    write_settings(tmp_path / "settings.json", settings)

    assert read_settings(tmp_path / "settings.json") == settings


def test_a_home_without_settings_has_none(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.json") == HomeSettings()


def test_a_way_that_is_not_given_stays() -> None:
    settings = HomeSettings().with_carriers(BOB, https="https://one:1", folder=None)

    assert settings.with_carriers(BOB, https=None, folder="/two").https == {BOB: "https://one:1"}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"v":"servanda-settings/1"}', b"\xff"])
def test_damaged_settings_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)

    with pytest.raises(BrokenSettingsError):
        read_settings(file)


def test_mail_settings_come_back_as_written(tmp_path: Path) -> None:
    mail = MailSettings(address="desk@bob.example", imap="127.0.0.1:143", password_file="/secret")  # noqa: S106 - a path
    settings = HomeSettings(mail=mail, mail_to={BOB: "desk@bob.example"})
    write_settings(tmp_path / "settings.json", settings)

    assert read_settings(tmp_path / "settings.json") == settings


def test_settings_without_mail_are_written_as_before_there_was_any(tmp_path: Path) -> None:
    write_settings(tmp_path / "settings.json", HomeSettings())

    assert b"mail" not in (tmp_path / "settings.json").read_bytes()


def test_the_order_of_carriers_comes_back_as_written(tmp_path: Path) -> None:
    policy = CarrierPolicy(order=("mail", "https"), failures=3)
    settings = HomeSettings(policies={BOB: policy})

    write_settings(tmp_path / "settings.json", settings)

    assert read_settings(tmp_path / "settings.json") == settings


@pytest.mark.parametrize(
    "carriers",
    [
        b'{"bob.example":{"failures":0,"order":[]}}',
        b'{"bob.example":{"failures":true,"order":[]}}',
        b'{"bob.example":{"failures":1,"order":["mail","mail"]}}',
        b'{"bob.example":{"failures":1,"order":"mail"}}',
        b'{"bob.example":{"failures":1}}',
        b"[]",
    ],
)
def test_a_damaged_order_of_carriers_is_refused(tmp_path: Path, carriers: bytes) -> None:
    file = tmp_path / "settings.json"
    write_settings(file, HomeSettings())
    file.write_bytes(b'{"carriers":' + carriers + b"," + file.read_bytes()[1:])

    with pytest.raises(BrokenSettingsError):
        read_settings(file)
