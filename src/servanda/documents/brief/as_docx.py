"""The brief as a file for Word, for those who have to write on in it.

Each text names its language, and every style a Chinese font, or a reader's program picks one
that draws other shapes. The file has no times of its own, so the same brief gives the same bytes.

Source: docs/spec/brief.md, "DOCX".
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R

from servanda.core.identifiers import digest_of
from servanda.documents.brief.as_json import brief_json
from servanda.documents.brief.content import Annex, Bars, Brief, Sentence, Table
from servanda.documents.brief.docx_table import TABLE_STYLE, language_tag, table_element
from servanda.documents.brief.grounds import Grounds, grounds_of
from servanda.documents.brief.punctuation import punctuation

LATIN_FONT, CHINESE_FONT = "Times New Roman", "Noto Serif SC"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can name
_UNUSED = ("/stylesWithEffects", "/thumbnail")  # ends of the types of relations
_UNIX = 3  # else a zip file says on which system it was written


def brief_docx(briefs: Sequence[Brief]) -> bytes:
    """Return a brief, in one language or several one after the other, as a file for Word."""
    document = docx.Document()
    _leave_out_unused(document)
    _set_fonts(document)
    as_of = briefs[0].as_of
    properties = document.core_properties
    properties.title, properties.author = briefs[0].title, ""
    properties.comments = digest_of(brief_json(briefs))
    properties.created = properties.modified = datetime(
        as_of.year, as_of.month, as_of.day, tzinfo=UTC
    )
    for place, brief in enumerate(briefs):
        if place:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        there = len(_runs(document))
        _add_brief(document, brief)
        _mark_language(_runs(document)[there:], brief.language)
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _add_brief(document: Document, brief: Brief) -> None:
    words, grounds, marks = brief.words, grounds_of(brief), punctuation(brief.language)
    if brief.notice:
        document.add_paragraph(brief.notice, style="Intense Quote")
    document.add_heading(brief.title, level=1)
    document.add_paragraph(brief.question, style="Subtitle")
    document.add_paragraph(f"{words['parties']}{marks.colon}{' · '.join(brief.parties)}")
    document.add_paragraph(f"{words['as_of']}{marks.colon}{brief.as_of.isoformat()}")
    document.add_paragraph(f"{words['edition']}{marks.colon}{words[brief.edition]}")
    for one in brief.page:
        _add_sentence(document, one, brief, grounds, style="List Bullet")
    if not brief.page:
        document.add_paragraph(words["none"])
    for number, annex in enumerate(brief.annexes, start=1):
        heading = document.add_heading(
            f"{words['annex']} {number}{marks.colon}{annex.title}", level=2
        )
        heading.paragraph_format.page_break_before = number == 1
        _add_annex(document, annex, brief, grounds)
    if grounds.numbers:
        document.add_heading(words["grounds"], level=2)
    for digest, number in grounds.numbers.items():
        document.add_paragraph(f"[{number}] {digest}")


def _add_annex(document: Document, annex: Annex, brief: Brief, grounds: Grounds) -> None:
    for one in annex.sentences:
        _add_sentence(document, one, brief, grounds, style="Normal")
    for chart in annex.charts:
        # Numbers say the same as bars, and a reader's program may not draw ours.
        _add_table(document, _numbers(chart), brief.language)
    for table in annex.tables:
        shown = tuple(tuple(map(grounds.cell, row)) for row in table.rows)
        _add_table(document, replace(table, rows=shown), brief.language)


def _add_sentence(
    document: Document, one: Sentence, brief: Brief, grounds: Grounds, *, style: str
) -> None:
    paragraph = document.add_paragraph(one.text, style=style)
    words, marks = brief.words, punctuation(brief.language)
    refs = " ".join(text for text, _ in grounds.named(one.refs))
    grounded = f"{words[one.basis]}{marks.stop}{words['rests_on']}{marks.colon}{refs}"
    paragraph.add_run(f"{marks.opening}{grounded}{marks.closing}").italic = True


def _numbers(chart: Bars) -> Table:
    rows = tuple((name, chart.shown(number)) for name, number in chart.bars)
    return Table(caption=chart.caption, heading=("", chart.unit), rows=rows)


def _add_table(document: Document, table: Table, language: str) -> None:
    document.add_heading(table.caption, level=3)
    document.element.body.sectPr.addprevious(table_element(table, language))


def _leave_out_unused(document: Document) -> None:
    """Take out what the library's own file has for others: most of its styles, and its picture."""
    for related in (document.part.rels, document.part.package.rels):
        for name in [name for name, one in related.items() if one.reltype.endswith(_UNUSED)]:
            del related[name]
    styles = document.styles.element
    for style in list(styles):
        is_table = style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None
        if is_table and style.get(qn("w:styleId")) != TABLE_STYLE:
            styles.remove(style)


def _set_fonts(document: Document) -> None:
    for style in document.styles:
        properties = getattr(style.element, "get_or_add_rPr", None)
        if properties is None:
            continue
        fonts = properties().get_or_add_rFonts()
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{name}"), LATIN_FONT)
        fonts.set(qn("w:eastAsia"), CHINESE_FONT)


def _mark_language(runs: Sequence[CT_R], language: str) -> None:
    attribute, tag = language_tag(language)
    for run in runs:
        if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None:
            continue  # a text that has a language of its own
        marked = OxmlElement("w:lang")
        marked.set(qn(attribute), tag)
        run.get_or_add_rPr().append(marked)


def _runs(document: Document) -> list[CT_R]:
    return [run for run in document.element.body.iter(qn("w:r")) if isinstance(run, CT_R)]


def _without_times(written: bytes) -> bytes:
    """Return the same file with no times at its parts, in the order of their names.

    They stand uncompressed: two builds of zlib compress the same text to different bytes.
    """
    plain = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as source,
        zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=_EARLIEST)
            part.compress_type, part.create_system = zipfile.ZIP_STORED, _UNIX
            target.writestr(part, source.read(name))
    return plain.getvalue()
