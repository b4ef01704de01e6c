"""A brief as a plain value that everything in it comes back from, and back.

Source: docs/spec/brief.md, "Snapshots".
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.handling.editions import Edition
from servanda.core.snapshot.snapshot import InvalidSnapshotError
from servanda.documents.brief.content import (
    Annex,
    Bars,
    Basis,
    Brief,
    Row,
    Sentence,
    Table,
)
from servanda.documents.visible import visible


def brief_value(brief: Brief) -> JsonObject:
    """Return `brief` as a value; equal briefs give equal values."""
    return {
        "annexes": [_annex(one) for one in brief.annexes],
        "as_of": brief.as_of.isoformat(),
        "edition": str(brief.edition),
        "language": brief.language,
        "notice": brief.notice,
        "page": [_sentence(one) for one in brief.page],
        "parties": list(brief.parties),
        "question": brief.question,
        "title": brief.title,
        "words": dict(brief.words),
    }


def brief_of_value(value: JsonValue) -> Brief:
    """Return the brief that `value` holds.

    Raises:
        InvalidSnapshotError: It holds none.
    """
    try:
        brief = _brief(cast("JsonObject", value))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InvalidSnapshotError(f"expected a brief, found something else: {error!r:.80}") from (
            error
        )
    if brief_value(brief) != value:
        raise InvalidSnapshotError("expected a brief and nothing beside it")
    return brief


def _annex(annex: Annex) -> JsonObject:
    return {
        "charts": [
            {
                "bars": [[name, number] for name, number in one.bars],
                "caption": one.caption,
                "signed": one.is_signed,
                "unit": one.unit,
            }
            for one in annex.charts
        ],
        "key": annex.key,
        "sentences": [_sentence(one) for one in annex.sentences],
        "tables": [
            {
                "caption": one.caption,
                "heading": list(one.heading),
                "languages": {str(place): each for place, each in one.languages.items()},
                "rows": [list(row) for row in one.rows],
            }
            for one in annex.tables
        ],
        "title": annex.title,
    }


def _sentence(one: Sentence) -> JsonObject:
    return {"basis": str(one.basis), "key": one.key, "refs": list(one.refs), "text": one.text}


def _brief(value: JsonObject) -> Brief:
    first, second = _texts(value["parties"])
    return Brief(
        language=_text(value["language"]),
        edition=Edition(_text(value["edition"])),
        title=_text(value["title"]),
        question=_text(value["question"]),
        notice=_text(value["notice"]),
        as_of=date.fromisoformat(_text(value["as_of"])),
        parties=(first, second),
        page=tuple(map(_read_sentence, _objects(value["page"]))),
        annexes=tuple(map(_read_annex, _objects(value["annexes"]))),
        words={name: _text(one) for name, one in cast("JsonObject", value["words"]).items()},
    )


def _read_sentence(value: JsonObject) -> Sentence:
    return Sentence(
        key=_text(value["key"]),
        text=_text(value["text"]),
        basis=Basis(_text(value["basis"])),
        refs=_texts(value["refs"]),
    )


def _read_annex(value: JsonObject) -> Annex:
    return Annex(
        key=_text(value["key"]),
        title=_text(value["title"]),
        sentences=tuple(map(_read_sentence, _objects(value["sentences"]))),
        charts=tuple(map(_read_chart, _objects(value["charts"]))),
        tables=tuple(map(_read_table, _objects(value["tables"]))),
    )


def _read_chart(value: JsonObject) -> Bars:
    bars = cast("Sequence[tuple[JsonValue, JsonValue]]", value["bars"])
    return Bars(
        caption=_text(value["caption"]),
        unit=_text(value["unit"]),
        bars=tuple((_text(name), _number(number)) for name, number in bars),
        is_signed=value["signed"] is True,
    )


def _read_table(value: JsonObject) -> Table:
    rows = tuple(map(_texts, cast("Sequence[JsonValue]", value["rows"])))
    heading = _texts(value["heading"])
    if any(len(row) != len(heading) for row in rows):
        raise ValueError(heading)
    languages = cast("Mapping[str, JsonValue]", value["languages"])
    return Table(
        caption=_text(value["caption"]),
        heading=heading,
        rows=rows,
        languages={int(place): _text(one) for place, one in languages.items()},
    )


def _objects(value: JsonValue) -> Sequence[JsonObject]:
    return [cast("JsonObject", one) for one in cast("Sequence[JsonValue]", value)]


def _texts(value: JsonValue) -> Row:
    if not isinstance(value, list):
        raise TypeError(type(value))
    return tuple(map(_text, value))


def _text(value: JsonValue) -> str:
    # A brief that was frozen shows what nobody sees; one that does not was never ours.
    if not isinstance(value, str) or visible(value) != value:
        raise TypeError(type(value))
    return value


def _number(value: JsonValue) -> int:
    if type(value) is not int:
        raise TypeError(type(value))
    return value
