"""Only the published model is taken, whatever another file is called."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from servanda.parsers.model_files import (
    MODEL_NAME,
    OFFICIAL_SHA256,
    WrongModelError,
    add_model,
    added_model,
)

INSIDE = f"en_core_web_sm/{MODEL_NAME}"


def wheel(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "en_core_web_sm-3.8.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_the_wheel_with_the_right_hash_is_unpacked_and_found(tmp_path: Path) -> None:
    files = {f"{INSIDE}/config.cfg": "[nlp]", f"{INSIDE}/vocab/strings.json": "[]", "x.py": "1/0"}
    path = wheel(tmp_path, files)

    folder = add_model(path, tmp_path / "models", sha256_hex=digest(path))

    assert added_model(tmp_path / "models") == folder
    assert (folder / "vocab" / "strings.json").read_text() == "[]"
    assert sorted(found.name for found in folder.rglob("*.py")) == []
    assert [found.name for found in (tmp_path / "models").iterdir()] == [MODEL_NAME]


def test_a_wheel_of_the_same_name_with_other_bytes_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, {f"{INSIDE}/config.cfg": "[nlp]"})

    with pytest.raises(WrongModelError, match=OFFICIAL_SHA256):
        add_model(path, tmp_path / "models", sha256_hex=OFFICIAL_SHA256)

    assert added_model(tmp_path / "models") is None


def test_a_refused_wheel_leaves_the_model_that_was_there(tmp_path: Path) -> None:
    path = wheel(tmp_path, {f"{INSIDE}/config.cfg": "[nlp]"})
    folder = add_model(path, tmp_path / "models", sha256_hex=digest(path))
    other = wheel(tmp_path, {"nothing": "of it"})

    with pytest.raises(WrongModelError, match="found none"):
        add_model(other, tmp_path / "models", sha256_hex=digest(other))

    assert (folder / "config.cfg").read_text() == "[nlp]"


def test_a_newer_copy_replaces_the_older(tmp_path: Path) -> None:
    first = wheel(tmp_path, {f"{INSIDE}/config.cfg": "old", f"{INSIDE}/gone": "x"})
    add_model(first, tmp_path / "models", sha256_hex=digest(first))
    second = wheel(tmp_path, {f"{INSIDE}/config.cfg": "new"})

    folder = add_model(second, tmp_path / "models", sha256_hex=digest(second))

    assert [(found.name, found.read_text()) for found in folder.iterdir()] == [
        ("config.cfg", "new")
    ]


@pytest.mark.parametrize("name", [f"{INSIDE}/../../../evil", f"{INSIDE}/a/../../../../evil"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = wheel(tmp_path, {f"{INSIDE}/config.cfg": "x", name: "evil"})

    with pytest.raises(WrongModelError, match="files of a model"):
        add_model(path, tmp_path / "models", sha256_hex=digest(path))

    assert not (tmp_path / "evil").exists()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.whl"
    path.write_bytes(b"PK no archive")

    with pytest.raises(WrongModelError, match="damaged"):
        add_model(path, tmp_path / "models", sha256_hex=digest(path))
