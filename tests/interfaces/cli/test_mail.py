"""`servanda mail` keeps no password, sends none in clear, and says what is wrong with a mailbox."""

from pathlib import Path

from tests.interfaces.cli.homes import Desk
from tests.node.listeners import free_port

SECRET = "not to be shown"  # noqa: S105 - of no server


def desk_with_mail(folder: Path, host: str) -> tuple[Desk, list[str]]:
    desk = Desk(folder / "home", "northmark.example")
    desk.do("init", desk.party, "--no-https")
    password = folder / "mail-password"
    password.touch(mode=0o600)
    password.write_text(SECRET, "utf-8")
    return desk, [
        *("mail", "--address", "desk@northmark.example", "--imap", f"{host}:{free_port()}"),
        *("--user", "desk", "--password-file", str(password), "--security", "plain-loopback"),
    ]


def test_a_mailbox_out_of_reach_is_shown_by_the_verb_and_by_doctor(tmp_path: Path) -> None:
    desk, command = desk_with_mail(tmp_path, "127.0.0.1")

    shown = desk.do(*command)
    found = {one["code"]: one for one in desk.do("doctor")["findings"]}

    assert shown["mailbox"].startswith("mailbox-trouble: ")
    assert found["mailbox-trouble"]["level"] == "warning"
    assert SECRET not in str(shown)
    assert SECRET not in (desk.folder / "settings.json").read_text("utf-8")


def test_a_server_elsewhere_is_not_taken_in_clear_and_nothing_is_written(tmp_path: Path) -> None:
    desk, command = desk_with_mail(tmp_path, "mail.northmark.example")

    refused = desk.run(*command, "--json")

    assert refused.exit == 1
    assert "in clear" in refused.result["message"]
    assert b"mail" not in (desk.folder / "settings.json").read_bytes()


def test_the_card_names_our_mail_address_and_the_settings_have_it(tmp_path: Path) -> None:
    desk, other = (Desk(tmp_path / name, f"{name}.example") for name in ("northmark", "southmere"))
    made = desk.do("init", desk.party, "--no-https", "--mail", "desk@northmark.example")
    other.do("init", other.party, "--no-https", "--mail", "desk@southmere.example")
    card = tmp_path / "card"
    desk.do("card", "--out", str(card))
    other.do("counterpart", "add", str(card))
    other.do("mail", "--smtp", f"127.0.0.1:{free_port()}", "--security", "plain-loopback")

    assert made["mail"] == "desk@northmark.example"
    assert desk.do("mail")["address"] == "desk@northmark.example"
    assert other.do("counterpart", "carriers", desk.party)["order"] == ["mail"]


def test_another_address_than_the_card_s_is_refused_with_the_cure(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", "northmark.example")
    desk.do("init", desk.party, "--mail", "desk@northmark.example")

    refused = desk.run("init", desk.party, "--mail", "other@northmark.example", "--json")

    assert refused.exit == 2
    assert "keys rotate sheet" in refused.result["message"]
    assert not desk.do("init", desk.party, "--mail", "desk@northmark.example")["created"]
