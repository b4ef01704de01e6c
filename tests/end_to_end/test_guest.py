"""A node and a guest, with nothing between them but files: from the cards to the bundle."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from servanda.guest_wiring import open_guest
from servanda.simulation.accord import RESPONSE
from servanda.store.home.layout import Home
from servanda.transports.mail.message import build_message, read_message
from servanda.usecases.services import Services
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.interfaces.cli.homes import Desk, Guest, compared
from tests.usecases.nodes import REQUEST, REQUEST_BODY


@dataclass(frozen=True)
class Parties:
    node: Desk
    guest: Guest
    folder: Path
    accord: str

    def to_guest(self, name: str = "to-guest.servanda") -> Path:
        file = self.folder / name
        self.node.do("deliver", "--out", file)
        self.guest.do("read", file)
        return file

    def to_node(self, name: str = "to-node.servanda") -> Path:
        file = self.folder / name
        self.guest.do("write", file)
        self.node.do("deliver", file, "--out", self.folder / "unused")
        return file

    def stand_at(self, instant: str) -> None:
        for desk in (self.node, self.guest):
            desk.do("clock", "set", instant)

    def ask(self, ticket: str) -> str:
        form = self.folder / "form.json"
        form.write_text(json.dumps({"facts": REQUEST, "body": REQUEST_BODY}), encoding="utf-8")
        self.node.do("send", "request", "--form", form, "--ticket", ticket)
        self.to_guest()
        return str(self.node.do("show", ticket)["leaf"])


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Parties:
    folder = tmp_path_factory.mktemp("node and guest")
    node, guest = Desk(folder / "node", "alice.example"), Guest(folder / "guest", "bob.example")
    begun = ("--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    node.do("init", node.party, "--no-https", *begun)
    made = guest.do("init", guest.party, *begun)
    assert (made["party"], made["created"]) == (guest.party, True)
    compared(node, guest, folder)
    proposal, acceptance = folder / "proposal", folder / "acceptance"
    proposed = node.do(
        "accord", "propose", "--template", "us-china-2015", "--with", guest.party,
        "--start", "2026-01-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z",
        "--cut-wait", "0", "--out", proposal,
    )  # fmt: skip
    guest.do("read", proposal)
    guest.do("accord", "accept", "--out", acceptance)
    node.do("deliver", acceptance, "--out", folder / "receipt")
    guest.do("read", folder / "receipt")
    return Parties(node=node, guest=guest, folder=folder, accord=str(proposed["accord"]))


def test_an_accord_comes_into_force_by_files(parties: Parties) -> None:
    for desk in (parties.node, parties.guest):
        (row,) = desk.do("accord", "show")["accords"]
        assert (row["accord"], row["state"]) == (parties.accord, "in_force")


def test_a_request_is_answered_receipted_reviewed_and_exported(parties: Parties) -> None:
    node, guest, folder = parties.node, parties.guest, parties.folder
    leaf = parties.ask("asked")

    (waiting,) = guest.do("queue")["requests"]
    assert (waiting["leaf"], waiting["is_ours"]) == (leaf, False)
    assert waiting["due_at"] is not None

    parties.stand_at("2026-01-06T08:00:00Z")
    guest.do(
        "send", "acknowledgement", "--ref", leaf, "--fact", "access=direct", "--fact", "tlp=amber",
        "--text", "desk=Desk B", "--text", "file_number=B-7",
    )  # fmt: skip
    parties.to_node()
    assert node.do("show", leaf)["acknowledged_at"] == "2026-01-06T08:00:00Z"
    facts = [part for name, value in RESPONSE.items() for part in ("--fact", fact(name, value))]
    said = guest.do("send", "response", "--ref", leaf, *facts, "--text", "text=Found; see here.")
    parties.to_node()
    parties.to_guest()

    assert node.do("show", leaf)["answered_at"] == "2026-01-06T08:00:00Z"
    receipt = guest.do("show", said["ticket"])
    assert (receipt["state"], receipt["received_at"]) == ("headed", "2026-01-06T08:00:00Z")
    assert guest.do("queue")["requests"] == []

    parties.stand_at("2026-07-02T08:00:00Z")
    node.do("cut")
    parties.to_guest()
    for desk in (node, guest):
        desk.do("review", "--figures", folder / f"{desk.party}.json")
    figures = (folder / f"{guest.party}.json").read_bytes()
    assert figures == (folder / f"{node.party}.json").read_bytes()

    bundle = folder / "guest.bundle"
    exported = guest.do("export", bundle)
    verified = node.do("verify", bundle, "--accord", parties.accord)
    assert verified["figures"] == exported["figures"]


def test_a_guest_asks_too_and_a_stick_carries_the_file_with_it(parties: Parties) -> None:
    node, guest = parties.node, parties.guest
    stick, listing = parties.folder / "stick", parties.folder / "listing.txt"
    stick.mkdir()
    listing.write_text("192.0.2.1 and when", encoding="utf-8")
    form = parties.folder / "guest-form.json"
    form.write_text(json.dumps({"facts": REQUEST, "body": REQUEST_BODY}), encoding="utf-8")

    asked = guest.do("send", "request", "--form", form, "--attach", listing)
    sent = guest.do("write", "--folder", stick)
    node.do("deliver", "--folder", stick)
    back = guest.do("read", "--folder", stick)

    assert (sent["sent"], sent["attachments_sent"], back["received"]) == (1, 1, 1)
    leaf = guest.do("show", asked["ticket"])["leaf"]
    released = parties.folder / "released"
    released.mkdir()
    node.do("show", leaf, "--release", released)
    assert (released / "listing.txt").read_bytes() == listing.read_bytes()
    assert guest.do("show", leaf)["received_at"] is not None


def test_what_a_mailbox_saves_is_read_and_what_is_written_is_a_mail(parties: Parties) -> None:
    node, guest, folder = parties.node, parties.guest, parties.folder
    saved, letter, taken = folder / "saved.eml", folder / "letter.eml", folder / "taken.servanda"
    asked = node.do("check", guest.party)
    node.do("deliver", "--out", folder / "sealed")
    mail = build_message(
        (folder / "sealed").read_bytes(),
        sender="desk@alice.example",
        recipient="desk@bob.example",
        is_piece=False,
    )
    saved.write_bytes(mail.as_bytes())

    assert guest.do("read", saved)["received"] == 1
    addresses = ("--mail-from", "desk@bob.example", "--mail-to", "desk@alice.example")
    guest.do("write", letter, *addresses)
    taken.write_bytes(read_message(letter.read_bytes()).content)
    node.do("deliver", taken, "--out", folder / "unused")

    assert node.do("show", asked["ticket"])["received_at"] is not None


def test_all_that_a_guest_keeps_can_be_computed_again(parties: Parties) -> None:
    services = opened_here(parties.guest)

    result = rebuild_projections(check=True, services=services)

    assert (result.logs, result.differences) == (2, ())
    assert parties.guest.do("doctor")["signing"]


def test_a_guest_has_no_database_and_loads_none(parties: Parties) -> None:
    script = (
        "import sys\n"
        "from servanda.interfaces.cli.main import main\n"
        "main(['guest', 'queue'])\n"
        "print(sorted(m for m in sys.modules if m in {'django', 'sqlite3', 'psycopg'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=parties.guest.environment(),
        capture_output=True,
        check=True,
        timeout=120,
    )

    assert done.stdout.decode().splitlines()[-1] == "[]"
    assert not list(parties.guest.folder.rglob("*sqlite*"))


def test_each_kind_of_home_takes_its_own_verbs_alone(parties: Parties) -> None:
    for home, verb in ((parties.guest, ["queue"]), (parties.node, ["guest", "queue"])):
        run = Desk(home.folder, home.party).run(*verb, "--json")

        assert (run.exit, run.result["error"]) == (2, "other-home")
    run = Desk(parties.guest.folder, "bob.example").run("serve", "--json")
    assert run.result["error"] == "other-home"
    run = parties.guest.run("init", "carol.example", "--mode", "demonstration", "--json")
    assert run.exit == 2


def fact(name: str, value: object) -> str:
    return f"{name}={value if isinstance(value, str) else json.dumps(value)}"


def opened_here(guest: Guest) -> Services:
    """The guest's ports in this process; its keys open without a person, as they were made so."""
    return open_guest(Home(guest.folder)).services
