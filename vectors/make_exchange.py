"""Write vectors/exchange/*.json: whole exchanges with what follows from them, and bad leaves.

Run from the root of the project: `python vectors/make_exchange.py`, with `src` and the root on
the path. The keys follow from fixed phrases and are worth nothing. Key sheets have an ML-DSA-44
signature, which is another one at each run by design, so every hash changes with a run.

What the members mean is said in vectors/exchange/README.md.
"""

import json
from pathlib import Path

from servanda.core.accords.accord import accord_id
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement
from servanda.core.exchange.order import settle
from servanda.core.identifiers import format_instant
from tests.core.exchange.bad_leaves import BAD_LEAVES, make_scene
from tests.core.exchange.mixed_example import play as play_mixed
from tests.core.exchange.worked_example import play as play_worked
from tests.core.exchange.world import ACCORD_BYTES, NAME, PARTIES, Desk
from tests.core.keys.cast import card_of

FOLDER = Path(__file__).parent / "exchange"

Case = dict[str, object]


def exchange_case(desk: Desk) -> Case:
    """Return both logs as `desk` holds them, the verdicts, the cut and the order."""
    contents = desk.contents()
    settled = settle(contents)
    return {
        **common_members(),
        "leaves": {
            party: [leaf.note.decode() for leaf in leaves] for party, leaves in desk.judged.items()
        },
        "expected": {
            "verdicts": {
                party: [verdict_of(leaf) for leaf in leaves]
                for party, leaves in desk.judged.items()
            },
            "cut": contents.cut_digest,
            "from": format_instant(contents.from_),
            "until": format_instant(contents.until),
            "sizes": {party: len(leaves) for party, leaves in contents.logs.items()},
            "counted": [
                {
                    "leaf": one.statement.digest,
                    "marks": sorted(one.marks),
                    "received_at": format_instant(one.received_at),
                    "type": one.statement.header.type,
                }
                for one in settled.counted
            ],
            "annex": [statement.digest for statement in settled.annex],
            "refused": [statement.digest for statement in settled.refused],
        },
    }


def bad_leaves() -> Case:
    """Return logs, and for the next leaf of one of them a good one and all the bad ones."""
    scene = make_scene()
    cases = [{"name": "a good one", "note": good_note(), "expected": "valid"}]
    for name, (make, code, _) in BAD_LEAVES.items():
        cases.append({"name": name, "note": make(scene).decode(), "expected": code})
    return {
        **common_members(),
        "leaves": {
            party: [leaf.note.decode() for leaf in leaves]
            for party, leaves in scene.bob.judged.items()
        },
        "log": scene.bob.party,
        "cases": cases,
    }


def good_note() -> str:
    """Return the honest receipt that every bad leaf is made from."""
    scene = make_scene()
    return scene.bob.sign(scene.receipt()).decode()


def common_members() -> Case:
    """Return what a reader needs before the first leaf."""
    return {
        "accord_name": NAME,
        "parties": list(PARTIES),
        "cards": {party: [note.decode() for note in card_of(party).notes] for party in PARTIES},
        "accords": {accord_id(ACCORD_BYTES): ACCORD_BYTES.decode()},
    }


def verdict_of(leaf: JudgedLeaf) -> Case:
    """Return a verdict; a leaf that is not valid has no marks."""
    if isinstance(leaf, VerifiedStatement):
        return {"leaf": leaf.digest, "verdict": "valid", "marks": sorted(leaf.marks)}
    return {"leaf": leaf.digest, "verdict": leaf.code, "marks": []}


def main() -> None:
    """Write all files of the folder."""
    files = {
        "worked_example": exchange_case(play_worked().alice),
        "mixed_example": exchange_case(play_mixed()),
        "bad_leaves": bad_leaves(),
    }
    FOLDER.mkdir(exist_ok=True)
    for name, content in files.items():
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
