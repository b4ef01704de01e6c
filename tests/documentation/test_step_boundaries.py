"""The page of step boundaries names those that the code reaches, and the code reaches each."""

import ast
import re

from servanda.usecases import boundaries
from servanda.usecases.boundaries import BOUNDARIES, ROTATION_BOUNDARIES
from tests.house.places import ROOT, SOURCE, python_files

PAGE = ROOT / "docs" / "reference" / "step-boundaries.md"
ALL = (*BOUNDARIES, *ROTATION_BOUNDARIES)
HEADING = re.compile(r"^## `([a-z_.]+)`$", re.MULTILINE)


def test_the_page_has_one_heading_for_each_boundary_in_their_order() -> None:
    assert tuple(HEADING.findall(PAGE.read_text())) == ALL


def test_every_boundary_is_reached_in_exactly_one_place() -> None:
    reached = sorted(
        getattr(boundaries, node.args[0].id)
        for module in python_files(SOURCE / "usecases")
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "reached"
        and isinstance(node.args[0], ast.Name)
    )

    assert reached == sorted(ALL)
