"""The operator orders the carriers towards a counterpart, and sees how they do."""

from pathlib import Path

import pytest

from tests.interfaces.cli.homes import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk, other = (Desk(tmp_path / name, f"{name}.example") for name in ("alice", "bob"))
    for one in (desk, other):
        one.do("init", one.party)
    card = tmp_path / "bob.card"
    other.do("card", "--out", str(card))
    desk.do("counterpart", "add", str(card), "--folder", str(tmp_path / "stick"))
    return desk


def test_the_order_is_shown_as_it_is_used_and_stays_until_it_is_changed(desk: Desk) -> None:
    assert desk.do("counterpart", "carriers", "bob.example") == {
        "party": "bob.example",
        "order": ["https", "folder"],
        "failures": 1,
        "standing": [],
    }

    desk.do("counterpart", "carriers", "bob.example", "--order", "folder,https")
    desk.do("counterpart", "carriers", "bob.example", "--failures", "3")

    shown = desk.do("counterpart", "carriers", "bob.example")
    assert (shown["order"], shown["failures"]) == (["folder", "https"], 3)


def test_a_carrier_that_is_not_named_is_not_used_and_none_named_means_all(desk: Desk) -> None:
    shown = desk.do("counterpart", "carriers", "bob.example", "--order", "folder")
    assert shown["order"] == ["folder"]

    shown = desk.do("counterpart", "carriers", "bob.example", "--order", "")
    assert shown["order"] == ["https", "folder"]


@pytest.mark.parametrize(
    "options",
    [
        ("--order", "pigeon"),
        ("--order", "mail,mail"),
        ("--order", "mail,"),
        ("--failures", "0"),
        ("--failures", "101"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    desk: Desk, options: tuple[str, str]
) -> None:
    before = (desk.folder / "settings.json").read_bytes()

    refused = desk.run("counterpart", "carriers", "bob.example", *options, "--json")

    assert refused.exit == 2
    assert (desk.folder / "settings.json").read_bytes() == before


def test_nobody_unknown_has_carriers(desk: Desk) -> None:
    assert desk.run("counterpart", "carriers", "carol.example", "--json").exit == 2
