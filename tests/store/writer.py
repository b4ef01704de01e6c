"""A second process at one store: `python -m tests.store.writer (hold|append) URL FOLDER COUNT`."""

import sys
from contextlib import suppress
from pathlib import Path

from servanda.store.lease import FileLease
from servanda.usecases.ports.store import IndexTakenError, LogGrowth, StepCommit, Store
from tests.django_stores import opened_postgresql
from tests.usecases.store_samples import OWN, leaf


def main(what: str, url: str, folder: str, count: str) -> None:
    with opened_postgresql(url) as store:
        if what == "append":
            say("ready")
            sys.stdin.readline()
            append_many(store, int(count))
            return
        with FileLease(path=Path(folder) / "sequencer.lock", alias=store.alias).hold():
            say("held")
            sys.stdin.readline()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def append_many(store: Store, count: int) -> None:
    """Append so many leaves one by one, as a sequencer without a lease would."""
    while count:
        growth = LogGrowth(origin=OWN, leaves=[leaf(store.log_size(OWN))])
        with suppress(IndexTakenError):
            store.commit(StepCommit(growths=[growth]))
            count -= 1


if __name__ == "__main__":
    main(*sys.argv[1:])
