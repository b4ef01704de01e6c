"""Reads the worked example of docs/reference/figures.md: its statements and its figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from servanda.core.accords.terms import ClockRule, ServiceLevel, Stage
from servanda.core.canonical import JsonValue
from servanda.core.casework.fold import fold_casework
from servanda.core.exchange.leaf import CLOCK_CONFLICT
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId
from servanda.core.review.figures import matured_by_figure
from servanda.core.review.population import Key, Population, build_population
from tests.core.casework.counting import PARTIES, TERMS, VERSION, at, counted, digest
from tests.core.keys.cast import ALICE, BOB

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "figures.md"
PEOPLE = {"Alice": ALICE, "Bob": BOB}

# The clocks that the page states under "Worked example".
WORKED_TERMS = replace(
    TERMS,
    clocks=(*TERMS.clocks, ClockRule(name="decision", unit="calendar_days", amount=3)),
    extension_grounds=frozenset({"volume_of_data"}),
    service_levels=(ServiceLevel(percent=80, hours=120),),
    stages=(
        Stage(name="early_warning", start="awareness", unit="hours", amount=24),
        Stage(name="notification", start="awareness", unit="hours", amount=72),
        Stage(name="final_report", start="stage", after="notification", unit="months", amount=1),
    ),
)

# What opens something of its own, and so has a name; all else goes by its number.
_NAMED = ("request", "information", "call made", "check ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """One row of a figure as the page states it."""

    figure: str
    direction: PartyId
    kind: str
    urgency: str
    values: dict[str, int | str]
    statements: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement of the page.

    Attributes:
        number: In the order of the table, from 1 on.
        received: When.
        sent: When it claims to be sent; empty for the same second.
        by: Who.
        said: Its type and facts, in words.
        of: What it opens or is about.
    """

    number: str
    received: str
    sent: str
    by: PartyId
    said: str
    of: str

    @property
    def name(self) -> str:
        """How the page calls it."""
        return self.of if self.said.startswith(_NAMED) else self.number


def population_at(until: str, *, previous: str | None = None) -> Population:
    """Return the population of the page's statements at `until`."""
    statements = list(example_statements())
    counts = [each for each in statements if each.received_at <= at(until)]
    return population_of(counts, until, previous=previous)


def population_of(
    statements: Sequence[Counted], until: str, *, previous: str | None = None
) -> Population:
    """Return the population of `statements` at `until`, after a review of those of `previous`."""
    earlier: list[Counted] = []
    matured: Mapping[str, Set[Key]] = {}
    terms = {VERSION: WORKED_TERMS}
    if previous is not None:
        earlier = [each for each in statements if each.received_at <= at(previous)]
        casework = fold_casework(earlier, terms=terms, parties=PARTIES)
        matured = matured_by_figure(casework, parties=PARTIES, at=at(previous))
    return build_population(
        fold_casework(statements, terms=terms, parties=PARTIES),
        parties=PARTIES,
        undeliverable=(),
        counted_before={each.statement.digest for each in earlier},
        at=at(until),
        matured_before=matured,
    )


def example_lines() -> Iterator[Line]:
    """Yield the lines of the table under "The statements"."""
    for number, received, sent, by, said, of in _rows(section("### The statements")):
        yield Line(number=number, received=received, sent=sent, by=PEOPLE[by], said=said, of=of)


def example_statements() -> Iterator[Counted]:
    """Yield the statements of the table under "The statements"."""
    for line in example_lines():
        type_name, *words = line.said.split()
        facts, ref, marks = _facts(type_name, words)
        is_opening = line.name == line.of
        yield counted(
            line.name,
            type_name,
            facts,
            by=line.by,
            received=line.received,
            ref=ref or (None if is_opening else line.of),
            sent=line.sent or None,
            marks=marks,
        )


def stated_rows(review: str) -> list[StatedRow]:
    """Return the rows of the table under the heading `review`."""
    return [
        StatedRow(
            figure=figure,
            direction=PEOPLE[direction],
            kind=kind,
            urgency=urgency,
            values=dict(map(_value, values.split(", "))),
            statements=[] if statements == "none" else statements.split(", "),
        )
        for figure, direction, kind, urgency, values, statements in _rows(section(review))
    ]


