from pathlib import Path

import pytest

from servanda.core.errors import InvalidInputError
from servanda.store.attachments.release_folder import DiskReleaseFolder
from servanda.usecases.ports.attachments import FileExistsAlreadyError


def test_a_released_file_is_the_owners_and_no_program(tmp_path: Path) -> None:
    with DiskReleaseFolder(tmp_path).new() as new:
        new.write(b"#!/bin/sh")
        new.keep("run.sh")

    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == b"#!/bin/sh"
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("has_links", [True, False])
def test_nothing_is_overwritten_on_any_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    if not has_links:  # as on the file systems of removable disks
        monkeypatch.setattr("servanda.store.attachments.new_file.os.link", _refuse)
    folder = DiskReleaseFolder(tmp_path)
    put(folder, b"first")

    with pytest.raises(FileExistsAlreadyError):
        put(folder, b"second")

    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.txt", b"first")]


def test_a_link_in_place_of_the_name_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").symlink_to(outside)

    with pytest.raises(FileExistsAlreadyError):
        put(DiskReleaseFolder(tmp_path / "folder"), b"content")

    assert not outside.exists()


def test_what_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    with DiskReleaseFolder(tmp_path).new() as new:
        new.write(b"plaintext that did not fit its hash")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with (
        pytest.raises(InvalidInputError, match="expected a folder"),
        DiskReleaseFolder(tmp_path / "none").new(),
    ):
        pass


def put(folder: DiskReleaseFolder, content: bytes) -> None:
    with folder.new() as new:
        new.write(content)
        new.keep("a.txt")


def _refuse(*_paths: Path) -> None:
    raise PermissionError(1, "Operation not permitted")
