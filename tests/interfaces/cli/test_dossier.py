"""A dossier is checked from its file alone, without a home, and refused with exit code 1."""

import json
from pathlib import Path

import pytest

from servanda.core.dossier.verify import verify_dossier
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.interfaces.cli.dossier import made_lines, write_page
from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.output import REFUSED, WRONG_USE
from servanda.usecases.casework.make_dossier import make_dossier
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.attachments import FileExistsAlreadyError
from tests.documents.dossier.test_dossier import ANSWER, answered, page_of


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("SERVANDA_LANG", "en")


def test_a_dossier_is_checked_without_a_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast, request = answered()
    file = tmp_path / "case.html"
    file.write_bytes(page_of(cast.alice, request).encode())

    assert main(["dossier", "--check", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["case"] == request
    assert found["reckoned"]
    assert {"acknowledgement", "answer"} <= {one["clock"] for one in found["clocks"]}
    assert [one["type"] for one in found["statements"]] == [
        "request",
        "acknowledgement",
        "response",
    ]
    assert main(["dossier", "--check", str(file)]) == 0
    told = capsys.readouterr().out
    assert "Every proof holds: 3 statements" in told
    assert "Its verdicts are those that these statements give." in told


def test_a_changed_dossier_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast, request = answered()
    file = tmp_path / "case.html"
    file.write_bytes(page_of(cast.alice, request).replace(ANSWER, "Nobody.", 1).encode())

    assert main(["dossier", "--check", str(file), "--json"]) == REFUSED
    assert "malformed-dossier" in "".join(capsys.readouterr())


def test_a_dossier_is_never_written_over_a_file_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "case.html"
    file.write_text("a dossier of before", encoding="utf-8")

    assert main(["dossier", "abc", "--out", str(file), "--json"]) == WRONG_USE

    assert json.loads(capsys.readouterr().out)["error"] == "file-exists"
    assert file.read_text(encoding="utf-8") == "a dossier of before"
    with pytest.raises(FileExistsAlreadyError):
        write_page(file, "another")  # it came to be while the dossier was made
    assert file.read_text(encoding="utf-8") == "a dossier of before"
    write_page(tmp_path / "other.html", "甲")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["case.html", "other.html"]


@pytest.mark.parametrize("call", [[], ["abc"], ["abc", "--check", "x"], ["--check", "missing"]])
def test_what_is_missing_is_said(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", *call]) == WRONG_USE
    assert "expected" in capsys.readouterr().err


def test_what_was_erased_is_told_to_be_without_its_content(tmp_path: Path) -> None:
    cast, request = answered()
    erase_body(hash_from_digest(Digest(request)), services=cast.alice.services)
    made = make_dossier(
        request, purpose="file", reason=None, language="en", services=cast.alice.services
    )

    first, *withheld = made_lines(
        tmp_path / "case.html", verify_dossier(made.dossier), withheld=made.withheld
    )

    assert first.endswith(": 3 statements, 1 of them without their content.")
    assert withheld == []
