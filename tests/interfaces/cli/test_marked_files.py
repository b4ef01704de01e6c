"""What the command line says of one file holds for that file, and for no other by mistake."""

from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.handling.sealed import FileHandling
from servanda.interfaces.cli.attaching import read_handlings

FILES = [Path("case/a=b.csv"), Path("other/c.pdf")]


def test_a_file_is_named_by_its_path_or_its_name_even_with_an_equals_sign() -> None:
    for name in ("case/a=b.csv", "a=b.csv"):
        found = read_handlings(FILES, [f"{name}=red", f"{name}=intelligence_only"])

        assert found == {FILES[0]: FileHandling(marking="red", use="intelligence_only")}


def test_each_word_goes_where_it_belongs() -> None:
    marks = ["green", "evidential", "no_onward", "originator_control", "pap_amber"]

    found = read_handlings(FILES, [f"c.pdf={mark}" for mark in marks])

    assert found == {
        FILES[1]: FileHandling(
            marking="green",
            use="evidential",
            codes=frozenset({"no_onward", "originator_control"}),
            pap="amber",
        )
    }


BAD = ["d.pdf=red", "red", "=red", "c.pdf", "c.pdf=", "c.pdf=RED", "c.pdf=pap_", "c.pdf=pap_blue"]


@pytest.mark.parametrize("mark", BAD)
def test_what_names_no_file_or_no_word_is_refused(mark: str) -> None:
    with pytest.raises(InvalidInputError, match="expected"):
        read_handlings(FILES, [mark])


def test_two_attached_files_of_one_name_are_told_apart_by_their_paths() -> None:
    twins = [Path("one/x.csv"), Path("two/x.csv")]

    assert read_handlings(twins, ["two/x.csv=red"]) == {twins[1]: FileHandling(marking="red")}
    with pytest.raises(InvalidInputError, match="one file"):
        read_handlings(twins, ["x.csv=red"])
