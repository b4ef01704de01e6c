"""Every error has a code of its own, and the reference explains it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.house.places import ROOT, SOURCE, python_files

REFERENCE = ROOT / "docs" / "reference" / "errors.md"
HEADING = re.compile(r"^#+ `([a-z0-9-]+)`", re.MULTILINE)
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def test_every_error_code_has_its_heading() -> None:
    codes = {code for _, code in error_codes()}

    assert codes - set(headings()) == set()


def test_the_reference_explains_no_error_that_is_gone() -> None:
    codes = {code for _, code in error_codes()}

    assert set(headings()) - codes == set()


def test_no_two_errors_share_a_code() -> None:
    counted = Counter(code for _, code in error_codes())

    assert {code for code, times in counted.items() if times > 1} == set()


def test_every_code_is_lower_case_words_with_hyphens() -> None:
    assert [code for _, code in error_codes() if CODE.fullmatch(code) is None] == []


def test_every_error_says_its_own_code() -> None:
    silent = {name for name, code in error_classes() if code is None}

    assert silent == set()


def headings() -> list[str]:
    return HEADING.findall(REFERENCE.read_text())


def error_codes() -> Iterator[tuple[str, str]]:
    return ((name, code) for name, code in error_classes() if code is not None)


def error_classes() -> Iterator[tuple[str, str | None]]:
    """Yield each class of the source whose name ends in `Error`, and the code it sets."""
    for module in python_files(SOURCE):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                yield f"{relative(module)}:{node.name}", code_of(node)


def code_of(error: ast.ClassDef) -> str | None:
    for statement in error.body:
        target, value = target_and_value(statement)
        if target == "code" and isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return None


def target_and_value(statement: ast.stmt) -> tuple[str | None, ast.expr | None]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, statement.value
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, statement.value
    return None, None


def relative(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()
