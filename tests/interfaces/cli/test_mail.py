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
