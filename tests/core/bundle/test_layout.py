import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.bundle.layout import (
    MalformedManifestError,
    Manifest,
    accord_path,
    body_path,
    checkpoint_path,
    encode_manifest,
    key_path,
    leaf_of_body,
    parse_manifest,
)
from servanda.core.identifiers import digest_of
from tests.core.keys.cast import ALICE

DIGEST = digest_of(b"something")
HEX = DIGEST.removeprefix("sha256:")
MANIFEST = Manifest(accord=DIGEST, cut=digest_of(b"cut"), files={"figures.json": DIGEST})


def test_paths_are_those_of_the_page() -> None:
    assert accord_path(DIGEST) == f"accords/{HEX}.json"
    assert key_path(ALICE, 2) == "keys/alice.example/2.note"
    assert checkpoint_path(ALICE) == "logs/alice.example/checkpoint"
    assert body_path(DIGEST) == f"bodies/{HEX}"
    assert leaf_of_body(body_path(DIGEST)) == DIGEST


@pytest.mark.parametrize("path", ["bodies/", "bodies/more", f"bodies/{HEX.upper()}", f"x/{HEX}"])
def test_a_path_that_names_no_leaf_is_none(path: str) -> None:
    assert leaf_of_body(path) is None


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    assert parse_manifest(encode_manifest(MANIFEST)) == MANIFEST


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"[]",
        encode_manifest(MANIFEST) + b"\n",
        encode_manifest(MANIFEST).replace(b"servanda-bundle/1", b"servanda-bundle/2"),
        encode_manifest(MANIFEST).replace(b'"files":{', b'"files":[').replace(b"},", b"],"),
        encode_manifest(MANIFEST).replace(b"sha256:", b"sha255:"),
        encode_manifest(MANIFEST).replace(b'"v":', b'"w":'),
    ],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedManifestError):
        parse_manifest(data)


@given(st.binary(max_size=100))
def test_any_bytes_give_a_manifest_or_its_error(data: bytes) -> None:
    with pytest.raises(MalformedManifestError):
        parse_manifest(data)
