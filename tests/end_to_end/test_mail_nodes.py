"""Two whole nodes that reach each other by mail alone, over a real mail path."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.interfaces.cli.homes import Desk, compared
from tests.mail_path import MailPath, mail_path
from tests.node.two_nodes import Pair, agree, await_true

pytestmark = pytest.mark.needs("dovecot")


@dataclass
class ByMail:
    pair: Pair
    path: MailPath


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByMail]:
    folder = tmp_path_factory.mktemp("nodes")
    alice, bob = (Desk(folder / name, f"{name}.example") for name in ("alice", "bob"))
    pair = Pair(alice=alice, bob=bob, processes={})
    with mail_path(folder) as path:
        for desk in (alice, bob):
            desk.do(
                *("init", desk.party, "--no-https", "--mode", "demonstration"),
                *("--at", "2026-01-05T08:00:00Z", "--mail", address_of(desk)),
            )
            set_up_mail(desk, path)
        compared(alice, bob, folder)  # the cards name the addresses
        try:
            for desk in (alice, bob):
                pair.start(desk)
            agree(pair)
            yield ByMail(pair=pair, path=path)
        finally:
            for process in pair.processes.values():
                process.terminate()
                process.wait(60)


def address_of(desk: Desk) -> str:
    return f"desk@{desk.party}"


def set_up_mail(desk: Desk, path: MailPath) -> None:
    shown = desk.do(
        *("mail", "--address", address_of(desk), "--security", "plain-loopback"),
        *("--smtp", f"127.0.0.1:{path.smtp.port}", "--imap", f"127.0.0.1:{path.imap_port}"),
        *("--user", address_of(desk), "--smtp-user", ""),
        *("--password-file", str(path.password_file)),
    )
    assert shown["mailbox"] == "ok"


def test_an_accord_and_a_statement_with_its_receipt_travel_by_mail_alone(nodes: ByMail) -> None:
    said = nodes.pair.alice.do("check", "bob.example", "--until-receipted")

    assert said["received_at"] == "2026-01-05T08:00:00Z"


def test_the_same_statement_over_mail_and_a_stick_arrives_once(
    nodes: ByMail, tmp_path: Path
) -> None:
    alice, bob = nodes.pair.alice, nodes.pair.bob
    leaf = alice.do("check", "bob.example", "--ticket", "twice", "--until-receipted")["leaf"]
    file = tmp_path / "again.servanda"
    alice.do("deliver", "--to", "bob.example", "--from-start", "--out", str(file))

    bob.do("deliver", str(file))

    held = [one for one in bob.do("inbox", "--all")["statements"] if one["leaf"] == leaf]
    assert len(held) == 1


def test_a_mail_that_comes_back_is_shown_at_its_statement_which_is_sent_again(
    nodes: ByMail,
) -> None:
    alice, bob = nodes.pair.alice, nodes.pair.bob
    nodes.path.relay.returning = address_of(bob)

    leaf = alice.do("check", "bob.example", "--ticket", "returned")["leaf"]

    await_true(lambda: item_of(alice, leaf)["bounced"] == "5.1.1")
    assert item_of(alice, leaf)["stage"] == "transmitted"
    assert "bounced" in {one["code"] for one in alice.do("doctor")["findings"]}

    nodes.path.relay.returning = ""
    for desk in (alice, bob):
        desk.do("clock", "set", "2026-01-05T20:00:00Z")  # the back-off is over

    await_true(lambda: item_of(alice, leaf)["stage"] == "delivered")
    assert item_of(alice, leaf)["bounced"] == ""


def item_of(desk: Desk, leaf: str) -> dict[str, str]:
    (counterpart,) = desk.do("counterpart", "show")["counterparts"]
    (item,) = [one for one in counterpart["pairs"][0]["items"] if one["leaf"] == leaf]
    return dict(item)
