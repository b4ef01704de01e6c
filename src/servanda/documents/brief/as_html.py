"""The brief as one HTML file that needs no node, no network and no script.

Django's template engine is used alone, with escaping on. Charts are SVG by attributes and
classes, for a strict content policy forbids inline style; the same numbers stand in a table.

Source: docs/spec/brief.md, "HTML".
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from django.template import Context, Engine

from servanda.documents.brief.content import Bars, Brief, Row, Sentence, Table
from servanda.documents.brief.grounds import Grounds, grounds_of
from servanda.documents.brief.punctuation import punctuation
from servanda.documents.style import read_style

_WIDTH, _BAR, _GAP, _NAME = 640, 18, 8, 200
_NAME_SIGNS = 26  # Latin ones, that `_NAME` has room for
_WIDE = 2  # a Chinese sign beside a Latin one


def brief_html(briefs: Sequence[Brief]) -> bytes:
    """Return a brief, in one language or in several beneath one another, as a file."""
    folder = files("servanda.documents.brief")
    template = Engine(autoescape=True).from_string(
        (folder / "page.html").read_text(encoding="utf-8")
    )
    content = {
        "language": briefs[0].language,
        "title": briefs[0].title,
        "style": read_style("brief"),
        "briefs": [_brief(one, place=str(place)) for place, one in enumerate(briefs, start=1)],
    }
    return template.render(Context(content)).encode()


def _brief(brief: Brief, *, place: str) -> Mapping[str, object]:
    grounds = grounds_of(brief)
    return {
        "place": place,
        "brief": brief,
        "as_of": brief.as_of.isoformat(),
        "words": brief.words,
        "marks": punctuation(brief.language),
        "edition": brief.words[brief.edition],
        "page": [_sentence(one, brief, grounds) for one in brief.page],
        "annexes": [
            {
                "number": str(number),
                "annex": annex,
                "sentences": [_sentence(one, brief, grounds) for one in annex.sentences],
                "charts": [_chart(one) for one in annex.charts],
                "tables": [
                    {"table": one, "rows": [_cells(row, one, grounds) for row in one.rows]}
                    for one in annex.tables
                ],
            }
            for number, annex in enumerate(brief.annexes, start=1)
        ],
        "grounds": [(str(number), digest) for digest, number in grounds.numbers.items()],
    }


def _sentence(one: Sentence, brief: Brief, grounds: Grounds) -> Mapping[str, object]:
    return {
        "text": one.text,
        "basis": one.basis,
        "basis_words": brief.words[one.basis],
        "refs": [(text, str(number or "")) for text, number in grounds.named(one.refs)],
    }


def _cells(row: Row, table: Table, grounds: Grounds) -> Sequence[Mapping[str, str]]:
    """Return what the cells of a row show, each with its language where that is not the brief's.

    A hash is its number in the list at the end, to which it leads.
    """
    return [
        {
            "text": grounds.cell(text),
            "number": str(grounds.numbers.get(text, "")),
            "lang": table.languages.get(place, "") if text else "",
        }
        for place, text in enumerate(row)
    ]


def _chart(chart: Bars) -> Mapping[str, object]:
    """Return the places of a chart, as text: a number would be written as a site's settings say."""
    most = max((abs(number) for _, number in chart.bars), default=0) or 1
    room = (_WIDTH - _NAME) // (2 if chart.is_signed else 1) - 40
    middle = _NAME + room + 20 if chart.is_signed else _NAME
    bars = []
    for place, (name, number) in enumerate(chart.bars):
        length = abs(number) * room // most
        top = _GAP + place * (_BAR + _GAP)
        bars.append(
            {
                "name": name,
                "short": _short(name),
                "number": chart.shown(number),
                "x": str(middle - length if number < 0 else middle),
                "y": str(top),
                "width": str(max(length, 1)),
                "baseline": str(top + _BAR - 4),
                "number_x": str(middle - length - 6 if number < 0 else middle + length + 6),
                "anchor": "end" if number < 0 else "start",
                "side": "share" if not chart.is_signed else "early" if number < 0 else "late",
            }
        )
    return {
        "caption": chart.caption,
        "unit": chart.unit,
        "bars": bars,
        "width": str(_WIDTH),
        "height": str(_GAP + len(bars) * (_BAR + _GAP)),
        "middle": str(middle),
        "bar": str(_BAR),
    }


def _short(name: str) -> str:
    """Return a name cut to what stands beside its bar: a longer one would run over the bars.

    It stands whole in the table beneath.
    """
    room = _NAME_SIGNS
    for place, sign in enumerate(name):
        room -= _WIDE if sign > "\u2e7f" else 1
        if room < 0:
            return f"{name[: place - 1]}…"
    return name
