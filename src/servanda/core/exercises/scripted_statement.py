"""Make of an inject the statement that is queued for it, marked as an exercise in both languages.

Source: docs/spec/exercises.md, "What is said".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.exercises.scenario import Inject
from servanda.core.exercises.scripted_times import with_times

MARK: Final = "EXERCISE 演练："
WORDS: Final = "@text"  # the words under the inject's heading, in every language
_MARKED: Final = frozenset(("title", "text", "brief_facts"))


class ScriptedStatement(NamedTuple):
    """A statement, not queued yet.

    Attributes:
        type: Its type.
        facts: Its coded fields.
        body: Its members, or None.
    """

    type: str
    facts: JsonObject
    body: JsonObject | None


def scripted_statement(
    inject: Inject, *, words: Mapping[str, str], start: datetime
) -> ScriptedStatement:
    """Return what `inject` says.

    Args:
        inject: One with a statement.
        words: What its `@text` stands for, by language.
        start: Of the exercise.
    """
    body = None if inject.body is None else with_times(inject.body, start=start)
    if body is not None:
        body = {name: _marked(name, value, words) for name, value in body.items()}
    return ScriptedStatement(inject.type, with_times(inject.facts, start=start), body)


def _marked(name: str, value: JsonValue, words: Mapping[str, str]) -> JsonValue:
    if name not in _MARKED:
        return value
    if isinstance(value, dict):  # words in several languages, each a text of its own
        return {language: _text(text, words) for language, text in value.items()}
    return _text(value, words)


def _text(value: JsonValue, words: Mapping[str, str]) -> JsonValue:
    if not isinstance(value, str):
        return value
    return MARK + ("\n\n".join(words.values()) if value == WORDS else value)
