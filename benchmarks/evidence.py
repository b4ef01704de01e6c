"""`./run bench evidence`: from documents to a report, beside the usual libraries; and linking.

Two things. The whole pipeline, from bytes to the bytes of the report, on texts, on pages and with
the parser, beside a peer that reads the same documents. And the search for copies and shared
quotations over shelves on disk, at growing numbers of made documents.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.articles import DATA, pages, texts
from benchmarks.pipeline import STAGES, Known, known_beforehand, parser_for_measuring, run_pipeline
from benchmarks.report import Report
from benchmarks.served import environment_with_source

DOCUMENTS = 400
OF_PARSER = 60  # documents: a parser takes its time
OF_PEER = 30
WARMING = 20  # documents read before the clock starts: patterns and tables are compiled once
GROWTH = (200, 400, 800)
GROWTH_FULL = (200, 400, 800, 1_600)
LINKED = (1_000, 10_000)
LINKED_FULL = (10_000, 100_000, 1_000_000)
LIMIT_MEGABYTES = 8_000
HOUR = 3_600
_PEER_PYTHON = "SERVANDA_PEER_PYTHON"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench evidence", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"linking at {LINKED_FULL[-1]:,}")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of development sets")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="of the pipeline")
    parser.add_argument("--linked", type=int, nargs="*", help="other numbers of made documents")
    parser.add_argument("--part", choices=("pipeline", "linking"), help="one of the two alone")
    chosen = parser.parse_args(arguments)
    report = Report(bench="evidence")
    if chosen.part != "linking":
        steps = GROWTH_FULL if chosen.full else GROWTH
        _measure_pipeline(report, chosen.data, chosen.documents, steps=steps)
    if chosen.part != "pipeline":
        sizes = LINKED_FULL if chosen.full else LINKED
        _measure_linking(report, chosen.linked or sizes)
    report.print()
    return 0


def _measure_pipeline(report: Report, data: Path, count: int, *, steps: Sequence[int]) -> None:
    known = known_beforehand()
    own_texts, own_pages = texts(data, count), pages(data, count)
    run_pipeline([*own_texts[:WARMING], *own_pages[:WARMING]], known)
    on_texts = run_pipeline(own_texts, known)
    report.rate("text_documents", on_texts.rate, goal="at least 60")
    for stage in STAGES:
        spent = on_texts.stages[stage].cpu_seconds
        report.rate(f"text_{stage}_documents", on_texts.documents / spent)
    _beside_peer(report, "text", on_texts.rate, own_texts[:OF_PEER], is_page=False)
    on_pages = run_pipeline(own_pages, known)
    report.rate("html_documents", on_pages.rate, goal="at least 45")
    _beside_peer(report, "html", on_pages.rate, own_pages[:OF_PEER], is_page=True)
    if parser := parser_for_measuring():
        run_pipeline(own_texts[-2:], known, parser=parser)
        parsed = run_pipeline(own_texts[:OF_PARSER], known, parser=parser)
        report.rate("parser_documents", parsed.rate, goal="at least 10")
    _measure_growth(report, known, data, [step for step in steps if step < 4 * count])
    # Two versions of the code that find the same have the same, whatever they take.
    print(f"report over {on_texts.documents} texts: sha256 {on_texts.report}")


def _beside_peer(
    report: Report, name: str, rate: float, contents: Sequence[bytes], *, is_page: bool
) -> None:
    """Run the peer over the same documents, where it is installed."""
    python = os.environ.get(_PEER_PYTHON)
    if not python:
        return
    lines = [
        json.dumps({"page": is_page, "content": content.decode("utf-8", "replace")})
        for content in contents
    ]
    done = subprocess.run(
        [python, str(Path(__file__).with_name("peer_pipeline.py"))],
        input="\n".join(lines),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    row = json.loads(done.stdout.splitlines()[-1])
    print(f"peer on {name}: model {row['model']}, {row['entities']} entities")
    peer = row["count"] / row["cpu_seconds"]
    report.rate(f"peer_{name}_documents", peer)
    report.ratio(f"{name}_of_peer", rate / peer)


def _measure_growth(report: Report, known: Known, data: Path, steps: Sequence[int]) -> None:
    """Note what a document costs among many, over what it costs among few."""
    mixed = texts(data, max(steps, default=0), is_mixed=True)
    costs = []
    for step in steps:
        run = run_pipeline(mixed[:step], known)
        costs.append(run.cpu_seconds / run.documents)
        report.rate(f"text_documents_of_{run.documents}", run.rate)
    if len(costs) > 1:
        report.ratio("text_growth", costs[-1] / costs[0], goal="close to 1")


def _measure_linking(report: Report, sizes: Sequence[int]) -> None:
    rows = [_linked(size) for size in sizes]
    for size, row in zip(sizes, rows, strict=True):
        # Making the documents is no part of it.
        cpu = row["cpu_seconds"] - row["making_seconds"]
        report.rate(f"linked_{size}_documents_per_cpu_second", size / cpu)
        report.rate(f"linked_{size}_wall_seconds", row["wall_seconds"], goal=_hour_of(size))
        report.rate(f"linked_{size}_megabytes", _memory(row), goal=f"under {LIMIT_MEGABYTES:,}")
        report.rate(f"linked_{size}_pairs", row["pairs"])
        report.rate(f"linked_{size}_quotation_pairs", row["quotation_pairs"])
        report.ratio(
            f"linked_{size}_found_of_planted", row["found_planted"] / row["planted"], goal="1"
        )
    costs = [
        (row["cpu_seconds"] - row["making_seconds"]) / size
        for size, row in zip(sizes, rows, strict=True)
    ]
    if len(costs) > 1:
        report.ratio("linked_growth", costs[-1] / costs[0], goal="close to 1")
    report.ratio("memory_of_limit", _memory(rows[-1]) / LIMIT_MEGABYTES, goal="under 1")


def _hour_of(size: int) -> str:
    return f"under {HOUR:,}" if size == LINKED_FULL[-1] else ""


def _memory(row: dict[str, float]) -> float:
    """Return the most that the searching process and two that hash can have had together."""
    return row["megabytes"] + 2 * row["megabytes_of_a_worker"]


def _linked(size: int) -> dict[str, float]:
    """Link so many documents in a process of its own, whose memory is then its own too."""
    print(f"linking {size:,} documents", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.linking", str(size)],
        cwd=Path(__file__).parent.parent,
        env={**environment_with_source(), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    row: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
