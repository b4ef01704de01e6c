"""`./run bench brief`: what the brief costs, from a large store to all its files.

The store is that of `casework` (2,000,000 statements, by default a hundredth). Its casework is
followed and its figures are computed beforehand; then the brief of the pair that went on after
its year is put together and written in every form and both languages. The dialogue in it is the
one that ships. Beside the PDF stands the same text set by bare Typst as plain paragraphs.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # ships no types
import typst

from benchmarks.casework import CACHE, DEFAULT_STATEMENTS, FULL_STATEMENTS, cached_store
from benchmarks.casework_store import AFTERWARDS
from benchmarks.report import Report
from benchmarks.served import environment_with_source
from servanda.core import canonical
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import parse_record
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import PartyId, digest_from_hash
from servanda.documents.brief.as_pdf import FONT_PACKAGE
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.matters import BriefMatters
from servanda.documents.brief.value import brief_of_value, brief_value
from servanda.documents.brief.wording import WORDS
from servanda.interfaces.brief_matters import brief_matters
from servanda.simulation.clock import VirtualClock
from servanda.store.home.kept_figures import KeptFigures
from servanda.store.home.layout import Home, home_of_environment
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.follow_casework import follow_all_casework
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.exchange.sequence_statements import sequence_statements
from servanda.usecases.review.compute_review import send_review
from servanda.usecases.services import Services
from servanda.wiring import open_node

PAGES = 10
_LONG, _ALL = "ten-pages.json", "all-forms.json"
_EXAMPLE = ("examples", "us-china-2015", "dialogue.json")
_BARE = """
#set text(font: ("Libertinus Serif", "Noto Serif SC"), size: 10.5pt)
#for paragraph in json(bytes(sys.inputs.at("data"))) [ #paragraph #parbreak() ]
"""


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench brief", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_STATEMENTS:,} statements")
    parser.add_argument("--statements", type=int, default=0, help="another number of statements")
    parser.add_argument("--pairs", type=int, default=0, help="another number of pairs")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.part:
        print(json.dumps(PARTS[chosen.part](home_of_environment())))
        return 0
    wanted = chosen.statements or (FULL_STATEMENTS if chosen.full else DEFAULT_STATEMENTS)
    made = cached_store(wanted, pairs=chosen.pairs)
    with TemporaryDirectory(prefix="brief-", dir=CACHE) as folder:
        home = Path(folder) / "home"
        shutil.copytree(made, home)  # what is measured writes
        # Typst keeps what it has set before, so each is set in a process of its own.
        found = {name: value for part in PARTS for name, value in _part(part, home).items()}
    _report(found).print()
    return 0


def _report(found: Mapping[str, Any]) -> Report:
    report = Report(bench="brief")
    report.rate("statements", found["statements"])
    report.rate("all_forms_seconds", found["all"], goal="under 5 at full size")
    report.rate("gather_seconds", found["gather"])
    for form in FORMS:
        report.rate(f"{form}_seconds", found[form])
    report.rate("pdf_ten_pages_seconds", found["ten_pages"], goal="under 1")
    report.rate("pdf_pages", found["pages"])
    report.ratio("pdf_of_bare", found["ten_pages"] / found["bare"])
    report.ratio("all_forms_of_bare_pdf", found["all"] / found["bare_all"])
    return report


def _prepare(home: Home) -> Mapping[str, float]:
    """Follow the casework and compute the figures, as any node has done before a brief is made."""
    services = _services(home)
    followed = follow_all_casework(services=services)
    pair = services.store.pairs()[0]
    for cut in read_pair_state(pair, services=services).cuts:
        send_review(
            cut=digest_from_hash(cut.leaf_hash),
            counterpart=pair.counterpart,
            accord_name=pair.own.accord_name,
            services=services,
        )
    sequence_statements([], services=services)
    _gathered(home, services)  # what is computed for the first brief is kept for the next
    return {"statements": followed.statements}


def _measure(home: Home) -> Mapping[str, float]:
    services = _services(home)
    taken: dict[str, float] = {}
    started = time.process_time()
    briefs = _gathered(home, services)
    taken["gather"] = time.process_time() - started
    for form in FORMS:
        began = time.process_time()
        for one in briefs:
            write_brief(form, [one])
        write_brief(form, briefs)
        taken[form] = time.process_time() - began
    taken["all"] = time.process_time() - started
    long = _of_ten_pages(briefs[0])
    for name, some in ((_ALL, briefs), (_LONG, [long])):
        (home.folder / name).write_bytes(canonical.encode([*map(brief_value, some)]))
    return taken


def _set_long(home: Home) -> Mapping[str, float]:
    (long,) = _kept(home, _LONG)
    began = time.process_time()
    written = write_brief("pdf", [long])
    return {"ten_pages": time.process_time() - began, "pages": _pages(written)}


def _set_bare(home: Home) -> Mapping[str, float]:
    (paragraphs,) = map(_texts, _kept(home, _LONG))
    began = time.process_time()
    _bare(paragraphs)
    return {"bare": time.process_time() - began}


def _set_all_bare(home: Home) -> Mapping[str, float]:
    paragraphs = [_texts(one) for one in _kept(home, _ALL)]
    began = time.process_time()
    for each in (*paragraphs, [*chain(*paragraphs)]):
        _bare(each)
    return {"bare_all": time.process_time() - began}


PARTS: Mapping[str, Callable[[Home], Mapping[str, float]]] = {
    "prepare": _prepare,
    "measure": _measure,
    "set_long": _set_long,
    "set_bare": _set_bare,
    "set_all_bare": _set_all_bare,
}


def _services(home: Home) -> Services:
    return open_node(home=home, clock=VirtualClock(AFTERWARDS)).services


def _kept(home: Home, name: str) -> Sequence[Brief]:
    values = json.loads((home.folder / name).read_bytes())
    return [brief_of_value(value) for value in values]


def _gathered(home: Home, services: Services) -> Sequence[Brief]:
    """Return the brief in every language, from the store, with the dialogue that ships."""
    pair = services.store.pairs()[0]
    found = read_dialogue(pair, services=services, edition=Edition.PARTY)
    if found is None:
        raise ValueError("expected an accord in force")
    matters = brief_matters(
        pair,
        evidence=None,
        services=services,
        edition=Edition.PARTY,
        withheld=found.withheld,
        kept=KeptFigures(home.figures),
    )
    record = _shipped(found.record.parties)
    return [_composed(record, matters, language, services) for language in WORDS]


def _composed(
    record: DialogueRecord, matters: BriefMatters, language: str, services: Services
) -> Brief:
    return compose_brief(
        record,
        edition=Edition.PARTY,
        language=language,
        today=services.clock.now().date(),
        is_published=False,
        mode="exercise",
        matters=matters,
    )


def _shipped(parties: tuple[PartyId, PartyId]) -> DialogueRecord:
    """Return the dialogue of the example as if it were between `parties`."""
    file = files("servanda.data")
    for part in _EXAMPLE:
        file = file / part
    told = file.read_bytes().decode()
    for name, party in zip(json.loads(told)["parties"], parties, strict=True):
        told = told.replace(f'"{name}"', f'"{party}"')
    return parse_record(told.encode())


def _of_ten_pages(brief: Brief) -> Brief:
    """Return a brief of ten pages: annexes are left out or told again until it has them."""
    annexes = brief.annexes
    chosen: tuple[Any, ...] = ()
    for annex in annexes * PAGES:
        longer = replace(brief, annexes=(*chosen, annex))
        pages = _pages(write_brief("pdf", [longer]))
        if pages <= PAGES:
            chosen = longer.annexes
        if pages == PAGES:
            break
    return replace(brief, annexes=chosen)


def _pages(written: bytes) -> int:
    return len(pypdfium2.PdfDocument(written))


def _texts(brief: Brief) -> list[str]:
    return [
        brief.title,
        *(one.text for one in brief.page),
        *(
            text
            for annex in brief.annexes
            for table in annex.tables
            for text in (annex.title, table.caption, *table.heading, *chain(*table.rows))
        ),
    ]


def _bare(paragraphs: Sequence[str]) -> bytes:
    with NamedTemporaryFile(suffix=".typ") as source:
        source.write(_BARE.encode())
        source.flush()
        return _compiled(Path(source.name), paragraphs)


def _compiled(source: Path, paragraphs: Sequence[str]) -> bytes:
    return typst.compile(
        source,
        font_paths=[Path(str(files(FONT_PACKAGE)))],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(paragraphs, ensure_ascii=False)},
    )


def _part(name: str, home: Path) -> Mapping[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.brief", f"--part={name}"],
        env={**os.environ, **environment_with_source(), "SERVANDA_HOME": str(home)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
