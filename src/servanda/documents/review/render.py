"""Turn the content of a review into one HTML file.

Django's template engine is used alone, with escaping on: whatever a counterpart managed to get
into a code or a name stands on the page as text. The file carries its style inside, names no
other address and holds no script, so it can be mailed, archived and opened anywhere.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.template import Context, Engine

from servanda.core.canonical import JsonValue
from servanda.core.identifiers import format_instant
from servanda.core.review.registry import has_few_items
from servanda.documents.evidence.section import render_section
from servanda.documents.review.content import ReviewContent, StatementLine
from servanda.documents.review.names import code_name, figure_title, shown_values
from servanda.documents.review.wording import WORDS
from servanda.documents.style import read_style

ALL = "all"  # a cell over every kind, or every urgency
MAX_LEAVES = 24  # shown behind a row; all are in figures.json
SHORT_HASH = len("sha256:") + 12


def render_review(content: ReviewContent, *, language: str) -> str:
    """Return the page for `content` as one HTML text.

    Args:
        content: What to show.
        language: `en` or `zh-Hans`; another falls back to `en`.
    """
    words = WORDS.get(language, WORDS["en"])
    folder = files("servanda.documents.review")
    engine = Engine(autoescape=True)
    template = engine.from_string((folder / "page.html").read_text(encoding="utf-8"))
    return template.render(
        Context(
            {
                "language": language if language in WORDS else "en",
                "words": words,
                "style": read_style("review"),
                "content": content,
                "from": content.figures["from"],
                "until": content.figures["until"],
                "cut": content.figures["cut"],
                "accord": content.figures["accord"],
                "figures": _figures(content, language),
                "annex": _rows(content, "annex"),
                "suspended_days": str(content.suspended_days),
                "signed": [(party, content.signed.get(party)) for party in content.parties],
                "statements": [_statement_row(line, words) for line in content.statements],
                # Escaped by its own template.
                "evidence": ""
                if content.evidence is None
                else render_section(content.evidence, language=language),
            }
        )
    )


def _rows(content: ReviewContent, name: str) -> list[Mapping[str, Any]]:
    rows = content.figures[name]
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _figures(content: ReviewContent, language: str) -> list[list[dict[str, object]]]:
    """Return the rows over all requests of a direction, then those by kind and urgency."""
    overall: list[dict[str, object]] = []
    single: list[dict[str, object]] = []
    for row in _rows(content, "figures"):
        rows = overall if row["kind"] == row["urgency"] == ALL else single
        shown = _figure_row(row, language)
        # A figure is named once, at the first of its rows; a group of figures likewise.
        shown["is_first"] = not rows or rows[-1]["figure"] != shown["figure"]
        shown["begins"] = None if rows and rows[-1]["group"] == shown["group"] else shown["group"]
        rows.append(shown)
    return [overall, single]


def _figure_row(row: Mapping[str, Any], language: str) -> dict[str, object]:
    values: Mapping[str, JsonValue] = row["values"]
    return {
        "figure": row["figure"],
        "group": "quality" if str(row["figure"]).startswith("Q") else "timeliness",
        "title": figure_title(row["figure"], language=language),
        "direction": row["direction"],
        "kind": code_name(row["kind"], language=language),
        "urgency": code_name(row["urgency"], language=language),
        "values": list(shown_values(row["figure"], values, language=language)),
        "is_few": has_few_items(row["figure"], values),
        "leaves": row["leaves"][:MAX_LEAVES],
        "more": _more(len(row["leaves"]) - MAX_LEAVES, language),
    }


def _more(number: int, language: str) -> str:
    words = WORDS.get(language, WORDS["en"])
    return words["and_more"].format(number=number) if number > 0 else ""


def _statement_row(line: StatementLine, words: Mapping[str, str]) -> dict[str, object]:
    def shown(instant: datetime | None) -> str:
        return "" if instant is None else format_instant(instant)

    return {
        "party": line.party,
        # As text: a number would be written as the settings of a whole site say.
        "index": str(line.index),
        "leaf": line.leaf,
        "short": line.leaf[:SHORT_HASH],
        "type": line.type,
        "said": shown(line.said_at),
        "delivered": shown(line.delivered_at) or words["unreceipted"],
        "acknowledged": shown(line.acknowledged_at),
        "answered": shown(line.answered_at),
        "outcome": line.outcome or "",
        "clock": line.clock,
    }
