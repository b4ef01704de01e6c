"""What `servanda review --evidence` takes from a report that `servanda evidence report` wrote.

The file is our own side's, and is read as if it were not: what is not in its form is refused.
Nothing here loads what reads documents or finds anything in them.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

from servanda.core.canonical import JsonObject, JsonValue, parse_object
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import PartyId, digest_of
from servanda.documents.evidence.lines import FindingLine, FlagLine
from servanda.documents.evidence.summary import (
    EvidenceSummary,
    SharedQuotation,
    Side,
    SummedDocument,
    SummedFinding,
    SummedSupport,
)
from servanda.evidence.findings.finding import Finding, Reason, Status, Told
from servanda.evidence.flags.flag import Flag, FlagState, Severity
from servanda.evidence.intervals import Interval, InvalidIntervalError
from servanda.evidence.report.version import VERSION
from servanda.evidence.rules import How
from servanda.interfaces.evidence.finding_texts import reason_texts, status_text, summary_text
from servanda.interfaces.evidence.flag_texts import flag_text, settled_text, severity_text
from servanda.interfaces.file_faults import unreadable

MAX_REPORT_BYTES = 512 << 20
DECIDED = "decision."  # begins the rule of a voice that a person gave

Place: TypeAlias = tuple[str, int, int]
_Of = TypeVar("_Of")


def read_summary(path: Path, *, by: PartyId, promises: Mapping[str, str]) -> EvidenceSummary:
    """Return what of a report's file stands in a review, worded in the language of this process.

    Args:
        path: Written by `servanda evidence report --out`.
        by: Whose reading it is.
        promises: What each commitment of the accord says, by its id; shown where the findings are
            on the same commitments.

    Raises:
        InvalidInputError: It cannot be read, or is no report.
    """
    content = _bytes_of(path)
    try:
        report = parse_object(content.rstrip(b"\n"))
        return _summary(report, content, by=by, promises=promises)
    except (LookupError, ValueError, TypeError, CounterpartError, InvalidIntervalError) as error:
        raise InvalidInputError(
            f"expected a report in {path}, as `servanda evidence report --out` writes it: {error}"
        ) from error


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_REPORT_BYTES:
            raise InvalidInputError(f"expected at most {MAX_REPORT_BYTES} bytes in {path}")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInputError(unreadable(path, error)) from error


def _summary(
    report: JsonObject, content: bytes, *, by: PartyId, promises: Mapping[str, str]
) -> EvidenceSummary:
    names = {str(row["sha256"]): str(row["name"]) for row in _rows(report, "documents")}
    if report["report"] != VERSION:
        raise ValueError(f"expected version {VERSION}, found {report['report']!r:.40}")
    flags = sorted(map(_flag, _rows(report, "flags")), key=_weight)
    rows = _rows(report, "findings")
    # Findings on another accord's commitments may have the same ids for other promises.
    is_same = [str(row["commitment"]) for row in rows] == [*promises]
    return EvidenceSummary(
        by=by,
        digest=digest_of(content),
        rules=str(_member(report, "known_beforehand")["finding_rules"]),
        decisions=_number(_member(report, "decisions")["in_force"]),
        findings=[_finding(row, promises if is_same else {}) for row in rows],
        shared=[*_shared(report, names)],
        supports=[*_supports(report)],
        documents=sorted(map(_document, _rows(report, "documents")), key=_day),
        flags=[
            FlagLine(
                sentence=flag_text(one), severity=severity_text(one), settled=settled_text(one)
            )
            for one in flags
            if one.state is not FlagState.CLOSED and one.severity is not Severity.NOTE
        ],
    )


def _finding(row: JsonObject, promises: Mapping[str, str]) -> SummedFinding:
    finding = Finding(
        commitment=str(row["commitment"]),
        status=Status(str(row["status"])),
        element=str(row["element"] or ""),
        told=[
            Told(
                reason=Reason(str(told["reason"])),
                parameters={
                    name: str(value) for name, value in _member(told, "parameters").items()
                },
            )
            for told in _rows(row, "reasons")
        ],
        statements=(),
        origins=tuple(map(str, _list(row["origins"]))),
        documents=_number(row["documents"]),
        how=How(str(row["how"])),
    )
    line = FindingLine(
        promise=promises.get(finding.commitment, ""),
        status=status_text(finding),
        reasons=tuple(reason_texts(finding)),
        counted=summary_text(finding),
    )
    return SummedFinding(commitment=finding.commitment, kind=finding.status.value, line=line)


def _flag(row: JsonObject) -> Flag:
    return Flag(
        kind=str(row["kind"]),
        sides=(),
        statements=(),
        parameters=tuple(_words(row).items()),
        severity=Severity(str(row["severity"])),
        state=FlagState(str(row["state"])),
        how=How(str(row["how"])),
    )


def _words(row: JsonObject) -> dict[str, str]:
    """Return what a sentence names."""
    return {name: str(value) for name, value in _member(row, "parameters").items()}


def _weight(flag: Flag) -> int:
    return [*reversed(Severity)].index(flag.severity)


def _shared(report: JsonObject, names: Mapping[str, str]) -> Iterator[SharedQuotation]:
    """Yield the quotations of two documents that are, or were, given to two speakers."""
    quotations = {_place(row): row for row in _rows(report, "quotations")}
    for match in _rows(report, "quotation_matches"):
        one = quotations.get(_place(_member(match, "a")))
        other = quotations.get(_place(_member(match, "b")))
        if one is None or other is None:
            continue
        voices = [voice for row in (one, other) if (voice := _voice(row)) is not None]
        speakers = {tuple(map(str, _list(voice["entities"]))) for voice in voices} - {()}
        is_decided = any(str(voice["how"]).startswith(DECIDED) for voice in voices)
        if len(speakers) > 1 or is_decided:
            yield SharedQuotation(
                sides=(_side(one, names), _side(other, names)), differs=len(speakers) > 1
            )


def _side(row: JsonObject, names: Mapping[str, str]) -> Side:
    voice = _voice(row)
    return Side(
        document=names[str(row["document"])],
        voice="" if voice is None else ", ".join(map(str, _list(voice["names"]))),
        printed="" if voice is None else str(_member(voice, "mention")["text"]),
        judged=str(row["confirmed_by"] or ""),
        words=str(row["text"]),
    )


def _supports(report: JsonObject) -> Iterator[SummedSupport]:
    names = {str(row["key"]): str(row["name"]) for row in _rows(report, "origins")}
    for row in _rows(report, "supports"):
        articles = len(_list(row["documents"]))
        if articles > 1:
            yield SummedSupport(
                articles=articles,
                origins=tuple(names[str(key)] for key in _list(row["origins"])),
                words=str(_rows(row, "statements")[0]["text"]),
            )


def _document(row: JsonObject) -> SummedDocument:
    published = _member(row, "published")
    return SummedDocument(
        name=str(row["name"]),
        title=_located(row["title"]),
        publisher=_located(row["publisher"]),
        days=Interval(
            earliest=_or_none(published["earliest"], _a_day),
            latest=_or_none(published["latest"], _a_day),
        ),
        best=str(_or_none(published["best"], _a_day) or ""),
    )


def _day(document: SummedDocument) -> tuple[str, str]:
    return (document.best or str(document.days.latest or "9999"), document.name)


def _located(value: JsonValue) -> str:
    return str(value["value"]) if isinstance(value, Mapping) else ""


def _voice(row: JsonObject) -> JsonObject | None:
    value = row["voice"]
    return value if isinstance(value, Mapping) else None


def _place(row: JsonObject) -> Place:
    return (str(row["document"]), _number(row["start"]), _number(row["end"]))


def _a_day(value: JsonValue) -> date:
    return date.fromisoformat(str(value))


def _or_none(value: JsonValue, read: Callable[[JsonValue], _Of]) -> _Of | None:
    return None if value is None else read(value)


def _rows(row: JsonObject, name: str) -> list[JsonObject]:
    found = _list(row[name])
    rows = [one for one in found if isinstance(one, Mapping)]
    if len(rows) != len(found):
        raise ValueError(f"expected rows in `{name}`")
    return rows


def _list(value: JsonValue) -> list[JsonValue]:
    if isinstance(value, list):
        return value
    raise ValueError(f"expected a list, found {value!r:.40}")


def _member(row: JsonObject, name: str) -> JsonObject:
    value = row[name]
    if isinstance(value, Mapping):
        return value
    raise ValueError(f"expected an object in `{name}`, found {value!r:.40}")


def _number(value: JsonValue) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"expected a number, found {value!r:.40}")
