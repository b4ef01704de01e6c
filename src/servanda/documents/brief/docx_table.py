"""A table of a file for Word, written whole.

Cell by cell through the library a table of a hundred rows costs more than all the rest of a
brief; written as one text and read once it costs a tenth. What stands in it is escaped, and a
character that no XML file can hold stands as its number.

Source: docs/spec/brief.md, "DOCX"; ECMA-376, part 1, section 17.4.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.table import CT_Tbl

from servanda.documents.brief.content import Row, Table

TABLE_STYLE = "TableGrid"
_TAGS = {"en": ("w:val", "en-GB"), "zh-Hans": ("w:eastAsia", "zh-CN")}
_WIDTH = 8_640  # twentieths of a point: between the margins of the library's page
_NO_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def language_tag(language: str) -> tuple[str, str]:
    """Return the attribute by which a run of text names its language, and its value."""
    return _TAGS.get(language, ("w:val", language))


def table_element(table: Table, language: str) -> CT_Tbl:
    """Return `table` as an element; each cell names its language.

    Args:
        table: What it shows.
        language: Of cells that have none of their own.
    """
    element = parse_xml("".join(_parts(table, language)))
    if not isinstance(element, CT_Tbl):
        raise TypeError(type(element))
    return element


def _parts(table: Table, language: str) -> Iterator[str]:
    count = len(table.heading)
    width = _WIDTH // max(count, 1)
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/>'
        '<w:tblW w:type="auto" w:w="0"/><w:tblLook w:firstRow="1" w:noVBand="1" w:val="0420"/>'
        "</w:tblPr><w:tblGrid>"
    )
    yield f'<w:gridCol w:w="{width}"/>' * count
    yield "</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>"
    yield from (_cell(title, width, language, marks="<w:b/>") for title in table.heading)
    yield "</w:tr>"
    for row in table.rows:
        yield "<w:tr>"
        yield from _cells(row, table, width, language)
        yield "</w:tr>"
    yield "</w:tbl>"


def _cells(row: Row, table: Table, width: int, language: str) -> Iterator[str]:
    for place, text in enumerate(row):
        yield _cell(text, width, table.languages.get(place, language))


def _cell(text: str, width: int, language: str, *, marks: str = "") -> str:
    attribute, tag = language_tag(language)
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(_written(text).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr><w:p><w:r>'
        f'<w:rPr>{marks}<w:lang {attribute}="{escape(tag, {chr(34): "&quot;"})}"/></w:rPr>'
        f'<w:t xml:space="preserve">{lines}</w:t></w:r></w:p></w:tc>'
    )


def _written(text: str) -> str:
    return escape(_NO_XML.sub(lambda found: f"[U+{ord(found.group()):04X}]", text))
