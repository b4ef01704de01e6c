"""A hash stands whole in one list, and leads there from wherever it is named."""

import io
import re
from dataclasses import replace

import docx
import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import digest_of
from servanda.documents.brief.content import Annex, Bars, Brief, Table
from servanda.documents.brief.forms import write_brief
from servanda.documents.brief.grounds import grounds_of
from tests.documents.brief.test_brief import EXAMPLE, LANGUAGES, brief, page_of

LINE = 6  # points: a line of a table is higher
HASHES = [digest_of(bytes([number])) for number in range(9)]


@pytest.fixture(scope="module")
def record() -> DialogueRecord:
    return parse_record(EXAMPLE)


def resting(record: DialogueRecord, *refs: str, language: str = "en") -> Brief:
    """Return a brief whose first sentence rests on `refs`, and that names a hash in a table."""
    made = brief(record, language)
    first, *others = made.page
    table = Table(caption="Calls", heading=("Day", "Statement"), rows=(("2026-03-02", HASHES[8]),))
    annex = Annex(key="calls", title="Calls", tables=(table,))
    return replace(made, page=(replace(first, refs=refs), *others), annexes=(*made.annexes, annex))


def test_a_hash_has_one_number_in_the_order_of_first_mention(record: DialogueRecord) -> None:
    found = grounds_of(resting(record, HASHES[3], "T4", HASHES[1], HASHES[3]))

    assert dict(found.numbers) == {HASHES[3]: 1, HASHES[1]: 2, HASHES[8]: 3}
    assert found.cell(HASHES[1]) == "[2]"
    assert found.cell("2026-03-02") == "2026-03-02"


def test_figures_keep_their_names_and_long_runs_are_shown_by_their_ends(
    record: DialogueRecord,
) -> None:
    found = grounds_of(resting(record, *HASHES[:6]))
    asked = [HASHES[4], "T4", HASHES[0], HASHES[1], HASHES[2], HASHES[5]]

    assert found.named(asked) == [("T4 ·", 0), ("[1]–[3]", 1), ("[5]", 5), ("[6]", 6)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_page_each_number_leads_to_its_hash_and_no_hash_stands_elsewhere(
    record: DialogueRecord, language: str
) -> None:
    both = [resting(record, *HASHES[:2], language=one) for one in (language, *LANGUAGES)]
    page = page_of(*both)
    links = [str(one["href"]) for tag, one in page.tags if tag == "a"]
    places = [one["id"] for tag, one in page.tags if tag == "li" and "id" in one]

    assert len(set(places)) == len(places) == 3 * len(both)
    assert set(links) == {f"#{place}" for place in places}
    for named in (*HASHES[:2], HASHES[8]):
        assert "".join(page.shown).count(named) == len(both)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_in_a_file_each_hash_stands_whole_and_once(form: str, record: DialogueRecord) -> None:
    written = write_brief(form, [resting(record, *HASHES[:2])])
    if form == "pdf":
        pages = pypdfium2.PdfDocument(written)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
    else:
        parts = docx.Document(io.BytesIO(written)).element.body.iter()
        text = " ".join(part.text or "" for part in parts if part.tag.endswith("}t"))

    for named in (*HASHES[:2], HASHES[8]):
        assert text.count(named) == 1
    assert re.search(r"\[1\]\s\[2\]", text)


def test_the_public_page_has_no_list(record: DialogueRecord) -> None:
    assert not grounds_of(brief(record, edition=Edition.PUBLIC)).numbers


def test_a_day_never_breaks_however_many_columns_stand_beside_it(record: DialogueRecord) -> None:
    long = "A promise of many words that wants all the room there is. " * 4
    row = ("the round", long, "both", long, "2027-01-26", "2027-01-27", "open", "0", long)
    table = Table(caption="Promises", heading=tuple("abcdefghi"), rows=(row,))
    made = replace(brief(record), annexes=(Annex(key="a", title="A", tables=(table,)),))
    document = pypdfium2.PdfDocument(write_brief("pdf", [made]))
    page = document[1].get_textpage()

    places = []
    for day in ("2027-01-26", "2027-01-27"):
        found = page.search(day).get_next()
        assert found is not None
        boxes = [page.get_charbox(found[0] + at) for at in range(len(day))]
        bottoms = [box[1] for box in boxes]
        assert max(bottoms) - min(bottoms) < LINE  # in one line
        places.append((boxes[0][0], boxes[-1][2]))
    assert places[0][1] < places[1][0]  # and beside the next column, not over it


def test_a_share_has_no_sign_and_a_drift_has(record: DialogueRecord) -> None:
    share = Bars(caption="Share", unit="%", bars=(("here", 87),))
    made = replace(brief(record), annexes=(Annex(key="a", title="A", charts=(share,)),))

    assert "+87" not in write_brief("html", [made]).decode()
    assert "87" in page_of(made).shown
    assert re.search(r"[+-]\d", "".join(page_of(brief(record)).shown))
