"""What `servanda evidence report` computes and prints; loads the readers of documents."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from servanda.core.canonical import encode
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest
from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.corpus.build import build_corpus
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.decisions.standing import stand
from servanda.evidence.flags.flag import Severity
from servanda.evidence.origins.relays import as_dot
from servanda.evidence.publication.publication import Publication
from servanda.evidence.report.changes import (
    MAX_STEPS,
    Change,
    ChangeKind,
    change_rows,
    changes_since,
)
from servanda.evidence.report.evidence import Evidence, assemble
from servanda.evidence.report.report import build_report
from servanda.interfaces.cli.evidence.page import page_of
from servanda.interfaces.cli.evidence.sources import analyses_of
from servanda.interfaces.cli.evidence.tables import Known, read_known
from servanda.interfaces.cli.output import printable, show
from servanda.interfaces.evidence.finding_texts import (
    reason_texts,
    status_text,
    summary_text,
)
from servanda.interfaces.evidence.flag_texts import flag_text, severity_text
from servanda.interfaces.evidence.note_texts import note_text
from servanda.interfaces.language import text
from servanda.store.home.layout import home_of_environment
from servanda.store.home.whole_file import write_whole

MAX_SUPPORTS = 12  # shown to people; all are in the JSON
MAX_SHOWN = 90  # characters of a statement
_ABOUT_PAGES = frozenset({"metadata_incomplete", "date_not_evidence", "mixed_quotation_marks"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Files to write beside what is printed; None for none. None of them may be there yet."""

    report: Path | None
    page: Path | None
    graph: Path | None


def show_report(
    paths: Sequence[Path],
    *,
    known: Sequence[Path],
    template: str,
    written: Written,
    since: int | None,
    cluster: str,
    as_json: bool,
) -> None:
    """Print the report; the JSON is in canonical form, the same bytes on any machine."""
    _require_new(*(file for file in (written.report, written.page, written.graph) if file))
    tables = read_known(known, template=template)
    analyses, decisions = analyses_of(paths, tables=tables.tables, cluster=cluster)
    evidence = assembled(analyses, decisions, tables)
    report = build_report(evidence)
    content = encode(report) + b"\n"
    if not paths:
        _keep(content)
    if written.report is not None:
        _write(written.report, content)
    if written.page is not None:
        _write(written.page, page_of(evidence, report=content, template=template))
    if written.graph is not None:
        names = {key: one.name for key, one in evidence.origins.origins.items()}
        _write(written.graph, as_dot(evidence.origins.edges, names=names).encode())
    changes = _changes(since, analyses, decisions, tables)
    result = report if since is None else {**report, "changes": [*change_rows(changes)]}
    show(result, as_json=as_json, lines=[*_lines(evidence), *_change_lines(changes, decisions)])


def evidence_of(paths: Sequence[Path], *, known: Known) -> Evidence:
    """Return all evidence of the named files, or of the archive with its decisions."""
    analyses, decisions = analyses_of(paths, tables=known.tables)
    return assembled(analyses, decisions, known)


def assembled(
    analyses: Sequence[Analysis], decisions: Sequence[Decision], known: Known
) -> Evidence:
    """Return all evidence of analyses and decisions."""
    return assemble(
        build_corpus(analyses, tables=known.tables, standing=stand(decisions)),
        propositions=known.propositions,
        commitments=known.commitments,
        rules=known.rules,
    )


def _changes(
    since: int | None, analyses: Sequence[Analysis], decisions: Sequence[Decision], known: Known
) -> tuple[Change, ...]:
    if since is None:
        return ()
    if not 0 <= since <= len(decisions) <= since + MAX_STEPS:
        raise InvalidInputError(
            f"--since: expected one of the last {MAX_STEPS} of {len(decisions)} decisions, "
            f"found {since}"
        )
    return changes_since(
        since, decisions, with_decisions=lambda some: assembled(analyses, some, known)
    )


def _change_lines(changes: Sequence[Change], decisions: Sequence[Decision]) -> Iterator[str]:
    numbers = {one.digest: one for one in decisions}
    for one in changes:
        decision = numbers[Digest(one.decision)]
        because = text("by decision {number}: {reason}").format(
            number=decision.number, reason=decision.reason
        )
        was, now = one.before or text("nothing"), one.after or text("nothing")
        yield printable(f"  {change_text(one)} {one.key}: {was} → {now} ({because})")


