"""Source, cue and content are found as well as the accuracy page says."""

import json
import subprocess
import sys
from pathlib import Path

from servanda.evidence.claims.claim import Claim
from servanda.evidence.claims.find import find_claims
from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.reading.read import read_document
from servanda.evidence.scoring.attributions import attribution_rows
from tests.evidence.making import NOBODY, document_of, names_in
from tests.evidence.shared import gold, rows, seeds, shared

# A little below what docs/reference/evidence-accuracy.md states.
LEAST_EXACT_F1 = {"source": 0.56, "cue": 0.56, "content": 0.51}
LEAST_CHARACTER_F1 = {"content": 0.79}


def test_a_quotation_inside_a_claim_is_not_counted_twice() -> None:
    document = document_of("Voss said it had “left for good” then. “We shall see,” Voss said.")
    names = names_in(document, {"Voss": (EntityKind.PERSON, "Ilsa Voss")})
    quotations = find_quotations(document, names=names)
    claims = find_claims(document, names=names, quotations=quotations)

    found = list(attribution_rows("d", quotations, claims))

    assert [row["content"] for row in found] == [[[10, 37]], [[39, 54]]]


def test_attributions_of_the_development_set_are_found(tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as lines:
        for each in rows("polnear/dev-documents.jsonl.gz"):
            document = read_document(each["text"].encode(), name=each["doc"])
            quotations = find_quotations(document, names=NOBODY)
            claims = find_claims(document, names=NOBODY, quotations=quotations)
            for row in attribution_rows(each["doc"], quotations, claims):
                lines.write(json.dumps(row) + "\n")
    scorer = shared() / "scorers" / "quotations.py"
    marked = shared() / "data" / "polnear" / "dev-attributions.jsonl.gz"

    run = subprocess.run(
        [sys.executable, scorer, "--attributions", marked, predictions],
        capture_output=True,
        text=True,
        check=True,
    )

    figures = json.loads(run.stdout)
    for label, least in LEAST_EXACT_F1.items():
        assert figures[label]["exact"]["f1"] >= least, label
    for label, least in LEAST_CHARACTER_F1.items():
        assert figures[label]["characters"]["f1"] >= least, label


def read_seeds() -> dict[str, tuple[Document, tuple[Claim, ...]]]:
    found = {}
    for path in seeds():
        document = read_document(path.read_bytes(), name=path.name)
        quotations = find_quotations(document, names=NOBODY)
        claims = find_claims(document, names=NOBODY, quotations=quotations)
        found[path.name[:3]] = (document, claims)
    return found


def test_every_claim_of_the_seeds_is_found_with_its_hedges() -> None:
    read = read_seeds()

    for row in gold()["claims"]:
        document, claims = read[str(row["doc"])]
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        anchor = document.span(start, end)
        met = [
            claim
            for claim in claims
            if any(part.overlaps(anchor) for part in (claim.voice.mention, claim.cue))
            or claim.content[0].overlaps(anchor)
        ]
        assert met, row["id"]
        words = " ".join(document.text_of(hedge.span).lower() for c in met for hedge in c.hedges)
        wanted = row["hedge_words"]
        assert isinstance(wanted, list)
        for hedge in wanted:
            # The gold marks "might take some time" where the rule marks the word that hedges.
            assert hedge.split()[0] in words, (row["id"], hedge)
