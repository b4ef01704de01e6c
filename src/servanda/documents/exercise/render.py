"""Turn an after-action report into one HTML file, marked as an exercise in both languages.

It shows the report as a file holds it. The template engine escapes; the file names no address and
holds no script.

Source: docs/spec/exercises.md, "The report as a file".
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, cast

from django.template import Context, Engine

from servanda.core.canonical import JsonObject
from servanda.documents.exercise.wording import BANNER, WORDS
from servanda.documents.style import read_style
from servanda.documents.visible import visible


def render_after_action(report: JsonObject, *, language: str) -> str:
    """Return the page for `report` as one HTML text.

    Args:
        report: From `encode_report`.
        language: `en` or `zh-Hans`; another falls back to `en`.
    """
    known = language if language in WORDS else "en"
    words = WORDS[known]
    folder = files("servanda.documents.exercise")
    engine = Engine(autoescape=True)
    template = engine.from_string((folder / "page.html").read_text(encoding="utf-8"))
    value = cast("Mapping[str, Any]", report)
    return template.render(
        Context(
            {
                "language": known,
                "words": words,
                "banner": BANNER,
                "style": read_style("exercise"),
                "title": visible(value["title"][known]),
                "report": value,
                "rows": [*_rows(value, words)],
                "items": [
                    {
                        "id": one["id"],
                        "text": visible(one["text"][known]),
                        "test": visible(one["acceptance_test"][known]),
                        "because": ", ".join(one["because"]),
                    }
                    for one in value["items"]
                ],
            }
        )
    )


def _rows(report: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    for inject in report["injects"]:
        played = inject["played_at"] or words["not_played"]
        expected = inject["expected"]
        if not expected:
            yield {"inject": inject["id"], "played": played}
        for number, one in enumerate(expected):
            yield {
                "inject": inject["id"] if number == 0 else "",
                "played": played if number == 0 else "",
                "expected": one["id"],
                "party": one["party"],
                "due": one["due_at"] or "",
                "came": one["came_at"] or "",
                "result": words[one["result"]],
                "code": one["result"],
            }