def leaves(names: Sequence[str]) -> list[Digest]:
    """Return the leaves of the statements that the page calls so."""
    return [digest(name) for name in names]


def section(heading: str) -> list[str]:
    """Return the lines under a heading, up to the next one."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index(heading) + 1
    ends = (number for number in range(start, len(lines)) if lines[number].startswith("#"))
    return lines[start : next(ends, len(lines))]


def _facts(
    type_name: str, words: Sequence[str]
) -> tuple[dict[str, JsonValue], str | None, frozenset[str]]:
    """Return the facts that `words` say, the statement they name with `after`, and the marks."""
    head = list(takewhile(lambda word: word not in _KEYWORDS, words))
    named = _named(words[len(head) :])
    facts: dict[str, JsonValue] = {}
    for name, word in zip(_POSITIONS[type_name], head, strict=False):
        facts[name] = word
    rest = head[len(_POSITIONS[type_name]) :]
    if type_name == "response" and facts["step"] == "final":
        facts["items"] = rest
    for word, values in named.items():
        facts |= _KEYWORDS[word](values)
    after = named["after"][0] if "after" in named else None
    return facts, after, frozenset({CLOCK_CONFLICT} if "conflicting" in named else ())


def _named(words: Sequence[str]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for word in words:
        if word in _KEYWORDS:
            named[word] = []
        else:
            named[list(named)[-1]].append(word)
    return named


def _questions(words: Sequence[str]) -> dict[str, JsonValue]:
    numbers, elements, defects = words[::3], words[1::3], words[2::3]
    return {
        "questions": [
            {"number": int(number), "element": element, "defect": defect, "blocking": True}
            for number, element, defect in zip(numbers, elements, defects, strict=True)
        ]
    }


def _answers(words: Sequence[str]) -> dict[str, JsonValue]:
    pairs = zip(words[::2], words[1::2], strict=True)
    return {"answers": [{"number": int(number), "result": result} for number, result in pairs]}


def _instant(words: Sequence[str]) -> str:
    return at(" ".join(words)).strftime("%Y-%m-%dT%H:%M:%SZ")


# Facts that are said in order, by the type of the statement.
_POSITIONS: Mapping[str, tuple[str, ...]] = {
    "request": ("kind", "urgency"),
    "acknowledgement": ("access",),
    "response": ("step", "outcome"),
    "status": ("step",),
    "withdrawal": ("reason",),
    "clarification": ("step",),
    "extension": ("step",),
    "feedback": ("step",),
    "information": ("form",),
    "call": ("step",),
    "check": ("step",),
}

# Facts that are said after a word.
_KEYWORDS: Mapping[str, Callable[[Sequence[str]], dict[str, JsonValue]]] = {
    "items": lambda words: {"items": int(words[0])},
    "elements": lambda words: {"elements": {**dict(zip(words[::2], words[1::2], strict=True))}},
    "after": lambda _: {},
    "conflicting": lambda _: {},
    "contests": lambda words: {"contests": words[0]},
    "on": lambda words: {"ground": words[0]},
    "retains": lambda words: {"retained": digest(words[0])},
    "until": lambda words: {"ground": "not_available", "until": _instant(words)},
    "to": lambda words: {"until_day": f"2026-{words[0]}"},
    "questions": _questions,
    "answers": _answers,
    "usefulness": lambda words: {"usefulness": int(words[0])},
    "reasons": lambda words: {"reasons": list(words)},
    "effects": lambda words: {"effects": list(words)},
    "position": lambda words: {"position": words[0]},
    "pieces": lambda words: {"subject": "cyber", "pieces": int(words[0])},
    "judged": lambda words: {"judged": int(words[0])},
    "false": lambda words: {"false_positives": int(words[0])},
    "sightings": lambda words: {"sightings": int(words[0])},
    "stage": lambda words: {"stage": words[0]},
    "aware": lambda words: {"aware_at": _instant(words)},
    "basis": lambda words: {"basis": words[0]},
}


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    table = [line for line in lines if line.startswith("| ")]
    for line in table[1:]:
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def _value(text: str) -> tuple[str, int | str]:
    name, _, value = text.partition(" ")
    return name, int(value) if value.isdigit() else value
