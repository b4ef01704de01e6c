"""The migrations stand in one row: two that begin alike would leave every node unable to start."""

import ast
from itertools import pairwise
from pathlib import Path

from tests.house.places import SOURCE

MIGRATIONS = sorted((SOURCE / "store" / "migrations").glob("[0-9]*.py"))


def test_each_migration_follows_the_one_before_it_and_no_two_have_a_number() -> None:
    assert [int(file.name[:4]) for file in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    for before, file in pairwise(MIGRATIONS):
        assert before.stem in _names(file), f"{file.name} must follow {before.name}"


def _names(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {str(one.value) for one in ast.walk(tree) if isinstance(one, ast.Constant)}
