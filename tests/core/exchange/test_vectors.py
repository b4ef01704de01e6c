import json
from pathlib import Path
from typing import Any

import pytest

from servanda.core.envelope.run import CarriedLeaf
from servanda.core.exchange.cut import CutContents, cut_contents, find_cut
from servanda.core.exchange.judge import judge_leaf
from servanda.core.exchange.leaf import JudgedLeaf, VerifiedStatement, read_leaf
from servanda.core.exchange.order import settle
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import PartyId, format_instant
from servanda.core.keys.card import verify_card

Vector = dict[str, Any]

FOLDER = Path(__file__).parents[3] / "vectors" / "exchange"
WORKED, MIXED, BAD = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("worked_example", "mixed_example", "bad_leaves")
)
EXCHANGES = pytest.mark.parametrize("vector", [WORKED, MIXED], ids=["worked", "mixed"])


def replay(vector: Vector) -> tuple[PairState, dict[PartyId, list[JudgedLeaf]]]:
    """Judge both logs of a vector, each leaf as soon as all that it has seen is there."""
    cards = {
        PartyId(party): verify_card([note.encode() for note in notes])
        for party, notes in vector["cards"].items()
    }
    pair = PairState.in_memory(list(cards), vector["accord_name"], cards)
    for data in vector["accords"].values():
        pair.know_accord(data.encode())
    notes = {PartyId(party): list(leaves) for party, leaves in vector["leaves"].items()}
    judged: dict[PartyId, list[JudgedLeaf]] = {party: [] for party in notes}
    while any(notes.values()):
        party = next(party for party in notes if is_next(pair, notes, party))
        carried = CarriedLeaf(note=notes[party].pop(0).encode(), salt=None, body=None)
        leaf = judge_leaf(carried, origin=pair.origin(party), past=pair.past_of_next(party))
        pair.add(leaf, body=None)
        judged[party].append(leaf)
    return pair, judged


def is_next(pair: PairState, notes: dict[PartyId, list[str]], party: PartyId) -> bool:
    if not notes[party]:
        return False
    header = read_leaf(notes[party][0].encode()).header
    return header is None or header.seen.size <= pair.log(pair.counterpart(party)).roots.size


def contents_of(vector: Vector) -> CutContents:
    pair, judged = replay(vector)
    cut = find_cut(pair.cuts, parties=vector["parties"])
    assert cut is not None
    version = pair.accord_for(cut.party, index=cut.index, seen_size=cut.seen_size)
    assert version is not None
    return cut_contents(
        cut,
        logs=judged,
        cuts=pair.cuts,
        accords=pair.accords_before(cut.party, index=cut.index, seen_size=cut.seen_size),
        accord_digest=version.digest,
    )


@EXCHANGES
def test_every_leaf_gets_the_verdict_of_the_vector(vector: Vector) -> None:
    _, judged = replay(vector)

    assert {
        party: [
            {
                "leaf": leaf.digest,
                "verdict": "valid" if isinstance(leaf, VerifiedStatement) else leaf.code,
                "marks": sorted(leaf.marks) if isinstance(leaf, VerifiedStatement) else [],
            }
            for leaf in leaves
        ]
        for party, leaves in judged.items()
    } == vector["expected"]["verdicts"]


@EXCHANGES
def test_cut_order_and_annex_are_those_of_the_vector(vector: Vector) -> None:
    expected = vector["expected"]

    contents = contents_of(vector)
    settled = settle(contents)

    assert contents.cut_digest == expected["cut"]
    assert {party: len(leaves) for party, leaves in contents.logs.items()} == expected["sizes"]
    assert [
        {
            "leaf": one.statement.digest,
            "marks": sorted(one.marks),
            "received_at": format_instant(one.received_at),
            "type": one.statement.header.type,
        }
        for one in settled.counted
    ] == expected["counted"]
    assert [statement.digest for statement in settled.annex] == expected["annex"]
    assert [statement.digest for statement in settled.refused] == expected["refused"]


def test_the_mixed_example_holds_every_kind_of_outcome() -> None:
    expected = MIXED["expected"]
    verdicts = {one["verdict"] for leaves in expected["verdicts"].values() for one in leaves}

    assert verdicts == {"valid", "invalid", "not_understood"}
    assert (len(expected["annex"]), len(expected["refused"])) == (2, 1)
    assert any(one["marks"] for one in expected["counted"])


@pytest.mark.parametrize("case", BAD["cases"], ids=[case["name"] for case in BAD["cases"]])
def test_a_leaf_gets_the_verdict_of_its_case(case: Vector) -> None:
    pair, _ = replay(BAD)
    log = PartyId(BAD["log"])
    carried = CarriedLeaf(note=case["note"].encode(), salt=None, body=None)

    leaf = judge_leaf(carried, origin=pair.origin(log), past=pair.past_of_next(log))

    verdict = "valid" if isinstance(leaf, VerifiedStatement) else leaf.code
    assert verdict == case["expected"]
