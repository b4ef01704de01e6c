"""One sequencer at a time, and the lease ends with its holder."""

from pathlib import Path

import pytest

from servanda.store.lease import FileLease
from servanda.usecases.ports.outside import LeaseHeldError
from tests.django_stores import postgresql_store, set_up_django

set_up_django()


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first = FileLease(path=tmp_path / "sequencer.lock")
    second = FileLease(path=tmp_path / "sequencer.lock")

    with first.hold(), pytest.raises(LeaseHeldError, match="another process"), second.hold():
        pass

    with second.hold():
        pass


@pytest.mark.needs("postgres")
def test_two_machines_on_one_postgresql_share_one_lease(tmp_path: Path, postgres_url: str) -> None:
    with (
        postgresql_store(postgres_url) as one,
        postgresql_store(postgres_url) as other,
    ):
        first = FileLease(path=tmp_path / "one.lock", alias=one.alias)
        second = FileLease(path=tmp_path / "other.lock", alias=other.alias)
        with first.hold(), pytest.raises(LeaseHeldError, match="another machine"), second.hold():
            pass
        with second.hold():
            pass
