"""A bundle's container is opened without believing what it says about itself."""

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.bundle.container import container_parts
from servanda.core.bundle.layout import UnreadableBundleError
from servanda.interfaces.cli import bundle_file
from servanda.interfaces.cli.bundle_file import open_bundle
from servanda.interfaces.cli.verify import main as verify
from tests.core.bundle.bundles import numbered, worked_bundle

_, FILES = worked_bundle()


def zipped(folder: Path, *files: tuple[str, bytes]) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(b"".join(container_parts(files)))
    return path


def verified(place: Path) -> dict[str, object]:
    """Run the verb and return its last line."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        verify(["verify", str(place)])
    result: dict[str, object] = json.loads(printed.getvalue().splitlines()[-1])
    return result


def test_every_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    with open_bundle(zipped(tmp_path, ("a", b"one"), ("b/c", b"two"))) as bundle:
        assert list(bundle.paths()) == ["a", "b/c"]
        assert bundle.read("b/c") == b"two"
        bundle.require_checksums()


def test_a_file_larger_than_any_file_of_a_bundle_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_file, "MAX_MANIFEST_BYTES", 10)

    with (
        open_bundle(zipped(tmp_path, ("a", bytes(11)))) as bundle,
        pytest.raises(UnreadableBundleError, match="at most 10"),
    ):
        bundle.read("a")


def test_a_content_with_another_checksum_than_stated_is_refused_in_the_end(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a", b"content"))
    path.write_bytes(path.read_bytes().replace(b"content", b"contenX"))

    with open_bundle(path) as bundle:
        assert bundle.read("a") == b"contenX"  # the bundle's own hashes say more about it
        with pytest.raises(UnreadableBundleError, match="checksum"):
            bundle.require_checksums()


def test_a_zip_that_unpacks_to_more_than_it_holds_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", bytes(10_000_000))

    with pytest.raises(UnreadableBundleError, match="servanda export"), open_bundle(path):
        pass


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", b"no archive"):
        path = tmp_path / "x.zip"
        path.write_bytes(content)
        with pytest.raises(UnreadableBundleError), open_bundle(path):
            pass
    with pytest.raises(UnreadableBundleError), open_bundle(tmp_path / "missing.zip"):
        pass


def test_a_bundle_that_was_packed_again_is_verified_from_its_folder(tmp_path: Path) -> None:
    packed, folder = tmp_path / "again.zip", tmp_path / "unpacked"
    with zipfile.ZipFile(packed, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for path, content in FILES.items():
            archive.writestr(path, content)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)

    assert "verify that folder" in str(verified(packed)["first_wrong"])
    assert verified(folder)["bundle"] == "ok"


def test_a_link_among_the_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bundle.json").symlink_to("/etc/hostname")

    with pytest.raises(UnreadableBundleError, match="link"), open_bundle(tmp_path):
        pass


@pytest.mark.parametrize("path", numbered(FILES))
def test_one_altered_byte_of_the_zip_file_is_found_in_the_file_it_lies_in(
    tmp_path: Path, path: str
) -> None:
    whole = zipped(tmp_path, *FILES.items())
    data = bytearray(whole.read_bytes())
    data[data.index(FILES[path]) + len(FILES[path]) // 2] ^= 1
    whole.write_bytes(data)

    assert verified(whole)["bundle"] == "wrong"


def test_an_altered_statement_is_named_though_its_checksum_is_off(tmp_path: Path) -> None:
    whole = zipped(tmp_path, *FILES.items())
    data = whole.read_bytes()
    assert data.count(b"preservation") >= 1
    entries = FILES["logs/alice.example/tile/entries/000.p/6"]
    at = data.index(entries) + entries.index(b'"kind":"preservation"')
    whole.write_bytes(data[:at] + b'"kind":"Preservation"' + data[at + 21 :])

    wrong = str(verified(whole)["first_wrong"])

    assert "Leaf 2 of log alice.example" in wrong
    assert "`request`" in wrong


@pytest.mark.parametrize("method", [1, 8, 9, 12, 14, 93, 95, 99])
def test_a_content_that_calls_itself_compressed_is_refused_and_never_unpacked(
    tmp_path: Path, method: int
) -> None:
    path = zipped(tmp_path, *FILES.items())
    whole = path.read_bytes()
    listed = whole.index(b"PK\x01\x02") + 10  # where the first entry of the list says its method

    for places in ((8,), (listed,), (8, listed)):
        data = bytearray(whole)
        for place in places:
            data[place] = method
        path.write_bytes(data)

        assert verified(path)["bundle"] == "wrong"


def test_names_that_lead_elsewhere_are_refused_by_the_list(tmp_path: Path) -> None:
    for name in ("/etc/passwd", "../up.txt", "logs/../../up.txt", "folder/", "C:\\up.txt"):
        files = sorted({**FILES, name: b"more"}.items())

        assert "not named" in str(verified(zipped(tmp_path, *files))["first_wrong"])


@given(st.integers(0, 400), st.integers(1, 255))
def test_an_archive_with_any_byte_altered_is_read_or_refused(at: int, change: int) -> None:
    content = bytearray(b"".join(container_parts([("README.txt", b"text"), ("b.json", b"{}")])))
    content[at % len(content)] ^= change

    with written(bytes(content)) as place:
        try:
            with open_bundle(place) as bundle:
                for name in bundle.paths():
                    bundle.read(name)
                bundle.require_checksums()
        except UnreadableBundleError:
            return
    raise AssertionError("an altered archive was read as if it were not")


@contextmanager
def written(content: bytes) -> Iterator[Path]:
    """Return a file that lives as long as the block: a test's own folder would fill up."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(content)
        yield path


def test_the_certificate_cannot_move_the_readers_cursor(tmp_path: Path) -> None:
    place = zipped(tmp_path, *FILES.items(), ("z\x1b[2J", b""))
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        verify(["verify", str(place)])

    assert "\x1b" not in printed.getvalue()
