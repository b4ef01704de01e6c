"""What every shelf promises: all rows, those of one key together and in order."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reuse.quotation_search import MemoryWords
from servanda.evidence.reuse.shelf import MemoryShelf, Shelf
from servanda.store.evidence import shelf as on_disk
from servanda.store.evidence.shelf import file_words, folder_shelf

ROWS = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 5) | st.integers(0, 2**64 - 1),
            st.integers(0, 3) | st.integers(0, 2**32 - 1),
        ),
        max_size=20,
    ),
    max_size=6,
)


def put(shelf: Shelf, batches: list[list[tuple[int, int]]]) -> None:
    for batch in batches:
        shelf.put(
            np.array([key for key, _ in batch], dtype=np.uint64),
            np.array([value for _, value in batch], dtype=np.uint32),
        )


def check(shelf: Shelf, batches: list[list[tuple[int, int]]]) -> None:
    put(shelf, batches)
    parts = [
        list(zip(keys.tolist(), values.tolist(), strict=True)) for keys, values in shelf.parts()
    ]

    assert Counter(row for part in parts for row in part) == Counter(
        row for batch in batches for row in batch
    )
    assert all(part == sorted(part) for part in parts)
    keys = [key for part in parts for key in sorted({key for key, _ in part})]
    assert len(keys) == len(set(keys))
    assert not [*shelf.parts()]


@given(ROWS)
def test_a_shelf_in_memory_returns_every_row(batches: list[list[tuple[int, int]]]) -> None:
    check(MemoryShelf(), batches)


@pytest.mark.parametrize("buffered", [1, 7, 1_000])
def test_a_shelf_on_disk_returns_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, buffered: int
) -> None:
    monkeypatch.setattr(on_disk, "BUFFERED_ROWS", buffered)
    numbers = np.random.default_rng(1)
    batches = [
        [
            (int(key), int(value))
            for key, value in zip(
                numbers.integers(0, 2**63, 50), numbers.integers(0, 9, 50), strict=True
            )
        ]
        + [(4, 4), (4, 1), (2**64 - 1, 0)]
        for _ in range(5)
    ]

    with folder_shelf(tmp_path) as shelf:
        check(shelf, batches)

    assert not [*tmp_path.iterdir()]


def test_an_empty_shelf_has_no_rows(tmp_path: Path) -> None:
    with folder_shelf(tmp_path) as shelf:
        assert not [*shelf.parts()]


@pytest.mark.parametrize("buffered", [1, 3, 1_000])
@given(texts=st.lists(st.text(st.characters(), max_size=20), max_size=8))
def test_words_come_back_as_they_were_put(
    tmp_path_factory: pytest.TempPathFactory, buffered: int, texts: list[str]
) -> None:
    in_memory = MemoryWords()
    with pytest.MonkeyPatch.context() as patch, file_words(tmp_path_factory.getbasetemp()) as words:
        patch.setattr(on_disk, "BUFFERED_TEXTS", buffered)
        for text in texts:
            words.put(text)
            in_memory.put(text)
        backwards = range(len(texts) - 1, -1, -1)

        assert [words.at(number) for number in backwards] == texts[::-1]
        assert [in_memory.at(number) for number in backwards] == texts[::-1]
