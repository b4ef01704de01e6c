"""Every single byte of a small bundle's zip file: none can be altered without notice.

Not drawn but all of them. To be cheap the claim is taken apart: a byte beside the contents is
refused by the container; a byte in a file's content changes the hash that `bundle.json` names,
and every file is compared with its hash, which is shown once for each file; a byte of
`bundle.json` breaks its form, or names another file or hash, or is refused by the whole check.
"""

from collections.abc import Mapping

import pytest

from servanda.core.bundle.container import container_parts, read_container
from servanda.core.bundle.layout import (
    MANIFEST_PATH,
    MalformedManifestError,
    UnreadableBundleError,
    parse_manifest,
)
from servanda.core.identifiers import digest_of
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import verify_bundle
from servanda.core.verifier.wrong import BundleError
from tests.core.bundle.bundles import MemoryReader, numbered, worked_bundle

_, FILES = worked_bundle()
ZIP = b"".join(container_parts(FILES.items()))
PLACES = read_container(lambda offset, length: ZIP[offset : offset + length], size=len(ZIP))
NAMED = parse_manifest(FILES[MANIFEST_PATH]).files
MASKS = (0x01, 0x20, 0x80)  # the next digit, the other case, no ASCII


def altered(data: bytes, position: int, mask: int) -> bytes:
    return data[:position] + bytes((data[position] ^ mask,)) + data[position + 1 :]


def refuses_container(data: bytes) -> bool:
    try:
        read_container(lambda offset, length: data[offset : offset + length], size=len(data))
    except UnreadableBundleError:
        return True
    return False


def refuses_bundle(files: Mapping[str, bytes]) -> bool:
    try:
        verify_bundle(MemoryReader(files), anchors=Anchors())
    except BundleError:
        return True
    return False


def refuses_manifest(data: bytes) -> bool:
    """Return whether a manifest is refused for its form, its list, or a hash in it."""
    try:
        manifest = parse_manifest(data)
    except MalformedManifestError:
        return True
    if manifest.files != NAMED:  # every path and every hash is compared with what is there
        return True
    return refuses_bundle({**FILES, MANIFEST_PATH: data})


@pytest.mark.parametrize("mask", MASKS)
def test_every_byte_of_the_zip_file_lies_in_a_content_or_is_refused(mask: int) -> None:
    contents = {
        position
        for file in PLACES.values()
        for position in range(file.content_offset, file.content_offset + file.size)
    }

    unnoticed = [
        position
        for position in range(len(ZIP))
        if position not in contents and not refuses_container(altered(ZIP, position, mask))
    ]

    assert unnoticed == []
    assert len(contents) == sum(map(len, FILES.values()))


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("path", numbered(NAMED))
def test_every_byte_of_every_file_changes_the_hash_it_is_compared_with(
    path: str, mask: int
) -> None:
    content = FILES[path]

    assert all(
        digest_of(altered(content, position, mask)) != NAMED[path]
        for position in range(len(content))
    )


@pytest.mark.parametrize("path", numbered(NAMED))
def test_every_file_is_compared_with_its_hash(path: str) -> None:
    middle = len(FILES[path]) // 2

    assert refuses_bundle({**FILES, path: altered(FILES[path], middle, 0x01)})


@pytest.mark.parametrize("path", numbered(NAMED))
def test_every_hash_and_every_path_in_the_list_is_compared(path: str) -> None:
    manifest = FILES[MANIFEST_PATH]
    hash_at = manifest.index(NAMED[path].encode()) + len("sha256:")
    other = b"0" if manifest[hash_at : hash_at + 1] != b"0" else b"1"

    rehashed = manifest[:hash_at] + other + manifest[hash_at + 1 :]
    renamed = manifest.replace(f'"{path}":'.encode(), f'"{path}x":'.encode())

    assert refuses_bundle({**FILES, MANIFEST_PATH: rehashed})
    assert refuses_bundle({**FILES, MANIFEST_PATH: renamed})


@pytest.mark.parametrize("mask", MASKS)
def test_every_byte_of_the_list_is_refused(mask: int) -> None:
    manifest = FILES[MANIFEST_PATH]

    unnoticed = [
        position
        for position in range(len(manifest))
        if not refuses_manifest(altered(manifest, position, mask))
    ]

    assert unnoticed == []


def test_the_bundle_itself_is_right() -> None:
    assert not refuses_container(ZIP)
    assert not refuses_bundle(FILES)
