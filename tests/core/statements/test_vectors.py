"""The published vectors of statements, replayed; they are what other implementers test with."""

import json
from pathlib import Path

import pytest

from servanda.core.errors import ServandaError
from servanda.core.statements.body import parse_body
from servanda.core.statements.header import parse_header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import validate_facts, validate_header
from vectors.make_statements import Case, all_vectors

FOLDER = Path(__file__).parents[3] / "vectors" / "statements"
FILES = sorted(file.stem for file in FOLDER.glob("*.json"))
CASES = [
    pytest.param(case, id=f"{name}: {case['name']}")
    for name in FILES
    for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_a_vector_gives_what_it_says(case: Case) -> None:
    assert outcome(case) == case["expected"]


@pytest.mark.parametrize("name", STATEMENT_TYPES)
def test_each_type_has_a_good_and_a_bad_vector(name: str) -> None:
    cases = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))

    assert {case["expected"] == "ok" for case in cases} == {True, False}


def test_the_files_are_those_that_the_generator_writes() -> None:
    written = {
        name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in FILES
    }

    assert written == all_vectors()


def outcome(case: Case) -> str:
    try:
        header = parse_header(case["header"].encode())
        statement_type = STATEMENT_TYPES[header.type]
        validate_facts(statement_type, header.facts)
        validate_header(statement_type, header)
        if "body" in case:
            parse_body(
                case["body"].encode(),
                statement_type=statement_type,
                facts=header.facts,
                attachments=header.att,
            )
    except ServandaError as error:
        return error.code
    return "ok"
