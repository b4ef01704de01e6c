"""Every note that a document can carry is explained."""

import re

from servanda.evidence.reading.notes import NOTES
from tests.house.places import ROOT

ROW = re.compile(r"^\| `([a-z_]+)` \| ((?:`[a-z]+`(?:, )?)*) ?\|", re.MULTILINE)


def test_the_page_on_documents_explains_each_note_with_its_parameters() -> None:
    page = (ROOT / "docs/spec/evidence/documents.md").read_text(encoding="utf-8")
    _, _, notes = page.partition("## Notes")

    explained = {
        match.group(1): tuple(sorted(re.findall(r"`([a-z]+)`", match.group(2))))
        for match in ROW.finditer(notes)
    }

    assert explained == {code: tuple(sorted(names)) for code, names in NOTES.items()}
