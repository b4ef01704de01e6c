"""A scenario: what happens in an exercise, when, and what is expected of whom. Plain values.

Source: docs/spec/exercises.md, "The scenario".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from servanda.core.canonical import JsonObject

FORMAT = "servanda-scenario/1"
SCENARIO_FILE = "scenario.toml"
REHEARSAL_FILE = "rehearsal.toml"
REPORT_FILE = "after-action.json"
LANGUAGES = ("en", "zh-Hans")

TITLE = "title"
ITEM_HEADING = "item."
TEST_HEADING = "test."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """One scripted event: something a desk is told, or a statement that a side makes.

    Attributes:
        id: Its name in the scenario.
        role: Who is told it, or who says it.
        at: From the start of the exercise; None where it waits for another inject.
        after: The inject that it waits for; empty where it has a time of its own.
        wait: From that inject on.
        about: The inject, or expected statement, whose statement it refers to; empty for none.
        type: Of the statement; empty where a desk is only told.
        facts: Of the statement, with times from the start.
        body: Of the statement; None for none.
    """

    id: str
    role: str
    at: timedelta | None
    after: str = ""
    wait: timedelta = timedelta(0)
    about: str = ""
    type: str = ""
    facts: JsonObject = field(default_factory=dict)
    body: JsonObject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A statement that an inject should bring about, and by when.

    Attributes:
        id: Its name in the scenario.
        of: The inject, or the expected statement, that it follows from.
        role: Who has to make it.
        type: Of the statement.
        facts: Some facts that it has; it may have others.
        clock: The clock of the accord that says when it is due; empty where `within` does.
        within: From what it follows from; None where a clock of the accord says it.
        item: What is proposed for afterwards if it came late or never; empty for nothing.
    """

    id: str
    of: str
    role: str
    type: str
    facts: JsonObject
    clock: str = ""
    within: timedelta | None = None
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario that fits its form.

    Attributes:
        template: The accord template whose terms it is played under.
        lasts: From the start to the end.
        roles: The two; the first is played by the party named first in the accord.
        injects: In the order of the file.
        expectations: Likewise.
        texts: By language and heading: the title, each inject, each item and its test.
    """

    template: str
    lasts: timedelta
    roles: tuple[str, str]
    injects: tuple[Inject, ...]
    expectations: tuple[Expectation, ...]
    texts: Mapping[str, Mapping[str, str]]

    @property
    def items(self) -> tuple[str, ...]:
        """The items that may be proposed afterwards, each once, in the order of the file."""
        return tuple(dict.fromkeys(one.item for one in self.expectations if one.item))

    def words(self, heading: str) -> Mapping[str, str]:
        """Return what stands under `heading`, by language."""
        return {language: words[heading] for language, words in self.texts.items()}


def headings(scenario_ids: tuple[str, ...], items: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings that a text of a scenario has, in their order."""
    of_items = (f"{prefix}{item}" for item in items for prefix in (ITEM_HEADING, TEST_HEADING))
    return (TITLE, *scenario_ids, *of_items)
