"""The folder carrier writes whole files or none, and never over other bytes."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from servanda.transports.folder.inbound import FolderInbound
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.ports.outside import DeliveryRefusedError, SealedEnvelope
from tests.transports.parties import ALICE

CONTENT = b"sealed bytes"
ENVELOPE = SealedEnvelope(digest=sha256(CONTENT).hexdigest(), content=CONTENT)
NAME = f"{ENVELOPE.digest}.servanda"


def test_other_bytes_under_the_same_name_are_not_overwritten(tmp_path: Path) -> None:
    FolderOutbound(tmp_path, ALICE).deliver(ENVELOPE)
    forged = SealedEnvelope(digest=ENVELOPE.digest, content=b"other bytes")

    with pytest.raises(DeliveryRefusedError, match="other bytes"):
        FolderOutbound(tmp_path, ALICE).deliver(forged)


def test_no_partial_file_is_left_behind(tmp_path: Path) -> None:
    FolderOutbound(tmp_path, ALICE).deliver(ENVELOPE)

    assert [file.name for file in (tmp_path / ALICE).iterdir()] == [NAME]


def test_an_envelope_that_was_taken_is_not_put_there_again(tmp_path: Path) -> None:
    FolderOutbound(tmp_path, ALICE).deliver(ENVELOPE)
    inbound = FolderInbound(tmp_path, ALICE)
    inbound.take(next(iter(inbound.arrived())))

    FolderOutbound(tmp_path, ALICE).deliver(ENVELOPE)

    assert list(inbound.arrived()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_needs_an_operator(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(DeliveryRefusedError, match="may not write"):
        FolderOutbound(tmp_path, ALICE).deliver(ENVELOPE)
