"""A second process at one store: `python -m tests.store.writer (hold|append) URL FOLDER COUNT`."""

import sys
from pathlib import Path

from servanda.store.lease import FileLease
from servanda.usecases.store_port import IndexTakenError, LogGrowth, StepCommit, Store
from tests.django_stores import opened_postgresql
from tests.usecases.store_samples import OWN, leaf


def main(what: str, url: str, folder: str, count: str) -> None:
    with opened_postgresql(url) as store:
        if what == "append":
            print("ready", flush=True)
            sys.stdin.readline()
            print(append_many(store, int(count)), flush=True)
            return
        with FileLease(path=Path(folder) / "sequencer.lock", alias=store.alias).hold():
            print("held", flush=True)
            sys.stdin.readline()


def append_many(store: Store, count: int) -> int:
    """Append so many leaves one by one, as a sequencer without a lease would; return the losses."""
    lost = 0
    while count:
        growth = LogGrowth(origin=OWN, leaves=[leaf(store.log_size(OWN))])
        try:
            store.commit(StepCommit(growths=[growth]))
        except IndexTakenError:
            lost += 1
        else:
            count -= 1
    return lost


if __name__ == "__main__":
    main(*sys.argv[1:])
