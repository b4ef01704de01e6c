"""Our measures give what the reference scorers give, also where predictions are wrong.

The scorers run as programs of their own. Skipped without the reference folder.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from servanda.evidence.scoring.measure_attributions import measure_attributions
from servanda.evidence.scoring.measure_copies import measure_copies
from servanda.evidence.scoring.measure_groups import measure_groups
from servanda.evidence.scoring.measure_pages import measure_pages
from servanda.evidence.scoring.measure_quotations import measure_quotations
from servanda.evidence.scoring.measure_times import measure_times
from servanda.evidence.scoring.measures import Row, Share
from tests.evidence.shared import rows, shared

EVERY = 3  # documents: the set is large, and each third has every kind of row
HALF = 0.000_51  # of a permille, and what the scorers round


def scored(
    script: str, gold: Sequence[Row], said: Iterable[Row], folder: Path, *more: str
) -> dict[str, Any]:
    for name, content in (("gold", gold), ("said", said)):
        lines = "".join(json.dumps(row) + "\n" for row in content)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    run = subprocess.run(
        [
            sys.executable,
            shared() / "scorers" / script,
            *more,
            folder / "gold.jsonl",
            folder / "said.jsonl",
        ],
        capture_output=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def some(name: str) -> list[dict[str, Any]]:
    """Return the rows of every third document of a set."""
    found: list[dict[str, Any]] = [*rows(name)]
    wanted = set(sorted({str(row["doc"]) for row in found})[::EVERY])
    return [row for row in found if row["doc"] in wanted]


def spoilt(gold: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield predictions made from gold: some missing, some twice, some beside the place."""
    for number, row in enumerate(gold):
        if number % 7 == 0:
            continue
        shift = (0, 0, 3, 0, 40, -2)[number % 6]
        start = max(0, row["start"] + shift)
        yield {**row, "start": start, "end": row["end"] + shift}
        if number % 11 == 0:
            yield {**row, "start": start, "end": start + 5}
    yield {"doc": "nowhere", "start": 0, "end": 9, "speaker_start": 3, "speaker_end": 5}


def same(share: Share, theirs: Mapping[str, float]) -> bool:
    ours = share.as_json()
    counts = all(ours[name] == theirs[name] for name in ("right", "predicted", "gold"))
    return counts and abs(ours["f1_permille"] / 1000 - theirs["f1"]) < HALF


def test_quotations(tmp_path: Path) -> None:
    gold = some("polnear/dev-quotations.jsonl.gz")
    said = []
    for number, row in enumerate(spoilt(gold)):
        sources = row.get("sources") or [[0, 4]]
        start, end = sources[0]
        names = str(row.get("source_text") or "The Ministry").split()
        ways = (
            {"speaker_start": start, "speaker_end": end},
            {"speaker_start": end + 900, "speaker_end": end + 905, "speaker_text": names[-1]},
            {"speaker_start": None, "speaker_end": None},
            {"speaker_start": 1, "speaker_end": 2, "speaker_text": "he"},
            {"speaker_start": None, "speaker_end": None, "name": "Nobody At All"},
        )
        place = {name: row[name] for name in ("doc", "start", "end")}
        said.append({**place, **ways[number % 5]})

    theirs = scored("quotations.py", gold, said, tmp_path)
    ours = measure_quotations(gold, said)

    assert same(ours.speaker, theirs["speaker"])
    assert same(ours.mention, theirs["speaker_mention_only"])
    assert {
        "gold": ours.spans,
        "found": ours.found,
        "exact": ours.exact,
        "predictions_that_find_nothing": ours.loose,
    } == theirs["spans"]
    assert 0 < ours.right < ours.said


def test_attributions(tmp_path: Path) -> None:
    gold = some("polnear/dev-attributions.jsonl.gz")
    said = []
    for number, row in enumerate(gold):
        moved = {
            label: [[start, end + number % 4] for start, end in row[label]]
            for label in ("source", "cue", "content")
        }
        said.append({"doc": row["doc"], **moved})

    theirs = scored("quotations.py", gold, said[::2], tmp_path, "--attributions")
    ours = measure_attributions(gold, said[::2])

    for label, spans in ours.items():
        assert same(spans.exact, theirs[label]["exact"])
        assert same(spans.characters, theirs[label]["characters"])


def test_times(tmp_path: Path) -> None:
    gold = some("timebank/train-timex.jsonl.gz")
    said = [
        {**row, "type": "DATE", "value": "2031" if number % 5 == 0 else row.get("value")}
        for number, row in enumerate(spoilt(gold))
    ]
    theirs = scored("timex.py", gold, said, tmp_path)
    ours = measure_times(gold, said)

    assert all(same(share, theirs[name]) for name, share in ours.items())
    assert ours["value"].right < ours["relaxed"].right < len(gold)


def test_copies(tmp_path: Path) -> None:
    gold = [*rows("near-duplicates/gold.jsonl.gz")]
    said: list[Row] = [
        {"a": row["b"], "b": row["a"]} for number, row in enumerate(gold) if number % 4
    ]
    said += [{"a": gold[0]["a"], "b": row["b"]} for row in gold[:40:7]]

    theirs = scored("near_duplicates.py", gold, said, tmp_path)
    ours = measure_copies(gold, said)

    assert same(ours.pairs, theirs["pairs"])
    assert dict(ours.traps) == theirs["false_pairs_by_trap"]
    assert {
        kind: pytest.approx(float(share.recall), abs=HALF)
        for kind, share in ours.by_alteration.items()
    } == theirs["recall_by_alteration"]
    assert ours.groups is not None
    agrees(ours.groups.as_json(), theirs["groups"])


def agrees(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
    for name in ("precision", "recall", "f1"):
        assert abs(ours["b_cubed"][f"{name}_permille"] / 1000 - theirs["b_cubed"][name]) < HALF
    assert abs(ours["adjusted_rand_permille"] / 1000 - theirs["adjusted_rand_index"]) < HALF


def test_groups(tmp_path: Path) -> None:
    gold = some("ecb-plus/dev-clusters.jsonl.gz")
    said = [
        {"doc": row["doc"], "cluster": row["cluster"] if number % 3 else row["topic"]}
        for number, row in enumerate(gold)
        if number % 10
    ]
    theirs = scored("clusters.py", gold, said, tmp_path)
    by_document = {row["doc"]: row["cluster"] for row in said}
    ours = measure_groups(
        {row["doc"]: row["cluster"] for row in gold},
        {row["doc"]: by_document.get(row["doc"], row["doc"]) for row in gold},
    )

    agrees(ours.as_json(), theirs)


def test_pages(tmp_path: Path) -> None:
    gold = some("article-extraction/dev-text.jsonl.gz")
    said = [
        {"doc": row["doc"], "text": row["text"][number * 9 : len(row["text"]) - number * 5] + " so"}
        for number, row in enumerate(gold)
        if number % 8
    ]
    theirs = scored("extraction.py", gold, said, tmp_path)
    ours = measure_pages(gold, said)

    for name in ("precision", "recall", "f1"):
        assert abs(ours[f"{name}_permille"] / 1000 - theirs[name]) < HALF
