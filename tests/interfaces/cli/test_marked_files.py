"""What the command line says of one file holds for that file, and for no other by mistake."""

from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.handling.sealed import FileHandling
from servanda.interfaces.cli.attaching import read_handlings

FILES = [Path("case/a=b.csv"), Path("other/c.pdf")]


def test_a_file_is_named_by_its_path_or_its_name_even_with_an_equals_sign() -> None:
    for name in ("case/a=b.csv", "a=b.csv"):
        found = read_handlings(FILES, tlp=[f"{name}=red"], use=[f"{name}=intelligence_only"])

        assert found == {FILES[0]: FileHandling(marking="red", use="intelligence_only")}


def test_marking_and_use_limit_are_given_apart() -> None:
    found = read_handlings(FILES, tlp=["c.pdf=green"], use=["a=b.csv=evidential"])

    assert found == {
        FILES[0]: FileHandling(use="evidential"),
        FILES[1]: FileHandling(marking="green"),
    }


@pytest.mark.parametrize("given", ["d.pdf=red", "red", "=red", "c.pdf", "c.pdf=", "c.pdf=RED"])
def test_what_names_no_file_or_no_marking_is_refused(given: str) -> None:
    with pytest.raises(InvalidInputError, match="expected"):
        read_handlings(FILES, tlp=[given], use=[])


def test_a_use_limit_is_no_marking() -> None:
    with pytest.raises(InvalidInputError, match="expected one of clear"):
        read_handlings(FILES, tlp=["c.pdf=investigative"], use=[])
    with pytest.raises(InvalidInputError, match="expected one of evidential"):
        read_handlings(FILES, tlp=[], use=["c.pdf=red"])


def test_two_attached_files_of_one_name_are_told_apart_by_their_paths() -> None:
    twins = [Path("one/x.csv"), Path("two/x.csv")]

    assert read_handlings(twins, tlp=["two/x.csv=red"], use=[]) == {
        twins[1]: FileHandling(marking="red")
    }
    with pytest.raises(InvalidInputError, match="one file"):
        read_handlings(twins, tlp=["x.csv=red"], use=[])
