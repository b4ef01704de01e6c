"""`./run bench verify`: how fast an outsider checks a bundle, beside bare signature checks.

Runs `servanda verify` in a process of its own on a bundle of a million statements (by default a
hundredth), and verifies the same signatures with bare `cryptography`, both on two threads.

Source: docs/reference/benchmarks.md.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from benchmarks.accounting import (
    Spent,
    counted_into,
    cpu_seconds_of_children,
    peak_of_children_watched,
)
from benchmarks.long_logs import ALICE, BOB, write_bundle
from benchmarks.report import Report
from benchmarks.served import environment_with_source
from servanda.core.bundle.layout import BundleReader, checkpoint_path, key_path, log_folder
from servanda.core.envelope.notes import split_note
from servanda.core.identifiers import PartyId
from servanda.core.keys.sheets import parse_sheet
from servanda.core.tlog.checkpoint import parse_checkpoint_text
from servanda.core.tlog.inclusion import build_inclusion, verify_inclusion
from servanda.core.tlog.tiles import (
    TILE_WIDTH,
    TileNodes,
    entries_path,
    entry_tiles,
    parse_entries,
)
from servanda.interfaces.cli.bundle_file import open_bundle

FULL_STATEMENTS = 1_000_000
DEFAULT_STATEMENTS = FULL_STATEMENTS // 100
THREADS = 2
_PROOFS = 200
_TILES_A_TURN = 64
_CACHE = Path(__file__).parent / ".cache"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench verify", description=__doc__)
    parser.add_argument("--full", action="store_true", help=f"{FULL_STATEMENTS:,} statements")
    parser.add_argument("--statements", type=int, default=0, help="another number of statements")
    chosen = parser.parse_args(arguments)
    wanted = chosen.statements or (FULL_STATEMENTS if chosen.full else DEFAULT_STATEMENTS)
    _measure(_bundle(wanted)).print()
    return 0


def _measure(bundle: Path) -> Report:
    report = Report(bench="verify")
    # The bound before and after, so that what slows one slows both.
    bound = Spent()
    with open_bundle(bundle) as reader:
        signatures = _measure_bound(reader, bound)
        with peak_of_children_watched() as peak:
            cpu, wall, statements = _run_verify(bundle)
        signatures += _measure_bound(reader, bound)
        milliseconds = _one_proof(reader)
    verified = signatures // 2
    report.rate("statements", statements)
    report.rate("leaves_per_cpu_second", verified / cpu)
    report.rate("leaves_per_second_two_threads", verified / wall)
    report.rate("bound_leaves_per_cpu_second", signatures / bound.cpu_seconds)
    report.rate("bound_leaves_per_second_two_threads", signatures / bound.wall_seconds)
    report.rate("peak_megabytes", peak(), goal="under 500")
    report.rate("one_proof_milliseconds", milliseconds, goal="under 2")
    report.ratio(
        "verify_of_bound",
        (verified / wall) / (signatures / bound.wall_seconds),
        goal="at least 0.70",
    )
    report.ratio("verify_of_bound_cpu", (verified / cpu) / (signatures / bound.cpu_seconds))
    return report


def _bundle(statements: int) -> Path:
    """Return the cached bundle of this size, made if it is missing."""
    bundle = _CACHE / f"bundle-{statements}.zip"
    if bundle.exists():
        return bundle
    _CACHE.mkdir(exist_ok=True)
    partial = bundle.with_suffix(".partial")

    def progress(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\rwriting statements: {done:,}", end="", file=sys.stderr, flush=True)

    write_bundle(partial, statements=statements, progress=progress)
    partial.replace(bundle)
    return bundle


def _run_verify(bundle: Path) -> tuple[float, float, int]:
    """Return CPU seconds, seconds and the number of statements of one `servanda verify`."""
    wall, cpu = time.perf_counter(), cpu_seconds_of_children()
    done = subprocess.run(
        [sys.executable, "-m", "servanda", "verify", str(bundle), "--json"],
        env=environment_with_source(),
        stdout=subprocess.PIPE,
        check=True,
    )
    result = json.loads(done.stdout.splitlines()[-1])
    if result["bundle"] != "ok":
        raise ValueError(f"the bundle of the benchmark does not verify: {result}")
    return cpu_seconds_of_children() - cpu, time.perf_counter() - wall, int(result["statements"])


def _measure_bound(reader: BundleReader, spent: Spent) -> int:
    """Verify every signature on two threads with bare cryptography; return how many."""
    count = 0
    with ThreadPoolExecutor(THREADS) as threads:
        for party in (ALICE, BOB):
            key = _sign_key(reader, party)
            tiles = list(entry_tiles(_size(reader, party)))
            for start in range(0, len(tiles), _TILES_A_TURN):
                parts = [
                    _signed(reader, party, number, width)
                    for number, width in tiles[start : start + _TILES_A_TURN]
                ]
                with counted_into(spent):
                    list(threads.map(lambda part, key=key: _verify_all(key, part), parts))
                count += sum(map(len, parts))
    return count


def _verify_all(key: Ed25519PublicKey, signed: Sequence[tuple[bytes, bytes]]) -> None:
    for signature, text in signed:
        key.verify(signature, text)


def _signed(
    reader: BundleReader, party: PartyId, number: int, width: int
) -> list[tuple[bytes, bytes]]:
    data = reader.read(log_folder(party) + entries_path(number, width))
    split = map(split_note, parse_entries(data, width))
    return [(note.signatures[0].signature, note.text) for note in split]


def _one_proof(reader: BundleReader) -> float:
    """Return the milliseconds to build and verify one inclusion proof from the files."""
    folder = log_folder(BOB)
    head = parse_checkpoint_text(split_note(reader.read(checkpoint_path(BOB))).text)
    chosen = random.Random(1)  # noqa: S311 - the same leaves each time
    spent = Spent()
    for _ in range(_PROOFS):
        index = chosen.randrange(head.size)
        number = index // TILE_WIDTH
        width = min(TILE_WIDTH, head.size - number * TILE_WIDTH)
        with counted_into(spent):
            # Nothing is kept from one proof to the next, as for a reader who asks for one.
            nodes = TileNodes(lambda path: reader.read(folder + path), head.size)
            entries = parse_entries(reader.read(folder + entries_path(number, width)), width)
            proof = build_inclusion(nodes, leaf_index=index, tree_size=head.size)
            verify_inclusion(entries[index % TILE_WIDTH], proof, head.root)
    return spent.cpu_seconds / _PROOFS * 1_000


def _size(reader: BundleReader, party: PartyId) -> int:
    return parse_checkpoint_text(split_note(reader.read(checkpoint_path(party))).text).size


def _sign_key(reader: BundleReader, party: PartyId) -> Ed25519PublicKey:
    sheet = parse_sheet(split_note(reader.read(key_path(party, 1))).text)
    return Ed25519PublicKey.from_public_bytes(sheet.sign)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
