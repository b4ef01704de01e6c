"""Proposals are kept by document, each once; a damaged file is as if nothing had been proposed."""

from pathlib import Path

import pytest

from servanda.evidence.proposals.answer import check_answer
from servanda.evidence.proposals.proposal import Proposal, llm_how
from servanda.store.evidence.proposals import FolderProposals
from tests.evidence.proposals.making import answered, article, good_rows

DOCUMENT = article()


def proposed(model: str = "tiny-1") -> tuple[Proposal, ...]:
    how = llm_how(model, "ab" * 32)
    return check_answer(answered(*good_rows(DOCUMENT)), document=DOCUMENT, how=how).proposals


def test_proposals_are_kept_once_and_found_by_document_and_by_key(tmp_path: Path) -> None:
    store = FolderProposals(tmp_path / "proposals")

    store.keep(DOCUMENT.sha256, proposed()[:1])
    store.keep(DOCUMENT.sha256, proposed())
    store.keep(DOCUMENT.sha256, proposed("tiny-2"))

    assert len(store.of(DOCUMENT.sha256)) == 4
    assert store.named(proposed()[1].key) == proposed()[1]
    assert store.named("proposal:" + "0" * 64) is None
    assert [*FolderProposals(tmp_path / "none").of(DOCUMENT.sha256)] == []


def test_nothing_proposed_leaves_no_trace(tmp_path: Path) -> None:
    FolderProposals(tmp_path / "proposals").keep(DOCUMENT.sha256, ())

    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b'{"proposals":{}}', b'{"proposals":[{"kind":"claim"},7]}', b"[" * 9_999],
)
def test_a_damaged_file_holds_nothing_and_can_be_written_anew(
    tmp_path: Path, content: bytes
) -> None:
    store = FolderProposals(tmp_path)
    (tmp_path / f"{DOCUMENT.sha256}.json").write_bytes(content)

    assert [*store.of(DOCUMENT.sha256)] == []
    store.keep(DOCUMENT.sha256, proposed())
    assert [*store.of(DOCUMENT.sha256)] == [*proposed()]


def test_a_row_put_under_another_document_is_not_its_own(tmp_path: Path) -> None:
    store = FolderProposals(tmp_path)
    store.keep(DOCUMENT.sha256, proposed())
    other = article("Another text. It says nothing of the kind.")
    (tmp_path / f"{DOCUMENT.sha256}.json").rename(tmp_path / f"{other.sha256}.json")

    assert [*store.of(other.sha256)] == []


def test_a_name_that_is_no_hash_leads_to_no_file(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_bytes(b'{"proposals":[]}')

    assert [*FolderProposals(tmp_path / "proposals").of("../outside")] == []
