"""The stock age tool opens our attachments, and we open what it made."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from servanda.core.identifiers import digest_of
from servanda.simulation.accord import START
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.store.attachments.age_cipher import AgeCipher
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.usecases.attachments.attach_file import attach_file
from servanda.usecases.services import Services

pytestmark = pytest.mark.needs("age")

PLAIN = bytes(range(256)) * 1_024  # four chunks of the format


def age(*arguments: str) -> bytes:
    return subprocess.run(["age", *arguments], check=True, capture_output=True).stdout  # noqa: S607 - found on PATH, as the desk's own age is


def test_stock_age_opens_an_attachment_with_its_one_time_identity(tmp_path: Path) -> None:
    # Through the same use case as `servanda send --attach`, with the files and cipher of a home.
    services = memory_services(clock=VirtualClock(START), seed="interop")
    (tmp_path / "attachments").mkdir()
    services = replace_ports(services, tmp_path / "attachments")
    attachment = attach_file(source=BytesIO(PLAIN), name="netflow.csv", services=services)
    key = tmp_path / "key.txt"
    key.write_text(attachment.file.identity + "\n")
    (file,) = (tmp_path / "attachments").glob("*.age")

    opened = age("--decrypt", "--identity", str(key), str(file))

    assert opened == PLAIN
    assert digest_of(opened) == attachment.file.plain
    assert digest_of(file.read_bytes()) == attachment.digest
    assert file.stat().st_size == attachment.file.size


def test_we_open_what_stock_age_sealed(tmp_path: Path) -> None:
    key, plain = tmp_path / "key.txt", tmp_path / "plain"
    plain.write_bytes(PLAIN)
    made = subprocess.run(["age-keygen"], check=True, capture_output=True).stdout  # noqa: S607 - as above
    key.write_bytes(made)
    public, identity = (line.split(" ")[-1] for line in made.decode().splitlines()[1:])
    sealed = age("--encrypt", "--recipient", public, str(plain))
    sink = BytesIO()

    AgeCipher().decrypt(BytesIO(sealed), sink, identity=identity)

    assert sink.getvalue() == PLAIN


def test_stock_age_refuses_an_attachment_with_one_byte_altered(tmp_path: Path) -> None:
    sink = BytesIO()
    identity = AgeCipher().encrypt(BytesIO(PLAIN), sink)
    altered = bytearray(sink.getvalue())
    altered[len(altered) // 2] ^= 1
    key, file = tmp_path / "key.txt", tmp_path / "file.age"
    key.write_text(identity)
    file.write_bytes(altered)

    with pytest.raises(subprocess.CalledProcessError):
        age("--decrypt", "--identity", str(key), str(file))


def replace_ports(services: Services, folder: Path) -> Services:
    return replace(services, attachments=FolderAttachmentFiles(folder), cipher=AgeCipher())
