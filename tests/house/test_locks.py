"""The locks pin everything by hash, name no host, and cover what the package says it needs."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.places import REQUIREMENTS, ROOT

LOCKS = sorted(REQUIREMENTS.glob("*.lock"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def test_there_is_a_lock_for_every_list_of_requirements() -> None:
    assert sorted(lock.stem for lock in LOCKS) == sorted(
        list_.stem for list_ in REQUIREMENTS.glob("*.in")
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_of_a_lock_has_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_node_lock_is_made_from_what_the_package_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    extras = project["optional-dependencies"]
    declared = {*project["dependencies"], *extras["node"], *extras["evidence"]}

    assert set(requirements_in("node.in")) == declared


def test_the_parsers_lock_is_made_from_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert requirements_in("nlp.in") == project["optional-dependencies"]["nlp"]


@pytest.mark.parametrize("name", ["node", "test", "bench", "nlp", "nlp-test", "cluster"])
def test_a_lock_covers_its_requirements(name: str) -> None:
    wanted = {name_of(requirement) for requirement in requirements_in(f"{name}.in")}

    assert wanted <= set(pins_of(name))


def test_tests_run_with_the_versions_that_a_node_runs_with() -> None:
    node, test = pins_of("node"), pins_of("test")

    assert {name: test.get(name) for name in node} == node


def test_the_clusters_lock_is_made_from_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert requirements_in("cluster.in") == project["optional-dependencies"]["cluster"]


@pytest.mark.parametrize("name", ["nlp", "nlp-test", "cluster"])
def test_an_extra_changes_no_version_that_is_installed_already(name: str) -> None:
    test, parser = pins_of("test"), pins_of(name)

    shared = test.keys() & parser.keys()
    assert {package: parser[package] for package in shared} == {
        package: test[package] for package in shared
    }


def test_no_model_is_named_outside_the_lock_of_tests() -> None:
    assert [package for package in pins_of("nlp") if "en-core" in package] == []


def requirements_in(name: str) -> list[str]:
    lines = (REQUIREMENTS / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def name_of(requirement: str) -> str:
    match = NAME.match(requirement)
    assert match is not None, requirement
    return normalised(match[1])


def pins_of(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.lock").read_text()
    return {normalised(match[1]): match[2] for match in PIN.finditer(text)}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
