"""The brief as a PDF: tagged, with its fonts inside, checked against PDF/UA-1 and PDF/A-2a.

Typst sets it and refuses to write what does not fit these two standards. What is said goes in as
data, never as markup. The fonts come with installed packages, so every machine sets the same
page; a character that they lack is set as its number, for the standards forbid an empty box.

Source: docs/spec/brief.md, "PDF".
"""

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

import typst

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import digest_of
from servanda.documents.brief.as_json import brief_json, brief_members
from servanda.documents.brief.content import Annex, Bars, Brief, Sentence, Table
from servanda.documents.brief.grounds import Grounds, grounds_of
from servanda.documents.brief.punctuation import punctuation

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
CHINESE_FILES = ("NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf")

# What Typst says of a character that no font has, or that PDF/A forbids. Each call names one; so
# after some rounds whatever is neither Latin nor Chinese is set as its number.
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed|codepoint `"\\u\{([0-9a-f]+)\}"`')
_ROUNDS = 12
_UNUSUAL = re.compile(
    "[^\n -\u024f\u2010-\u2027\u2030-\u205e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]"
)
_MOST_WIDTH, _MOST_WORD = 24, 32  # characters for which a column is made wider
_NARROW = 12  # characters up to which a column is as wide as its text: a day never breaks
_WIDE = 2  # a Chinese character beside a Latin one
_REGIONS = {"zh-Hans": ("zh", "CN")}


class UnsettableBriefError(MisconfiguredError):
    """The typesetter refused the brief: a fault of ours, or of an installation that is damaged."""

    code: ClassVar[str] = "unsettable-brief"


def brief_pdf(briefs: Sequence[Brief]) -> bytes:
    """Return a brief, in one language or several one after the other, as a PDF.

    Raises:
        UnsettableBriefError: It cannot be set.
    """
    source = Path(str(files("servanda.documents.brief"))) / "brief.typ"
    data = json.dumps(
        {"briefs": [_data(one) for one in briefs], "digest": digest_of(brief_json(briefs))},
        ensure_ascii=False,
    )
    for _ in range(_ROUNDS):
        try:
            return _compiled(source, data)
        except typst.TypstError as error:
            found = _LACKING.search(error.message)
            if found is None:
                raise UnsettableBriefError(f"typst: {error.message[:300]}") from error
            lacking = found.group(1) or chr(int(found.group(2), 16))
            data = re.sub(f"[{re.escape(lacking)}]", _as_number, data)
    try:
        return _compiled(source, _UNUSUAL.sub(_as_number, data))
    except typst.TypstError as error:
        raise UnsettableBriefError(f"typst: {error.message[:300]}") from error


def _compiled(source: Path, data: str) -> bytes:
    return typst.compile(
        source,
        font_paths=[Path(str(files(FONT_PACKAGE)))],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1", "a-2a"],
    )


def _as_number(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]"


def _data(brief: Brief) -> Mapping[str, object]:
    language, region = _REGIONS.get(brief.language, (brief.language, None))
    grounds = grounds_of(brief)
    return {
        **brief_members(brief),
        "page": [_sentence(one, grounds) for one in brief.page],
        "lang": language,
        "region": region,
        "edition_words": brief.words[brief.edition],
        "words": brief.words,
        "marks": punctuation(brief.language)._asdict(),
        "annexes": [_annex(one, grounds) for one in brief.annexes],
        "grounds": list(grounds.numbers),
    }


def _sentence(one: Sentence, grounds: Grounds) -> Mapping[str, object]:
    return {"text": one.text, "basis": one.basis, "refs": grounds.named(one.refs)}


def _annex(annex: Annex, grounds: Grounds) -> Mapping[str, object]:
    return {
        "title": annex.title,
        "sentences": [_sentence(one, grounds) for one in annex.sentences],
        "charts": [_chart(one) for one in annex.charts],
        "tables": [_table(one, grounds) for one in annex.tables],
    }


def _chart(chart: Bars) -> Mapping[str, object]:
    bars = [(name, number, chart.shown(number)) for name, number in chart.bars]
    return {
        "caption": chart.caption,
        "unit": chart.unit,
        "bars": bars,
        "signed": chart.is_signed,
    }


def _table(table: Table, grounds: Grounds) -> Mapping[str, object]:
    shown = [[grounds.cell(text) for text in row] for row in table.rows]
    columns = zip(table.heading, *shown, strict=True)
    return {
        "caption": table.caption,
        "heading": table.heading,
        "rows": [
            [(text, grounds.numbers.get(cell, 0)) for text, cell in zip(one, row, strict=True)]
            for one, row in zip(shown, table.rows, strict=True)
        ],
        "languages": {
            str(place): _REGIONS.get(one, (one, None)) for place, one in table.languages.items()
        },
        "widths": [_share(column) for column in columns],
    }


def _share(column: Sequence[str]) -> int:
    """Return the share of a column of what narrow ones leave; 0 for a narrow one."""
    if max(map(_width, column)) <= _NARROW:
        return 0
    return max(map(_column_width, column))


def _column_width(cell: str) -> int:
    """Return the share of the page that a cell asks for: its longest word at least."""
    words = max(map(_width, cell.split()), default=0)
    return max(min(words, _MOST_WORD), min(_width(cell), _MOST_WIDTH), 1)


def _width(text: str) -> int:
    return sum(_WIDE if sign > "\u2e7f" else 1 for sign in text)
