"""`servanda suspend` on two homes: refused before it is sent, and what crossed it is listed."""

from pathlib import Path

from tests.interfaces.cli.homes import Desk, agreed_by_file, compared


def test_what_crosses_a_suspension_counts_and_is_listed_and_nothing_new_goes_out(
    tmp_path: Path,
) -> None:
    alice, bob = (Desk(tmp_path / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, tmp_path)
    agreed_by_file(alice, bob, tmp_path)
    first, second, third, fourth = (tmp_path / f"{number}.servanda" for number in range(4))
    asked = alice.do("check", bob.party, "--no-wait")["ticket"]
    alice.do("deliver", "--out", first)  # it is said, and never arrives by this file
    bob.do("suspend", "start", "--ground", "review", "--no-wait")
    bob.do("deliver", "--out", second)
    alice.do("deliver", second, "--out", third)
    bob.do("deliver", third, "--out", fourth)
    alice.do("deliver", fourth, "--out", tmp_path / "unused.servanda")

    leaf = alice.do("show", asked)["leaf"]
    for desk in (alice, bob):
        (listed,) = desk.do("suspend", "show")["opened_meanwhile"]
        assert (listed["leaf"], listed["by"], listed["type"]) == (leaf, alice.party, "check")
        (standing,) = desk.do("queue")["suspended"]
        assert (standing["scope"], standing["by"]) == ("accord", bob.party)
        for language, said in (("en", "Opened all the same"), ("zh-Hans", "其间仍开启的事项")):
            assert said in desk.run("suspend", "show", "--lang", language).out.decode()
    refused = alice.run("check", bob.party, "--json")
    assert refused.exit == 2
    assert "servanda suspend resume" in refused.err + refused.out.decode()
