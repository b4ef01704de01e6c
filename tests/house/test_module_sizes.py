"""No module and no function grows without end (style: at most 400 and 40 lines)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.places import ROOT, SOURCE, named, python_files

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 40  # without its docstring

# Path, or path and function, to the reason why it may be longer.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_is_longer_than_the_ceiling() -> None:
    modules = [
        module
        for folder in ("src", "tests", "benchmarks")
        for module in python_files(ROOT / folder)
        if named(module) not in LONGER_MODULES
    ]

    too_long = {
        named(module): lines for module in modules if (lines := lines_of(module)) > MAX_MODULE_LINES
    }

    assert too_long == {}


def test_no_function_is_longer_than_the_ceiling() -> None:
    too_long = {
        name: lines
        for module in python_files(SOURCE)
        for name, lines in function_sizes(module)
        if lines > MAX_FUNCTION_LINES and name not in LONGER_FUNCTIONS
    }

    assert too_long == {}


def test_every_exception_is_still_needed() -> None:
    sizes = {named(module): lines_of(module) for module in python_files(ROOT / "src")}
    functions = {
        name: size for module in python_files(SOURCE) for name, size in function_sizes(module)
    }

    assert {name for name in LONGER_MODULES if sizes.get(name, 0) <= MAX_MODULE_LINES} == set()
    assert {
        name for name in LONGER_FUNCTIONS if functions.get(name, 0) <= MAX_FUNCTION_LINES
    } == set()


def lines_of(module: Path) -> int:
    return len(module.read_text().splitlines())


def function_sizes(module: Path) -> Iterator[tuple[str, int]]:
    """Yield `path:function` and its lines, from `def` to its end, without its docstring."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, Function):
            yield f"{named(module)}:{node.name}", code_lines(node)


def code_lines(function: Function) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
