"""An after-action report as lines for people."""

from collections.abc import Iterator

from servanda.core.exercises.report import AfterAction, Tested
from servanda.core.exercises.scenario import ITEM_HEADING, TITLE, Scenario
from servanda.interfaces.cli.output import shown_instant, table
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word


def report_lines(report: AfterAction, scenario: Scenario) -> Iterator[str]:
    """Yield an after-action report for people."""
    language = current_language()
    yield text("Exercise: nothing here is a real affair")
    yield title_of(scenario)
    heading = (
        text("Inject"),
        text("Expected"),
        text("From whom"),
        text("Due"),
        text("Received"),
        text("Result"),
    )
    rows = [
        (
            inject.inject.id,
            f"{one.expectation.id} ({word(one.expectation.type)})",
            one.party,
            shown_instant(one.due_at),
            shown_instant(one.came_at),
            result_text(one),
        )
        for inject in report.injects
        for one in inject.tested
    ]
    yield from table(heading, rows)
    yield ""
    yield text("Proposed to be mended:")
    for item in report.items:
        words = scenario.words(f"{ITEM_HEADING}{item.id}")[language]
        yield f"- {item.id}: {' '.join(words.split())} ({', '.join(item.because)})"
    if not report.items:
        yield f"- {text('nothing')}"


def result_text(one: Tested) -> str:
    """Return the result of an expectation in words."""
    words = {
        "in_time": text("in time"),
        "late": text("late"),
        "missed": text("missed"),
        "open": text("open"),
        "not_begun": text("not begun"),
    }
    return words[one.result]


def title_of(scenario: Scenario) -> str:
    """Return the title of a scenario in the current language."""
    return scenario.words(TITLE)[current_language()]
