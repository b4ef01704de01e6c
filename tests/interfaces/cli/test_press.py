"""`servanda concern press` on two homes: offered once, or written down as a claim of a concern."""

import json
from pathlib import Path

from servanda.core.identifiers import digest_of
from tests.interfaces.cli.homes import Desk, agreed_by_file, compared

ARTICLE = b"The ministry asks Beland to name who rented the address.\n"
READ = ("--source", "A newspaper", "--says", "They ask who rented it.")
GRADES = ("--source-grade", "C", "--information-grade", "3")


def test_what_the_press_says_is_offered_once_and_becomes_a_claim_of_a_concern(
    tmp_path: Path,
) -> None:
    alice, bob = (Desk(tmp_path / name, f"{name}.example") for name in ("alice", "bob"))
    for desk in (alice, bob):
        desk.do("init", desk.party, "--mode", "demonstration", "--at", "2026-01-05T08:00:00Z")
    compared(alice, bob, tmp_path)
    agreed_by_file(alice, bob, tmp_path)
    article = tmp_path / "article.txt"
    article.write_bytes(ARTICLE)
    alice.do("evidence", "add", article)
    digits = digest_of(ARTICLE).removeprefix("sha256:")[:12]
    press = ("concern", "press", digits, *READ)

    refused = alice.run(*press, "--source-grade", "Z", "--information-grade", "3", "--json")
    assert refused.exit == 2
    unfinished = alice.run(*press, *GRADES, "--json")
    assert unfinished.exit == 2  # a subject is missing, and nothing is sent
    offered = alice.do(*press, *GRADES, "--subject", "cyber", "--no-wait")
    again = alice.do(*press, *GRADES, "--subject", "cyber", "--no-wait")
    assert offered["ticket"] == again["ticket"]

    claims = tmp_path / "claims.json"
    written = alice.do(*press, *GRADES, "--claim", claims)
    assert json.loads(claims.read_bytes())["claims"] == written["claims"]
    assert written["claims"][0]["document"] == digest_of(ARTICLE)
    raised = ("concern", "issue", "--commitment", "C2", "--text", "So it seems.")
    assert alice.do(*raised, "--claims", claims, "--no-wait")["ticket"]
