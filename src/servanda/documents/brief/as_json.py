"""The brief as one JSON object, for programs.

Source: docs/spec/brief.md, "JSON".
"""

import json
from collections.abc import Mapping, Sequence

from servanda.documents.brief.content import Annex, Brief, Sentence

VERSION = "servanda-brief/1"


def brief_json(briefs: Sequence[Brief]) -> bytes:
    """Return a brief, in one language or several, as JSON; the same brief gives the same bytes."""
    value = {"v": VERSION, "editions": [brief_members(one) for one in briefs]}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def brief_members(brief: Brief) -> Mapping[str, object]:
    """Return a brief in one language as plain values."""
    return {
        "language": brief.language,
        "edition": brief.edition,
        "title": brief.title,
        "question": brief.question,
        "notice": brief.notice,
        "as_of": brief.as_of.isoformat(),
        "parties": brief.parties,
        "page": [_sentence(one) for one in brief.page],
        "annexes": [_annex(one) for one in brief.annexes],
    }


def _sentence(one: Sentence) -> Mapping[str, object]:
    return {"key": one.key, "text": one.text, "basis": one.basis, "refs": one.refs}


def _annex(annex: Annex) -> Mapping[str, object]:
    return {
        "key": annex.key,
        "title": annex.title,
        "sentences": [_sentence(one) for one in annex.sentences],
        "charts": [
            {"caption": one.caption, "unit": one.unit, "bars": one.bars} for one in annex.charts
        ],
        "tables": [
            {"caption": one.caption, "heading": one.heading, "rows": one.rows}
            for one in annex.tables
        ],
    }