def change_text(change: Change) -> str:
    """Return what changed, in a word."""
    match change.kind:
        case ChangeKind.FLAG:
            return text("flag")
        case ChangeKind.ORIGIN:
            return text("origin")
        case ChangeKind.SUPPORT:
            return text("support")
        case ChangeKind.FINDING:
            return text("finding")


def _require_new(*files: Path) -> None:
    """Say before the work, and not after it, that a file is there already."""
    for file in files:
        if file.exists():
            raise InvalidInputError(f"expected to write a new file {file}, found one there")


def _keep(content: bytes) -> None:
    """Keep the newest report over the archive, for pages that nobody should wait for."""
    with suppress(OSError):  # a home that may only be read has its report printed all the same
        write_whole(home_of_environment().evidence_report, content)


def _write(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise InvalidInputError(f"expected to write a new file {out}: {error}") from error


def _lines(evidence: Evidence) -> Iterator[str]:
    yield text("Documents")
    for key, analysis in evidence.corpus.analyses.items():
        publisher = analysis.document.publisher
        who = publisher.value if publisher else text("publisher not told")
        published = published_text(evidence.corpus.publications[key])
        yield f"  {key[:12]}  {printable(analysis.document.name)}: {printable(who)}, {published}"
        yield from (f"      {printable(note_text(note))}" for note in analysis.document.notes)
    yield from _printing_lines(evidence)
    yield ""
    yield text("What is said alike, by origins")
    yield from _support_lines(evidence)
    yield ""
    yield text("What should be looked at")
    yield from _flag_lines(evidence)
    yield ""
    yield text("Findings, by rule {digest}").format(digest=evidence.rules.digest[:23])
    for finding in evidence.findings:
        yield f"  {finding.commitment}: {status_text(finding)} ({summary_text(finding)})"
        yield from (f"    {sentence}" for sentence in reason_texts(finding))


def _printing_lines(evidence: Evidence) -> Iterator[str]:
    for one in evidence.corpus.printings:
        yield "  " + text(
            "{count} printings of one text, which count once; closest to most of them: {digest}"
        ).format(count=one.count, digest=one.closest[:12])


def _support_lines(evidence: Evidence) -> Iterator[str]:
    shared = [one for one in evidence.origins.supports if len(one.documents) > 1]
    for one in shared[:MAX_SUPPORTS]:
        names = [evidence.origins.origins[key].name for key in one.origins]
        words = " ".join(evidence.corpus.text_of(one.statements[0]).split())
        count = counted_text(articles=len(one.documents), origins=len(one.origins))
        shown = printable(f"{', '.join(names)}): {words[:MAX_SHOWN]}")
        yield f"  {count} ({shown}"
    if len(shared) > MAX_SUPPORTS:
        yield "  " + text("and {number} more").format(number=len(shared) - MAX_SUPPORTS)


def _flag_lines(evidence: Evidence) -> Iterator[str]:
    """Yield the flags, the grave ones first; notes about pages are in the JSON alone."""
    order = list(reversed(Severity))
    shown = [one for one in evidence.flags if one.kind not in _ABOUT_PAGES]
    for one in sorted(shown, key=lambda flag: order.index(flag.severity)):
        names = (evidence.corpus.analyses[key].document.name for key in one.documents)
        yield f"  {severity_text(one)}: {printable(flag_text(one))} ({printable(', '.join(names))})"
    left = len(evidence.flags) - len(shown)
    if left:
        yield "  " + text("and {number} notes about pages").format(number=left)


def counted_text(*, articles: int, origins: int) -> str:
    """Return how many articles say it, and how many origins they have."""
    if origins == 1:
        return text("{articles} articles, 1 origin").format(articles=articles)
    return text("{articles} articles, {origins} origins").format(articles=articles, origins=origins)


def published_text(publication: Publication) -> str:
    """Return the solved day of publication for people."""
    days = publication.days
    if publication.conflict:
        return text("published: the clues clash")
    if days.earliest is None or days.latest is None:
        return text("published: not known")
    if days.earliest == days.latest:
        return text("published {day}").format(day=days.earliest)
    if publication.best is not None:
        return text("published {first} to {last}, best {best}").format(
            first=days.earliest, last=days.latest, best=publication.best
        )
    return text("published {first} to {last}").format(first=days.earliest, last=days.latest)
