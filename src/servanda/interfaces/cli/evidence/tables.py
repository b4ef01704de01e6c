"""The tables that rules may know beforehand: the product's own, and files of the user's.

Source: docs/spec/evidence/README.md, "What comes from outside the texts".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from servanda.core.errors import InvalidInputError
from servanda.evidence.corpus.tables import Tables, tables_of
from servanda.evidence.facts import ACCORD_SIGNED, Fact, parse_facts
from servanda.evidence.findings.commitments import parse_commitments
from servanda.evidence.findings.finding import Commitment
from servanda.evidence.findings.rules import FindingRules, parse_rules
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.origins.propositions import Propositions, parse_propositions
from servanda.interfaces.templates import read_template

GAZETTEER, FACTS, PROPOSITIONS = "gazetteer.toml", "facts.toml", "propositions.toml"
DEFAULT_TEMPLATE = "us-china-2015"
COMMITMENT_TABLE = "evidence.toml"
MAX_TABLE_BYTES = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that a report is made with beside documents and decisions.

    Attributes:
        tables: Names and facts.
        propositions: What texts of the field say again and again.
        commitments: Of the accord, in its order.
        rules: Of findings.
    """

    tables: Tables
    propositions: Propositions
    commitments: tuple[Commitment, ...]
    rules: FindingRules


def read_known(folders: Sequence[Path], *, template: str) -> Known:
    """Return the product's tables with those of the user's folders added.

    Args:
        folders: Each may have `gazetteer.toml`, `facts.toml` and `propositions.toml`.
        template: Name of an accord's template, or its folder.

    Raises:
        InvalidInputError: A file is not in its form, or a folder has none of the three.
    """
    own = files("servanda.data") / "evidence"
    for folder in folders:
        if not any((folder / name).is_file() for name in (GAZETTEER, FACTS, PROPOSITIONS)):
            raise InvalidInputError(
                f"expected {GAZETTEER}, {FACTS} or {PROPOSITIONS} in {folder}, found none of them"
            )
    gazetteer = [
        *sorted((own / "gazetteer").iterdir(), key=lambda file: file.name),
        *_present(folders, GAZETTEER),
    ]
    facts = parse_facts(_contents([own / FACTS, *_present(folders, FACTS)]))
    return Known(
        tables=tables_of(parse_gazetteer(_contents(gazetteer)), facts),
        propositions=parse_propositions(
            _contents([own / PROPOSITIONS, *_present(folders, PROPOSITIONS)])
        ),
        commitments=read_commitments(template, facts=facts),
        rules=parse_rules((own / "finding_rules.toml").read_bytes()),
    )


def read_commitments(template: str, *, facts: Sequence[Fact]) -> tuple[Commitment, ...]:
    """Return the commitments of an accord's template with the words that tell of them.

    Raises:
        InvalidInputError: The template or its table cannot be read.
    """
    terms = read_template(template).terms
    natures = {str(one["id"]): str(one["nature"]) for one in _commitments(terms["commitments"])}
    folder: Traversable = (
        Path(template)
        if "/" in template
        else files("servanda.data") / "accord_templates" / template
    )
    table = folder / COMMITMENT_TABLE
    signed = next((one.days.latest for one in facts if one.key == ACCORD_SIGNED), None)
    data = table.read_bytes() if table.is_file() else b""
    return parse_commitments(data, natures=natures, signed=signed)


def _commitments(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _present(folders: Sequence[Path], name: str) -> list[Traversable]:
    return [folder / name for folder in folders if (folder / name).is_file()]


def _contents(found: Iterable[Traversable]) -> list[bytes]:
    contents = [file.read_bytes() for file in found]
    if any(len(content) > MAX_TABLE_BYTES for content in contents):
        raise InvalidInputError(f"expected tables of at most {MAX_TABLE_BYTES} bytes")
    return contents
