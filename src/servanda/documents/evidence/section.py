"""The part of a review that shows one side's own reading of what third parties say.

It stands apart, names whose reading it is, and carries the hash of the report it was taken from:
figures are agreed, findings stand beside them.

Source: docs/spec/evidence/page.md, "In a review".
"""

from collections.abc import Mapping
from importlib.resources import files

from django.template import Context, Engine

from servanda.documents.evidence.days import days_in_words
from servanda.documents.evidence.summary import EvidenceSummary, SharedQuotation
from servanda.documents.evidence.wording import WORDS
from servanda.documents.visible import in_one_line, visible

MAX_ROWS = 100  # of each list; the report has all
MAX_WORDS = 240
MAX_NAME = 120


def render_section(summary: EvidenceSummary, *, language: str) -> str:
    """Return the section as HTML, escaped.

    Args:
        summary: What to show.
        language: `en` or `zh-Hans`; another falls back to `en`.
    """
    words = WORDS.get(language, WORDS["en"])
    page = (files("servanda.documents.evidence") / "section.html").read_text(encoding="utf-8")
    return (
        Engine(autoescape=True)
        .from_string(page)
        .render(
            Context(
                {
                    "words": words,
                    "heading": words["read_by_side"].format(party=summary.by),
                    "digest": summary.digest,
                    "rules": in_one_line(summary.rules, most=MAX_NAME),
                    "decisions": str(summary.decisions),
                    "findings": _findings(summary),
                    "shared": [_shared(one, words) for one in summary.shared[:MAX_ROWS]],
                    "supports": _supports(summary, words),
                    "more_supports": _more(len(summary.supports), words),
                    "documents": _documents(summary, words),
                    "more_documents": _more(len(summary.documents), words),
                    "flags": _flags(summary),
                    "flag_count": str(len(summary.flags)),
                }
            )
        )
    )


def _findings(summary: EvidenceSummary) -> list[Mapping[str, object]]:
    return [
        {
            "commitment": in_one_line(one.commitment, most=MAX_NAME),
            "kind": one.kind,
            "status": visible(one.line.status),
            "promise": visible(one.line.promise),
            "reasons": [visible(reason) for reason in one.line.reasons],
            "counted": visible(one.line.counted),
        }
        for one in summary.findings
    ]


def _shared(one: SharedQuotation, words: Mapping[str, str]) -> Mapping[str, object]:
    return {
        "differs": one.differs,
        "sides": [
            {
                "voice": in_one_line(side.voice, most=MAX_NAME) or words["nobody"],
                "printed": in_one_line(side.printed, most=MAX_NAME),
                "judged": in_one_line(side.judged, most=MAX_NAME),
                "document": in_one_line(side.document, most=MAX_NAME),
                "words": in_one_line(side.words, most=MAX_WORDS),
            }
            for side in one.sides
        ],
    }


def _supports(summary: EvidenceSummary, words: Mapping[str, str]) -> list[Mapping[str, object]]:
    return [
        {
            "count": words["one_origin" if len(one.origins) == 1 else "origins_counted"].format(
                articles=one.articles, origins=len(one.origins)
            ),
            "origins": [in_one_line(name, most=MAX_NAME) for name in one.origins],
            "words": in_one_line(one.words, most=MAX_WORDS),
        }
        for one in summary.supports[:MAX_ROWS]
    ]


def _documents(summary: EvidenceSummary, words: Mapping[str, str]) -> list[Mapping[str, object]]:
    return [
        {
            "name": in_one_line(one.name, most=MAX_NAME),
            "title": in_one_line(one.title, most=MAX_WORDS) or words["not_told"],
            "publisher": in_one_line(one.publisher, most=MAX_NAME) or words["not_told"],
            "published": days_in_words(one.days, words),
            "best": words["best"].format(day=one.best) if one.best else "",
        }
        for one in summary.documents[:MAX_ROWS]
    ]


def _flags(summary: EvidenceSummary) -> list[Mapping[str, str]]:
    return [
        {
            "severity": one.severity,
            "sentence": in_one_line(one.sentence, most=2 * MAX_WORDS),
        }
        for one in summary.flags[:MAX_ROWS]
    ]


def _more(number: int, words: Mapping[str, str]) -> str:
    left = number - MAX_ROWS
    return words["and_more"].format(number=left) if left > 0 else ""
