"""Documents linked for reuse and shared quotations over shelves on disk: one size, one process.

Run by `benchmarks/evidence.py` as `python -m benchmarks.linking COUNT`, so that the memory it
reports is its own; prints one line of JSON. Two processes make and hash the documents, this one
keeps the shelves and reads them. What is found is counted and held against what was planted.

Source: docs/reference/benchmarks.md, "`evidence`".
"""

import json
import resource
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np

from benchmarks.accounting import Spent, counted_into
from benchmarks.made_documents import AT_ONCE, made_documents
from servanda.evidence.reuse.pairs import COPY_PERMILLE, find_pairs
from servanda.evidence.reuse.quotation_search import Quoted, find_quotation_pairs
from servanda.evidence.reuse.shelf import Values
from servanda.evidence.reuse.shingles import Hashes, kept, letter_hashes
from servanda.store.evidence.shelf import file_words, folder_shelf

PROCESSES = 2
_WAITING = 4  # parts that may be ready before they are taken; more would fill memory
_CACHE = Path(__file__).parent / ".cache"
_KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Documents as the search takes them.

    Attributes:
        hashes: Of all, one document after the other.
        sizes: How many each has.
        quotations: The words that each quotes.
        copies: By its place: the number of the document that one copies.
        making_seconds: CPU that making the documents took; no part of what is measured.
    """

    hashes: Hashes
    sizes: Values
    quotations: Sequence[Sequence[str]]
    copies: Sequence[tuple[int, int]]
    making_seconds: float


@dataclass(slots=True)
class Linked:
    """What was found, and what it took.

    Attributes:
        planted: Pairs of a copy and what it was made from.
    """

    pairs: int = 0
    copies: int = 0
    planted: set[tuple[int, int]] = field(default_factory=set)
    found_planted: int = 0
    quotations: int = 0
    quotation_pairs: int = 0
    making_seconds: float = 0.0
    steps: dict[str, Spent] = field(default_factory=dict)

    def step(self, name: str) -> Spent:
        """Return the account of one step."""
        return self.steps.setdefault(name, Spent())


def main(arguments: Sequence[str]) -> int:
    """Link as many documents as the argument says; print what it took."""
    count = int(arguments[0])
    _CACHE.mkdir(exist_ok=True)
    started = time.perf_counter()
    with TemporaryDirectory(dir=_CACHE, prefix="linking-") as folder:
        linked = link(count, Path(folder))
    wall = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "documents": count,
                "wall_seconds": wall,
                "cpu_seconds": own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime,
                "making_seconds": linked.making_seconds,
                "megabytes": own.ru_maxrss * _KIB / 1e6,
                "megabytes_of_a_worker": children.ru_maxrss * _KIB / 1e6,
                "steps": {name: spent.wall_seconds for name, spent in linked.steps.items()},
                "pairs": linked.pairs,
                "copies": linked.copies,
                "planted": len(linked.planted),
                "found_planted": linked.found_planted,
                "quotations": linked.quotations,
                "quotation_pairs": linked.quotation_pairs,
            }
        )
    )
    return 0


def link(count: int, folder: Path) -> Linked:
    """Find all pairs of `count` documents and of their quotations, below `folder`."""
    linked = Linked()
    with (folder / "quotations").open("w+", encoding="utf-8") as spool:
        with (
            folder_shelf(folder) as hashes,
            folder_shelf(folder) as pairs,
            counted_into(linked.step("documents")),
        ):
            coming = _hashes(count, spool, linked, folder)
            for pair in find_pairs(coming, hashes=hashes, pairs=pairs):
                linked.pairs += 1
                linked.copies += pair.containment >= COPY_PERMILLE
                linked.found_planted += (pair.a, pair.b) in linked.planted
        spool.seek(0)
        with (
            folder_shelf(folder) as runs,
            folder_shelf(folder) as pairs,
            file_words(folder) as words,
            counted_into(linked.step("quotations")),
        ):
            for _ in find_quotation_pairs(
                _quoted(spool, linked), runs=runs, pairs=pairs, words=words
            ):
                linked.quotation_pairs += 1
    return linked


def _hashes(count: int, spool: IO[str], linked: Linked, folder: Path) -> Iterator[Hashes]:
    """Yield each document's hashes, and write down what it quotes for the second search."""
    number = 0
    with counted_into(linked.step("hashing")):
        for part in _parts(count):
            linked.planted.update(part.copies)
            linked.making_seconds += part.making_seconds
            for quotations in part.quotations:
                spool.writelines(f"{number}\t{words}\n" for words in quotations)
                number += 1
            yield from np.split(part.hashes, np.cumsum(part.sizes)[:-1])
    if sys.stderr.isatty():
        print(f"{number:,} documents hashed in {folder}", file=sys.stderr)


def _quoted(spool: IO[str], linked: Linked) -> Iterator[Quoted]:
    for line in spool:
        number, _, words = line.rstrip("\n").partition("\t")
        linked.quotations += 1
        yield Quoted(document=int(number), words=words)


def _parts(count: int) -> Iterator[Part]:
    """Yield the parts in order, made by other processes a few ahead."""
    numbers = range(-(-count // AT_ONCE))
    with ProcessPoolExecutor(PROCESSES) as pool:
        waiting: deque[Future[Part]] = deque()
        for number in numbers:
            waiting.append(pool.submit(hashed_part, number, min(AT_ONCE, count - number * AT_ONCE)))
            if len(waiting) > _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def hashed_part(number: int, count: int) -> Part:
    """Make and hash the documents of one part."""
    began = time.process_time()
    documents = [*made_documents(number, count)]
    making = time.process_time() - began
    hashes = [kept(letter_hashes(one.text)) for one in documents]
    return Part(
        hashes=np.concatenate(hashes),
        sizes=np.array([len(one) for one in hashes], dtype=np.uint32),
        quotations=[one.quotations for one in documents],
        copies=[
            (one.copied_from, number * AT_ONCE + place)
            for place, one in enumerate(documents)
            if one.copied_from >= 0
        ],
        making_seconds=making,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
