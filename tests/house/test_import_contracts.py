"""The import contracts of pyproject.toml are kept, and each one breaks when it is violated."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.places import ROOT, SOURCE

# Contract to modules that violate it: path below src/servanda and text.
VIOLATIONS: dict[str, dict[str, str]] = {
    "pure": {"core/planted.py": "import os\n"},
    "layers": {
        "usecases/__init__.py": "",
        "usecases/planted.py": "",
        "core/planted.py": "import servanda.usecases.planted\n",
    },
    "transports": {
        "transports/__init__.py": "",
        "transports/planted/__init__.py": "",
        "transports/planted/outbound.py": "",
        "transports/other/__init__.py": "",
        "transports/other/outbound.py": "import servanda.transports.planted.outbound\n",
    },
    "models": {
        "store/__init__.py": "",
        "store/models/__init__.py": "",
        "store/models/planted.py": "",
        "node/__init__.py": "",
        "node/planted.py": "import servanda.store.models.planted\n",
    },
    "guest": {
        "store/__init__.py": "",
        "store/folder/__init__.py": "",
        "store/folder/planted.py": "import sqlite3\n",
    },
    "usecases": {
        "usecases/__init__.py": "",
        "usecases/planted.py": "import django\n",
    },
    "programs": {
        "interfaces/__init__.py": "",
        "interfaces/web/__init__.py": "",
        "interfaces/web/planted.py": "import ninja\n",
    },
}
# A layer nobody placed: the list of layers is exhaustive.
UNPLACED = {"sidedoor/__init__.py": ""}


def test_all_contracts_are_kept() -> None:
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_violation_here() -> None:
    assert set(contract_ids()) == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(contract: str, tmp_path: Path) -> None:
    plant(VIOLATIONS[contract], tmp_path)

    result = lint_imports(tmp_path, "--contract", contract)

    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
    assert "planted" in result.stdout


def test_a_folder_without_a_place_among_the_layers_breaks_the_contract(tmp_path: Path) -> None:
    plant(UNPLACED, tmp_path)

    result = lint_imports(tmp_path, "--contract", "layers")

    assert result.returncode == 1, result.stdout
    assert "sidedoor" in result.stdout


def contract_ids() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]]


def plant(modules: dict[str, str], folder: Path) -> None:
    """Copy the source to `folder` and add `modules`, without replacing what is there."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    copy = folder / "src" / "servanda"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "data"))
    for name, text in modules.items():
        module = copy / name
        module.parent.mkdir(parents=True, exist_ok=True)
        if not module.exists():
            module.write_text(text)


def lint_imports(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-logo", "--no-cache", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
