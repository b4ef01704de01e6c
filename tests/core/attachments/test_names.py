from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.attachments.names import MAX_NAME_BYTES, distinct_names, safe_name


@pytest.mark.parametrize(
    ("stated", "safe"),
    [
        ("netflow.csv", "netflow.csv"),
        ("证据.pdf", "证据.pdf"),
        (".bashrc", "_bashrc"),
        ("-rf", "_rf"),
        ("a/b", "a_b"),
        ("..", "attachment"),
        ("", "attachment"),
        (" . ", "attachment"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("name. ", "name"),
        ("tab\tand\x00nothing", "tab_and_nothing"),
    ],
)
def test_a_stated_name_becomes_a_harmless_one(stated: str, safe: str) -> None:
    assert safe_name(stated) == safe


@given(st.text(max_size=400))
def test_any_name_becomes_one_plain_file_name(stated: str) -> None:
    safe = safe_name(stated)

    assert PurePosixPath(safe).name == safe
    assert 1 <= len(safe.encode()) <= MAX_NAME_BYTES
    assert safe[0] not in ".- "
    assert safe.isprintable()
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_ending() -> None:
    safe = safe_name("証" * 200 + ".tar")

    assert safe.endswith(".tar")
    assert len(safe.encode()) <= MAX_NAME_BYTES


@given(st.lists(st.sampled_from(["a.txt", "A.TXT", "a (2).txt", "b", "B"]), max_size=8))
def test_names_of_one_statement_never_meet_on_any_disk(stated: list[str]) -> None:
    names = distinct_names(stated)

    assert len({name.casefold() for name in names}) == len(stated)
