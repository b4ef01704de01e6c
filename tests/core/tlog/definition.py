"""Two oracles: the RFC's recursive definition of the tree, and another implementation.

The definition is slow and obviously right; it is used for trees of a few dozen entries.
"""

from pymerkle import InmemoryTree  # type: ignore[import-untyped]  # it ships no types

from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash


def root_by_definition(entries: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1."""
    if not entries:
        return EMPTY_ROOT
    if len(entries) == 1:
        return leaf_hash(entries[0])
    split = largest_power_of_two_below(len(entries))
    return node_hash(root_by_definition(entries[:split]), root_by_definition(entries[split:]))


def path_by_definition(index: int, entries: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1."""
    if len(entries) == 1:
        return []
    split = largest_power_of_two_below(len(entries))
    if index < split:
        return [*path_by_definition(index, entries[:split]), root_by_definition(entries[split:])]
    return [
        *path_by_definition(index - split, entries[split:]),
        root_by_definition(entries[:split]),
    ]


def growth_by_definition(old_size: int, entries: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.4.1: PROOF(old_size, entries)."""
    return _subproof(old_size, entries, is_whole_old_tree=True)


def _subproof(size: int, entries: list[bytes], *, is_whole_old_tree: bool) -> list[bytes]:
    if size == len(entries):
        return [] if is_whole_old_tree else [root_by_definition(entries)]
    split = largest_power_of_two_below(len(entries))
    if size <= split:
        return [
            *_subproof(size, entries[:split], is_whole_old_tree=is_whole_old_tree),
            root_by_definition(entries[split:]),
        ]
    return [
        *_subproof(size - split, entries[split:], is_whole_old_tree=False),
        root_by_definition(entries[:split]),
    ]


def roots_by_pymerkle(entries: list[bytes]) -> list[bytes]:
    """The root of each size from 1 on."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return [bytes(tree.get_root(size)) for size in range(1, len(entries) + 1)]


def paths_by_pymerkle(entries: list[bytes]) -> list[list[bytes]]:
    """The inclusion path of each entry, which here begins with the entry's own leaf hash."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return [list(tree.prove_inclusion(number + 1).path) for number in range(len(entries))]


def largest_power_of_two_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1


def numbered_entries(size: int) -> list[bytes]:
    return [number.to_bytes(4, "big") for number in range(size)]


def flip_bit(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
