"""A bundle's container is opened without believing what it says about itself."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.bundle.layout import UnreadableBundleError
from servanda.interfaces.cli import bundle_file
from servanda.interfaces.cli.bundle_file import open_bundle


def zipped(folder: Path, *files: tuple[str, bytes]) -> Path:
    path = folder / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def test_every_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    with open_bundle(zipped(tmp_path, ("a", b"one"), ("b/c", b"two"))) as bundle:
        assert list(bundle.paths()) == ["a", "b/c"]
        assert bundle.read("b/c") == b"two"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a", b"one"), ("a", b"two"))

    with pytest.raises(UnreadableBundleError, match="once"), open_bundle(path):
        pass


def test_a_file_that_unpacks_to_more_than_any_file_has_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_file, "MAX_MANIFEST_BYTES", 10)

    with (
        open_bundle(zipped(tmp_path, ("a", bytes(11)))) as bundle,
        pytest.raises(UnreadableBundleError, match="at most 10"),
    ):
        bundle.read("a")


def test_a_damaged_content_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a", b"content"))
    path.write_bytes(path.read_bytes().replace(b"content", b"contenX"))

    with (
        open_bundle(path) as bundle,
        pytest.raises(UnreadableBundleError, match="cannot be read"),
    ):
        bundle.read("a")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", b"no archive"):
        path = tmp_path / "x.zip"
        path.write_bytes(content)
        with pytest.raises(UnreadableBundleError), open_bundle(path):
            pass
    with pytest.raises(UnreadableBundleError), open_bundle(tmp_path / "missing.zip"):
        pass


@given(st.integers(0, 400), st.integers(1, 255))
def test_an_archive_with_any_byte_altered_is_read_or_refused(at: int, change: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("bundle.json", b"{}")
        archive.writestr("README.txt", b"text")
    content = bytearray(buffer.getvalue())
    content[at % len(content)] ^= change

    with written(bytes(content)) as opened:
        try:
            with open_bundle(opened) as bundle:
                for name in bundle.paths():
                    bundle.read(name)
        except UnreadableBundleError:
            return


@contextmanager
def written(content: bytes) -> Iterator[Path]:
    """Return a file that lives as long as the block: a test's own folder would fill up."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(content)
        yield path
