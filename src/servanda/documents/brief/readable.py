"""Keep a brief to what a person reads: nothing that hides in a line, nothing without end.

A store of years has thousands of open matters. A table shows the first hundred of them and says
how many there are; a sentence names the first dozen statements that it rests on, and how many
more. What is left off is in the node, where the verbs for each kind list all of it.

Source: docs/spec/brief.md, "The page" and "Annexes".
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from servanda.documents.brief.content import Bars, Brief, Sentence, Table
from servanda.documents.visible import visible

MOST_ROWS: Final = 100
MOST_BARS: Final = 40
MOST_REFS: Final = 12
SOURCES: Final = "sources"  # the sentence that names where each source is found: all of them


def readable(brief: Brief, words: Mapping[str, str]) -> Brief:
    """Return a brief in which what somebody wrote cannot turn a line around or hide in it.

    Args:
        brief: As it was put together.
        words: Texts of its language.
    """
    first, second = map(visible, brief.parties)
    return replace(
        brief,
        parties=(first, second),
        page=tuple(map(_sentence, brief.page)),
        annexes=tuple(
            replace(
                annex,
                title=visible(annex.title),
                sentences=tuple(map(_sentence, annex.sentences)),
                charts=tuple(_chart(one, words) for one in annex.charts),
                tables=tuple(_table(one, words) for one in annex.tables),
            )
            for annex in brief.annexes
        ),
    )


def _sentence(one: Sentence) -> Sentence:
    refs = tuple(map(visible, one.refs if one.key == SOURCES else one.refs[:MOST_REFS]))
    more = len(one.refs) - len(refs)
    # Alike in every language, as every reference is.
    return replace(one, text=visible(one.text), refs=(*refs, f"+{more}") if more else refs)


def _chart(one: Bars, words: Mapping[str, str]) -> Bars:
    return replace(
        one,
        caption=_caption(visible(one.caption), len(one.bars), MOST_BARS, words),
        bars=tuple((visible(name), size) for name, size in one.bars[:MOST_BARS]),
    )


def _table(one: Table, words: Mapping[str, str]) -> Table:
    return replace(
        one,
        caption=_caption(visible(one.caption), len(one.rows), MOST_ROWS, words),
        heading=tuple(map(visible, one.heading)),
        rows=tuple(tuple(map(visible, row)) for row in one.rows[:MOST_ROWS]),
    )


def _caption(caption: str, count: int, most: int, words: Mapping[str, str]) -> str:
    if count <= most:
        return caption
    return words["cut_off"].format(caption=caption, shown=most, count=count)
