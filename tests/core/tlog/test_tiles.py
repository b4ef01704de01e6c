import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.errors import ServandaError
from servanda.core.tlog.consistency import build_consistency
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.inclusion import build_inclusion, verify_inclusion
from servanda.core.tlog.tiles import (
    InvalidTileError,
    OversizedEntryError,
    TileNodes,
    encode_entries,
    entries_path,
    hash_tile,
    hash_tiles,
    parse_entries,
    tile_path,
    tile_paths,
)
from servanda.core.tlog.tree import MerkleTree, OutsideTreeError, root_at
from tests.core.tlog.definition import numbered_entries
from tests.core.tlog.test_tree import tree_of


def files_of(tree: MerkleTree, size: int) -> dict[str, bytes]:
    return {
        tile_path(level, number, width): hash_tile(tree, level=level, number=number, width=width)
        for level, number, width in hash_tiles(size)
    }


def test_a_path_is_the_one_of_the_specification() -> None:
    assert tile_path(0, 1_234_067, 256) == "tile/0/x001/x234/067"
    assert tile_path(63, 0, 1) == "tile/63/000.p/1"
    assert entries_path(1_000, 255) == "tile/entries/x001/000.p/255"
    assert entries_path(999, 256) == "tile/entries/999"


def test_the_example_of_the_specification_has_these_tiles() -> None:
    tiles = list(hash_tiles(70_000))

    assert len([tile for tile in tiles if tile[0] == 0]) == 274
    assert tiles[-4:] == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]
    assert list(hash_tiles(256)) == [(0, 0, 256), (1, 0, 1)]


def test_an_empty_log_has_no_files() -> None:
    assert list(tile_paths(0)) == []


def test_the_files_of_a_log_are_its_hash_tiles_and_its_entries() -> None:
    assert list(tile_paths(257)) == [
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/1",
    ]


@pytest.mark.parametrize(("level", "number", "width"), [(64, 0, 1), (-1, 0, 1), (0, -1, 1)])
def test_a_tile_outside_every_log_has_no_path(level: int, number: int, width: int) -> None:
    with pytest.raises(OutsideTreeError):
        tile_path(level, number, width)


@pytest.mark.parametrize("width", [0, 257, -1])
def test_a_tile_of_an_impossible_width_has_no_path(width: int) -> None:
    with pytest.raises(OutsideTreeError):
        entries_path(0, width)


@pytest.mark.parametrize("size", [*range(1, 20), 255, 256, 257, 511, 512, 513, 700])
def test_nodes_read_from_tiles_are_those_of_the_tree(size: int) -> None:
    tree = tree_of(numbered_entries(701))

    nodes = TileNodes(files_of(tree, size).__getitem__, size)

    for level in range(size.bit_length()):
        for index in range(size >> level):
            assert nodes.node(level, index) == tree.node(level, index)


def test_proofs_are_made_from_tiles_alone() -> None:
    entries = numbered_entries(66_000)
    tree = tree_of(entries)
    nodes = TileNodes(files_of(tree, 66_000).__getitem__, 66_000)

    assert root_at(nodes, 66_000) == tree.root()
    for index in (0, 255, 256, 40_000, 65_535, 65_536, 65_999):
        proof = build_inclusion(nodes, leaf_index=index, tree_size=66_000)
        verify_inclusion(entries[index], proof, tree.root())
    assert build_consistency(nodes, old_size=300, new_size=65_990) == build_consistency(
        tree, old_size=300, new_size=65_990
    )


def test_a_proof_reads_one_tile_a_level_and_a_second_one_beside_it_none() -> None:
    tree = tree_of(numbered_entries(66_000))
    files = files_of(tree, 66_000)
    reads: list[str] = []

    def read(path: str) -> bytes:
        reads.append(path)
        return files[path]

    nodes = TileNodes(read, 66_000)

    build_inclusion(nodes, leaf_index=7, tree_size=65_536)
    build_inclusion(nodes, leaf_index=8, tree_size=65_536)

    assert reads == ["tile/0/000", "tile/1/000"]


def test_reading_more_tiles_than_are_kept_changes_nothing() -> None:
    size = 100 * 256
    tree = tree_of(numbered_entries(size))
    nodes = TileNodes(files_of(tree, size).__getitem__, size)

    for _ in range(2):
        for number in range(100):
            assert nodes.node(3, number * 32) == tree.node(3, number * 32)


@pytest.mark.parametrize(("level", "index"), [(0, 300), (8, 1), (9, 0), (-1, 0), (0, -1)])
def test_a_subtree_that_is_not_complete_has_no_hash(level: int, index: int) -> None:
    nodes = TileNodes(files_of(tree_of(numbered_entries(300)), 300).__getitem__, 300)

    with pytest.raises(OutsideTreeError):
        nodes.node(level, index)


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(32 * 3), bytes(32 * 4 - 1)])
def test_a_tile_of_another_length_than_its_name_says_is_refused(data: bytes) -> None:
    nodes = TileNodes(lambda _: data, 4)

    with pytest.raises(InvalidTileError, match="128 bytes"):
        nodes.node(0, 0)


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_entries_come_back_as_they_were(entries: list[bytes]) -> None:
    assert parse_entries(encode_entries(entries), len(entries)) == entries


def test_entries_are_written_as_the_specification_says() -> None:
    assert encode_entries([b"abc", b""]) == b"\x00\x03abc\x00\x00"
    assert len(encode_entries([bytes(65_535)])) == 65_537


def test_an_entry_that_no_length_can_state_is_refused() -> None:
    with pytest.raises(OversizedEntryError):
        encode_entries([bytes(65_536)])


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (b"\x00\x03ab", 1),
        (b"\x00", 1),
        (b"", 1),
        (b"\x00\x01a", 2),
        (b"\x00\x01a\x00", 2),
        (b"\x00\x01a", 0),
        (b"\x00\x01ab", 1),
    ],
)
def test_entries_that_do_not_fill_their_file_exactly_are_refused(data: bytes, width: int) -> None:
    with pytest.raises(InvalidTileError):
        parse_entries(data, width)


@given(st.binary(max_size=60), st.integers(0, 5))
def test_any_bytes_give_entries_or_an_error_and_entries_have_one_spelling(
    data: bytes, width: int
) -> None:
    try:
        entries = parse_entries(data, width)
    except ServandaError:
        return

    assert encode_entries(entries) == data


def test_leaf_hashes_of_the_entries_are_the_level_0_tile() -> None:
    entries = numbered_entries(10)
    tree = tree_of(entries)

    parsed = parse_entries(encode_entries(entries), 10)

    assert b"".join(map(leaf_hash, parsed)) == hash_tile(tree, level=0, number=0, width=10)
