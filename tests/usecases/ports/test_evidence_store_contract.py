"""What every store promises of evidence; runs over memory, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from servanda.memory.evidence import MemoryArchive
from servanda.store.evidence.archive import FolderArchive
from servanda.usecases.ports.evidence import (
    DocumentArchive,
    DocumentDamagedError,
    KeptDecision,
    KeptDocument,
)
from servanda.usecases.ports.store import IndexTakenError, Store
from tests.usecases.store_samples import NOW


def kept(content: bytes, *, fetched: date | None = None) -> KeptDocument:
    return KeptDocument(
        sha256=sha256(content).hexdigest(),
        name="文件 1.txt",
        size=len(content),
        added_at=NOW,
        fetched=fetched,
    )


@pytest.fixture(params=["memory", "folder"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentArchive:
    return MemoryArchive() if request.param == "memory" else FolderArchive(tmp_path / "documents")


def test_a_document_is_added_once_and_keeps_its_first_row(store: Store) -> None:
    document = kept(b"one", fetched=date(2025, 11, 12))

    assert store.add_document(document)
    assert not store.add_document(replace(document, name="other.txt"))
    assert [*store.documents()] == [document]


def test_documents_come_in_the_order_of_their_hashes(store: Store) -> None:
    documents = [kept(str(number).encode()) for number in range(40)]

    for document in documents:
        store.add_document(document)

    assert [*store.documents()] == sorted(documents, key=lambda one: one.sha256)


def test_a_document_is_found_by_the_beginning_of_its_hash(store: Store) -> None:
    documents = sorted((kept(str(number).encode()) for number in range(40)), key=lambda d: d.sha256)
    for document in documents:
        store.add_document(document)

    assert [*store.document(documents[7].sha256)] == [documents[7]]
    assert [*store.document(documents[7].sha256[:12])] == [documents[7]]
    assert [*store.document("")] == documents[:2]
    assert [*store.document("0" * 64)] == []


def test_decisions_are_appended_each_at_its_number(store: Store) -> None:
    decisions = [KeptDecision(number=number, note=bytes([number, 0, 255])) for number in range(3)]

    for decision in decisions:
        store.append_decision(decision)

    assert [*store.decisions()] == decisions
    assert [*store.decisions(first=2)] == decisions[2:]


def test_two_decisions_never_get_one_number(store: Store) -> None:
    store.append_decision(KeptDecision(number=0, note=b"first"))

    with pytest.raises(IndexTakenError):
        store.append_decision(KeptDecision(number=0, note=b"second"))

    assert [one.note for one in store.decisions()] == [b"first"]


def test_the_archive_returns_what_it_was_given(archive: DocumentArchive) -> None:
    digest = archive.keep(b"\0 words")

    assert digest == sha256(b"\0 words").hexdigest()
    assert archive.keep(b"\0 words") == digest
    assert archive.read(digest) == b"\0 words"


def test_the_archive_says_what_it_has_not(archive: DocumentArchive) -> None:
    with pytest.raises(DocumentDamagedError):
        archive.read("0" * 64)


def test_bytes_that_were_changed_on_disk_are_never_read_as_the_document(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    digest = archive.keep(b"before")
    (tmp_path / digest[:2] / digest).write_bytes(b"after")

    with pytest.raises(DocumentDamagedError):
        archive.read(digest)

    assert archive.keep(b"before") == digest
    assert archive.read(digest) == b"before"
