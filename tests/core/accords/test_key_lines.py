"""Every member that a parser finds has the line on which it was written."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from servanda.core.accords.key_lines import line_of, lines_in_json, lines_in_toml
from tests import strategies
from tests.core.accords.test_template import SLUGS, TEMPLATES

TOML = """\
# a comment with = and [brackets]
title = "a \\"quoted\\" = [sign] # no comment"
long = \"\"\"
[not.a.table]
key = 1
\"\"\"
plain = '''it's
[[not]]
'''
a.b.c = 1
"quoted key".x = 2
inline = { x = 1, y = [1, 2], z = "}" }
list = [
  "one",  # first
  # between
  "two",
  [ 1,
    2 ],
]
when = 2015-12-31

[table]
key = true

[[entry]]
name = "first"

[entry.more]
en = "x"

[[entry]]
name = "second"
[[entry.part]]
n = 1
[[entry.part]]
n = 2
"""


def paths_of(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            below = f"{path}.{name}" if path else str(name)
            yield below
            yield from paths_of(item, below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield f"{path}[{index}]"
            yield from paths_of(item, f"{path}[{index}]")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 2),
        ("long", 3),
        ("plain", 7),
        ("a.b.c", 10),
        ("quoted key.x", 11),
        ("inline.z", 12),
        ("inline.y[1]", 12),
        ("list", 13),
        ("list[0]", 14),
        ("list[1]", 16),
        ("list[2][1]", 18),
        ("when", 20),
        ("table", 22),
        ("table.key", 23),
        ("entry[0].name", 26),
        ("entry[0].more", 28),
        ("entry[0].more.en", 29),
        ("entry[1].name", 32),
        ("entry[1].part[0].n", 34),
        ("entry[1].part[1]", 35),
        ("entry[1].part[1].n", 36),
    ],
)
def test_a_member_of_a_toml_text_has_its_line(path: str, line: int) -> None:
    assert lines_in_toml(TOML)[path] == line


def test_exactly_the_members_that_the_parser_finds_have_lines() -> None:
    assert set(lines_in_toml(TOML)) == set(paths_of(tomllib.loads(TOML)))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_member_of_a_shipped_template_has_a_line_that_names_it(slug: str) -> None:
    text = (Path(TEMPLATES) / slug / "template.toml").read_text()
    lines = lines_in_toml(text)

    for path in paths_of(tomllib.loads(text)):
        written = text.splitlines()[lines[path] - 1]
        name = path.rpartition(".")[2].partition("[")[0]
        assert name in written or "[" in path, path


@given(strategies.json_objects)
def test_every_member_of_any_json_text_has_a_line(value: Mapping[str, Any]) -> None:
    names = [name for path in paths_of(value) for name in path.split(".")]
    text = json.dumps(value, indent=1)

    lines, _ = lines_in_json(text)

    if all("\\" not in json.dumps(name) for name in names):
        assert set(lines) == set(paths_of(value))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


def test_a_member_that_json_names_twice_is_found_with_its_second_line() -> None:
    _, repeated = lines_in_json('{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 3}')

    assert repeated == [("b.c", 2), ("a", 3)]


def test_what_is_not_written_has_the_line_of_what_is_around_it() -> None:
    lines = {"clock": 1, "clock[2]": 7, "clock[2].name": 8}

    assert line_of("clock[2].unit", lines) == 7
    assert line_of("clock[9].unit", lines) == 1
    assert line_of("terms.kinds[0]", lines) == 1
    assert line_of("", lines) == 1
