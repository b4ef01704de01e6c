"""A package says in one line what it holds, and hides nothing in its `__init__.py`."""

import ast
from pathlib import Path

from tests.house.places import SOURCE, TESTS, named, python_files

# Packages that hold more than their docstring, and why.
MORE_THAN_A_DOCSTRING = {
    "src/servanda/store/models/__init__.py": "Django finds the tables by importing this package",
}


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {module.parent for top in (SOURCE, TESTS) for module in python_files(top)}

    assert [named(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_a_package_of_the_source_is_one_docstring() -> None:
    packages = [module for module in python_files(SOURCE) if module.name == "__init__.py"]

    more = {named(package) for package in packages if not is_one_docstring(package)}

    assert more <= set(MORE_THAN_A_DOCSTRING)


def test_a_package_of_the_tests_is_empty() -> None:
    packages = [module for module in python_files(TESTS) if module.name == "__init__.py"]

    assert [named(package) for package in packages if package.read_text()] == []


def test_types_are_shipped_with_the_package() -> None:
    assert (SOURCE / "py.typed").exists()


def is_one_docstring(package: Path) -> bool:
    tree = ast.parse(package.read_text())
    docstring = ast.get_docstring(tree)
    return docstring is not None and "\n" not in docstring and len(tree.body) == 1
