"""What `servanda evidence show` finds and prints; loads all that reads documents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.documents.visible import in_one_line, visible
from servanda.evidence.claims.claim import Mode
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.decisions.standing import stand
from servanda.evidence.report.evidence import Evidence
from servanda.evidence.report.known import known_of_document, known_of_place
from servanda.evidence.spans import Span
from servanda.interfaces.cli.evidence.decide import members
from servanda.interfaces.cli.evidence.report_shown import (
    assembled,
    counted_text,
    published_text,
)
from servanda.interfaces.cli.evidence.sources import analyses_of
from servanda.interfaces.cli.evidence.tables import read_known
from servanda.interfaces.cli.output import show
from servanda.interfaces.evidence.finding_texts import hedge_text
from servanda.interfaces.evidence.flag_texts import flag_text, severity_text
from servanda.interfaces.language import text

LEAST_DIGITS = 6  # of a hash: fewer would name many documents
MAX_SHOWN = 110  # characters of a statement in a list
# kind:document:start-end, and what a flag has after that.
_KEY = re.compile(r"[a-z_:]+:([0-9a-f]{64}):(\d{1,9})-(\d{1,9})(?:~.*)?")


def show_known(
    id_: str, paths: Sequence[Path], *, known: Sequence[Path], template: str, as_json: bool
) -> None:
    """Print a document, or a place, with everything that is known of it.

    Raises:
        InvalidInputError: Nothing has that id, or several documents do.
    """
    tables = read_known(known, template=template)
    analyses, decisions = analyses_of(paths, tables=tables.tables)
    evidence = assembled(analyses, decisions, tables)
    if ":" in id_:
        result = known_of_place(id_, _span(id_, evidence), evidence)
        about = [one for one in decisions if one.target == id_]
        lines = [*_place_lines(result, evidence), *_decision_lines(about, decisions)]
    else:
        digest = _digest(id_, evidence)
        result = known_of_document(digest, evidence)
        about = [one for one in decisions if digest in one.target]
        lines = [*_document_lines(digest, result, evidence), *_decision_lines(about, decisions)]
    in_force = {one.number for one in stand(decisions).in_force}
    told = [{**members(one), "in_force": one.number in in_force} for one in about]
    show({**result, "decisions": told}, as_json=as_json, lines=lines)


def _span(key: str, evidence: Evidence) -> Span:
    matched = _KEY.fullmatch(key)
    if matched is None:
        raise InvalidInputError(
            f"expected a key such as quotation:<hash>:<start>-<end>, found {key!r:.120}"
        )
    document, start, end = matched[1], int(matched[2]), int(matched[3])
    held = evidence.corpus.analyses.get(document)
    if held is None:
        raise InvalidInputError(f"expected a document that is here, found {document}")
    if not start <= end <= len(held.document.text):
        raise InvalidInputError(
            f"expected a place within {len(held.document.text)} characters, found {start}-{end}"
        )
    return Span(document=document, start=start, end=end)


def _digest(beginning: str, evidence: Evidence) -> str:
    if not re.fullmatch(rf"[0-9a-f]{{{LEAST_DIGITS},64}}", beginning):
        raise InvalidInputError(
            f"expected at least {LEAST_DIGITS} digits of a document's hash, or the key of what was "
            f"found, found {beginning!r:.80}"
        )
    found = [key for key in evidence.corpus.analyses if key.startswith(beginning)]
    if len(found) != 1:
        raise InvalidInputError(
            f"expected one document whose hash begins so, found {len(found)}: {beginning}"
        )
    return found[0]


def _document_lines(digest: str, result: JsonObject, evidence: Evidence) -> Iterator[str]:
    document = evidence.corpus.analyses[digest].document
    yield f"{digest}  {in_one_line(document.name, most=MAX_SHOWN)}"
    for told in (document.title, document.publisher, document.author):
        if told is not None:
            yield f"  {in_one_line(told.value, most=MAX_SHOWN)}"
    yield f"  {published_text(evidence.corpus.publications[digest])}"
    for title, name in ((text("Quotations"), "quotations"), (text("Claims"), "claims")):
        rows = _rows(result[name])
        yield f"{title}: {len(rows)}"
        for row in rows:
            yield f"  {row['key']}"
            yield f"    {_voice(row)}: {_words(row)}"
    yield from _flag_lines(_rows(result["flags"]), evidence)


def _place_lines(result: JsonObject, evidence: Evidence) -> Iterator[str]:
    around = result["around"]
    if isinstance(around, Mapping):
        yield f"{around['document']}  {around['start']}-{around['end']}"
        yield visible(f"… {around['before']}【{around['text']}】{around['after']} …")
    found = result["found"]
    if not isinstance(found, Mapping):
        yield text("No rule finds anything here now.")
    elif "voice" in found:
        yield from _statement_lines(found)
    else:
        yield str(found["how"])
    origins = _list(result["origins"])
    if origins:
        yield text("Goes back to: {origins}").format(
            origins=in_one_line(", ".join(map(str, origins)), most=MAX_SHOWN)
        )
    for row in _rows(result["said_alike"]):
        documents, behind = len(_list(row["documents"])), len(_list(row["origins"]))
        if documents > 1:
            yield counted_text(articles=documents, origins=behind)
    yield from _flag_lines(_rows(result["flags"]), evidence)


def _statement_lines(row: JsonObject) -> Iterator[str]:
    yield text("Who says it: {voice}").format(voice=_voice(row))
    via = [str(link["name"]) for link in _rows(row["via"])]
    if via:
        yield text("Through whom: {chain}").format(chain=in_one_line(" ← ".join(via), most=400))
    for hedge in _rows(row.get("hedges", [])):
        yield f"{hedge_text(str(hedge['kind']))}: “{_words(hedge)}”"
    if "mode" in row:
        yield mode_text(Mode(str(row["mode"])))
    yield text("Rule: {how}").format(how=row["how"])


def mode_text(mode: Mode) -> str:
    """Return a mode in words."""
    match mode:
        case Mode.FACT:
            return text("told as fact")
        case Mode.INTENTION:
            return text("an intention")
        case Mode.NORM:
            return text("a rule or promise")


def _flag_lines(rows: Iterable[JsonObject], evidence: Evidence) -> Iterator[str]:
    flags = {flag.key: flag for flag in evidence.flags}
    for row in rows:
        flag = flags[str(row["key"])]
        yield visible(f"{severity_text(flag)}: {flag_text(flag)}")
        yield f"  {flag.key}"


def _decision_lines(about: Sequence[Decision], decisions: Sequence[Decision]) -> Iterator[str]:
    in_force = {one.number for one in stand(decisions).in_force}
    for one in about:
        said = f"{one.number}  {one.verb.value}  {one.by}: {one.reason}"
        shown = in_one_line(said, most=400)
        yield shown if one.number in in_force else f"({shown})"


def _voice(row: JsonObject) -> str:
    voice = row["voice"]
    if not isinstance(voice, Mapping):
        return text("speaker not found")
    names = ", ".join(map(str, _list(voice["names"]))) or "?"
    mention = voice["mention"]
    printed = _words(mention) if isinstance(mention, Mapping) else ""
    return in_one_line(f"{names} ({printed})", most=MAX_SHOWN)


def _words(row: JsonObject) -> str:
    return in_one_line(str(row["text"]), most=MAX_SHOWN)


def _rows(value: JsonValue) -> list[JsonObject]:
    return [one for one in _list(value) if isinstance(one, Mapping)]


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
