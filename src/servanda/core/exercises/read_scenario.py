"""Read a scenario, and say by file and line everything that is wrong with it.

Source: docs/spec/exercises.md, "The scenario".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, cast

from servanda.core.accords.key_lines import line_of
from servanda.core.accords.template_texts import (
    find_text_faults,
    read_commitment_texts,
    text_file,
)
from servanda.core.accords.toml_text import LintFault, read_toml
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.exercises.references import (
    find_expectation_faults,
    find_inject_faults,
    find_repeated,
)
from servanda.core.exercises.scenario import (
    LANGUAGES,
    REHEARSAL_FILE,
    SCENARIO_FILE,
    Expectation,
    Inject,
    Scenario,
    headings,
)
from servanda.core.exercises.scenario_form import REHEARSAL, SCENARIO
from servanda.core.exercises.scripted_times import read_time, with_times
from servanda.core.exercises.timetable import find_time_faults
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.every_fault import find_faults
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import Schema

# Facts that are read off the body of a request, so that nobody writes them.
_READ_OFF: Final = frozenset((".elements", ".items"))
_ANY_START: Final = datetime(2026, 1, 5, tzinfo=UTC)


class ScenarioError(InvalidInputError):
    """A scenario cannot be played; the message names file, line and what does not fit."""

    code: ClassVar[str] = "scenario"


def read_scenario(content: Mapping[str, bytes]) -> Scenario:
    """Return the scenario that the files of a folder write.

    Args:
        content: `scenario.toml` and each `text.<language>.md`, by file name.

    Raises:
        ScenarioError: Something is wrong with it; the first thing is named.
    """
    for file, line, fault in lint_scenario(content):
        raise ScenarioError(fault.within(f"{file}:{line}"))
    data, _ = cast("tuple[JsonObject, Mapping[str, int]]", _toml(content, SCENARIO_FILE))
    expectations = _expectations(data)
    injects = _injects(data, "inject")
    roles = cast("list[str]", data["roles"])
    return Scenario(
        template=str(data["template"]),
        lasts=read_time(str(data["lasts"])),
        roles=(roles[0], roles[1]),
        injects=injects,
        expectations=expectations,
        texts={
            language: read_commitment_texts(
                content[text_file(language)],
                ids=_headings(injects, expectations),
                file_name=text_file(language),
            )
            for language in LANGUAGES
        },
    )


def read_rehearsal(content: Mapping[str, bytes], scenario: Scenario) -> Sequence[Inject]:
    """Return what both desks do in the rehearsal of `scenario`; nothing if it has no script.

    Raises:
        ScenarioError: Something is wrong with it; the first thing is named.
    """
    if REHEARSAL_FILE not in content:
        return ()
    for file, line, fault in _lint_rehearsal(content, scenario):
        raise ScenarioError(fault.within(f"{file}:{line}"))
    data, _ = cast("tuple[JsonObject, Mapping[str, int]]", _toml(content, REHEARSAL_FILE))
    return _injects(data, "move")


def lint_scenario(content: Mapping[str, bytes]) -> Sequence[LintFault]:
    """Return what is wrong with a scenario, by file and line; nothing if it can be played.

    Args:
        content: Its files by name; from anybody.
    """
    faults = [*_in_scenario(content)]
    if not faults and REHEARSAL_FILE in content:
        faults = [*_lint_rehearsal(content, None)]
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def _in_scenario(content: Mapping[str, bytes]) -> Iterator[LintFault]:
    read = _toml(content, SCENARIO_FILE)
    if isinstance(read, LintFault):
        yield read
        return
    data, lines = read
    faults = [*find_faults(SCENARIO, data)] or [*_in_members(data)]
    for fault in faults:
        path = fault.path.removeprefix(".")
        yield LintFault(SCENARIO_FILE, line_of(path, lines), fault._replace(path=path))
    if not faults:
        yield from _in_texts(content, _headings(_injects(data, "inject"), _expectations(data)))


def _in_members(data: JsonObject) -> Iterator[Fault]:
    roles = cast("list[str]", data["roles"])
    if roles[0] == roles[1]:
        yield Fault("roles[1]", expect(Expected.EACH_ONCE), roles[1])
    rows, expected = _rows(data, "inject"), _rows(data, "expect")
    seen: set[str] = set()
    yield from find_repeated(rows, table="inject", seen=seen)
    yield from find_repeated(expected, table="expect", seen=seen)
    said = [str(row["id"]) for row in expected]
    yield from find_inject_faults(rows, table="inject", roles=roles, others=(), said=said)
    injects = {one.id: one for one in _injects(data, "inject")}
    yield from find_expectation_faults(expected, roles=roles, injects=injects)
    yield from find_time_faults(
        [*injects.values()], table="inject", lasts=read_time(str(data["lasts"]))
    )
    yield from _in_statements(rows, table="inject")


def _in_texts(content: Mapping[str, bytes], ids: Sequence[str]) -> Iterator[LintFault]:
    for language in LANGUAGES:
        file = text_file(language)
        if file not in content:
            yield LintFault(file, 1, Fault("", expect(Expected.READABLE), Found.NO_FILE))
            continue
        for line, fault in find_text_faults(content[file], ids=ids):
            yield LintFault(file, line, fault)


def _lint_rehearsal(content: Mapping[str, bytes], scenario: Scenario | None) -> Iterator[LintFault]:
    read = _toml(content, REHEARSAL_FILE)
    if isinstance(read, LintFault):
        yield read
        return
    data, lines = read
    played = scenario or read_scenario({k: v for k, v in content.items() if k != REHEARSAL_FILE})
    for fault in [*find_faults(REHEARSAL, data)] or [*_in_moves(data, played)]:
        path = fault.path.removeprefix(".")
        yield LintFault(REHEARSAL_FILE, line_of(path, lines), fault._replace(path=path))


def _in_moves(data: JsonObject, scenario: Scenario) -> Iterator[Fault]:
    rows = _rows(data, "move")
    known = {one.id for one in scenario.injects} | {one.id for one in scenario.expectations}
    yield from find_repeated(rows, table="move", seen=known)
    yield from find_inject_faults(
        rows,
        table="move",
        roles=scenario.roles,
        others={one.id for one in scenario.injects},
        said={one.id for one in scenario.injects if one.type},
    )
    yield from find_time_faults(
        _injects(data, "move"), table="move", lasts=scenario.lasts, others=scenario.injects
    )
    for number, row in enumerate(rows):
        if "type" not in row:
            yield Fault(f"move[{number}].type", expect(Expected.MEMBER), Found.NOTHING)
    yield from _in_statements(rows, table="move")


def _in_statements(rows: Sequence[JsonObject], *, table: str) -> Iterator[Fault]:
    """Yield what the types of the statements themselves do not allow."""
    for number, row in enumerate(rows):
        known = STATEMENT_TYPES.get(str(row.get("type", "")))
        if known is None:
            continue
        facts = cast("JsonObject", row.get("facts", {}))
        yield from _misfits(known.facts, facts, path=f"{table}[{number}].facts")
        body = row.get("body")
        if body is None and known.body_required:
            yield Fault(f"{table}[{number}].body", expect(Expected.MEMBER), Found.NOTHING)
        if isinstance(body, dict) and known.body is not None:
            yield from _misfits(known.body, body, path=f"{table}[{number}].body")


def _misfits(schema: Schema, value: JsonObject, *, path: str) -> Iterator[Fault]:
    placed = with_times(value, start=_ANY_START)
    for fault in find_faults(schema, placed):
        if fault.path not in _READ_OFF or fault.found is not Found.NOTHING:
            yield fault._replace(path=f"{path}{fault.path}")


def _toml(
    content: Mapping[str, bytes], file: str
) -> tuple[JsonObject, Mapping[str, int]] | LintFault:
    if file not in content:
        return LintFault(file, 1, Fault("", expect(Expected.READABLE), Found.NO_FILE))
    return read_toml(content[file], file=file)


def _rows(data: JsonObject, table: str) -> Sequence[JsonObject]:
    return cast("Sequence[JsonObject]", data[table])


def _headings(injects: Sequence[Inject], expectations: Sequence[Expectation]) -> tuple[str, ...]:
    items = dict.fromkeys(one.item for one in expectations if one.item)
    return headings(tuple(one.id for one in injects), tuple(items))


def _injects(data: JsonObject, table: str) -> tuple[Inject, ...]:
    return tuple(_inject(row) for row in _rows(data, table))


def _inject(row: JsonObject) -> Inject:
    return Inject(
        id=str(row["id"]),
        role=str(row["role"]),
        at=_time(row.get("at")),
        after=str(row.get("after", "")),
        wait=_time(row.get("wait")) or timedelta(0),
        about=str(row.get("about", "")),
        type=str(row.get("type", "")),
        facts=cast("JsonObject", row.get("facts", {})),
        body=cast("JsonObject | None", row.get("body")),
    )


def _expectations(data: JsonObject) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(
            id=str(row["id"]),
            of=str(row["of"]),
            role=str(row["role"]),
            type=str(row["type"]),
            facts=cast("JsonObject", row.get("facts", {})),
            clock=str(row.get("clock", "")),
            within=_time(row.get("within")),
            item=str(row.get("item", "")),
        )
        for row in _rows(data, "expect")
    )


def _time(value: JsonValue) -> timedelta | None:
    return None if value is None else read_time(str(value))
