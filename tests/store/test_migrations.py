"""The migrations make exactly the tables that the models describe, and keep what is in them."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import digest_of
from servanda.core.people.passphrase import Verifier
from servanda.store import migrations
from servanda.store.projections import facts_of_types_question
from servanda.store.schema import ensure_schema, is_current
from servanda.usecases.ports.casework import (
    CaseQuestion,
    CaseRecord,
    CaseworkChange,
    CaseworkMark,
)
from servanda.usecases.ports.records import FilingRecord, PairRecord
from servanda.usecases.ports.store import LogGrowth, StepCommit
from tests.django_stores import set_up_django, sqlite_store
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.ports.test_casework_store_contract import case
from tests.usecases.store_samples import NOW, OWN, fact, head, leaf

set_up_django()

EVERY_MIGRATION = sorted(file.stem for file in Path(migrations.__file__).parent.glob("[0-9]*.py"))


def test_no_model_is_ahead_of_the_migrations() -> None:
    output = StringIO()

    call_command("makemigrations", "store", check=True, dry_run=True, stdout=output)

    assert "No changes detected" in output.getvalue()


def test_what_was_stored_before_the_triggers_stays_when_they_come(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0001_initial")
        growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1)])
        store.commit(StepCommit(growths=[growth], checkpoints=[head(2)]))

        migrate(store.alias, "0002_append_only")

        assert list(store.iterate_leaves(OWN)) == [leaf(0), leaf(1)]
        assert store.checkpoint(OWN) == head(2)


def test_facts_are_found_by_leaf_before_and_after_they_lose_an_index(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0003_attachments")
        growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1)])
        store.commit(StepCommit(growths=[growth], new_facts=[fact(0), fact(1)]))
        before = store.facts(leaf(1).leaf_hash)

        migrate(store.alias, "0004_facts_by_leaf")

        assert before == fact(1)
        assert store.facts(leaf(1).leaf_hash) == fact(1)


def test_statements_around_requests_are_found_by_an_index_of_their_own(tmp_path: Path) -> None:
    call = replace(fact(1), type="call")
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0014_marked_documents")
        growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1, type_="call")])
        store.commit(StepCommit(growths=[growth], new_facts=[fact(0), call]))

        migrate(store.alias, "0022_facts_of_assessments")

        assert list(store.facts_of_types(OWN, {"call"})) == [call]
        cursor = connections[store.alias].cursor()
        for types in (["call"], ["concern", "dispute", "reply"]):
            question = facts_of_types_question(len(types))
            cursor.execute(f"EXPLAIN QUERY PLAN {question}", [str(OWN), *types])
            plan = " ".join(row[-1] for row in cursor.fetchall())
            # Rows of the other types are not read: a queue asks this of every pair.
            assert "store_facts_conduct (log_id=? AND type=?)" in plan


def test_checks_answered_before_this_was_noted_are_shown_as_answered(tmp_path: Path) -> None:
    asked = leaf(0, type_="check")
    answers = [replace(leaf(n, type_="check"), ref=asked.leaf_hash, time=NOW) for n in (2, 3)]
    refused = replace(leaf(1, type_="check", verdict="invalid"), ref=asked.leaf_hash)
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0004_facts_by_leaf")
        growth = LogGrowth(origin=OWN, leaves=[asked, refused, *answers])
        facts = replace(fact(0), leaf_hash=asked.leaf_hash, type="check")
        store.commit(StepCommit(growths=[growth], new_facts=[facts]))

        migrate(store.alias, "0005_answered_checks")

        assert store.facts(asked.leaf_hash) == replace(facts, answered_at=NOW)


def test_file_numbers_are_read_off_the_bodies_that_an_old_store_holds(tmp_path: Path) -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    body: JsonObject = {"desk": "Desk 1", "file_number": "B-9"}
    taken: JsonObject = {"access": "direct", "tlp": "amber"}
    cast.bob.send("acknowledgement", taken, body=body, ref=request)
    cast.settle()
    whole, own = cast.alice.services.store, cast.alice.pair.own
    logs = {origin: list(whole.iterate_leaves(origin)) for origin in (own, own.reverse)}
    hashes = [leaf.leaf_hash for leaves in logs.values() for leaf in leaves]
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0006_casework")
        for origin, leaves in logs.items():  # as an older version wrote them: no file numbers
            store.restore_log(origin, leaves, list(whole.bodies(hashes).values()))

        migrate(store.alias, "0007_filings")

        assert store.all_filings() == whole.all_filings()
        assert len(store.all_filings()) == 2


def test_what_was_filed_before_is_found_without_its_spaces(tmp_path: Path) -> None:
    filing = FilingRecord(
        leaf_hash=leaf(0).leaf_hash,
        origin=OWN,
        index=0,
        about=leaf(0).leaf_hash,
        file_number="AB 12/3",
        title="Two  words",
    )
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0009_imported_cases")
        growth = LogGrowth(origin=OWN, leaves=[leaf(0)])
        store.commit(StepCommit(growths=[growth], new_facts=[fact(0)], filings=[filing]))
        as_before = "UPDATE store_filing SET words = 'ab 12/3 two words'"
        connections[store.alias].cursor().execute(as_before)
        assert list(store.find_filings("ab12/3", limit=9)) == []

        migrate(store.alias, "0010_search_without_spaces")

        for wanted in ("ab12/3", "AB 12/3", "twowords"):
            assert list(store.find_filings(wanted, limit=9)) == [filing]


@pytest.mark.parametrize("name", EVERY_MIGRATION)
def test_what_was_stored_at_any_version_is_there_at_the_newest(name: str, tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, name)
        growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1), leaf(2)])
        store.commit(StepCommit(growths=[growth], checkpoints=[head(3)]))

        ensure_schema(store.alias)

        assert list(store.iterate_leaves(OWN)) == [leaf(0), leaf(1), leaf(2)]
        assert store.checkpoint(OWN) == head(3)
        assert is_current(store.alias)


def migrate(alias: str, name: str) -> None:
    executor = MigrationExecutor(connections[alias])
    executor.migrate([("store", name)])


def test_a_store_of_before_keeps_its_leaves_and_can_note_hold_and_hand_over(
    tmp_path: Path,
) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0016_facts_of_dialogue")
        growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1)])
        store.commit(StepCommit(growths=[growth], checkpoints=[head(2)]))

        ensure_schema(store.alias)

        assert list(store.iterate_leaves(OWN)) == [leaf(0), leaf(1)]
        assert store.checkpoint(OWN) == head(2)
        assert (store.last_audit(), list(store.drafts())) == (None, [])
        noted = store.append_audit(b"first", kind="")
        store.save_handover(digest_of(b"said"), b"said")
        assert store.last_audit() == noted
        assert store.handover(digest_of(b"said")) == b"said"


def test_what_was_noted_stays_when_drafts_and_hand_overs_come(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0017_audit")
        noted = store.append_audit(b"first", kind="gap")
        store.save_verifier("ada", Verifier(salt=b"s" * 16, stretched=b"h" * 32))

        ensure_schema(store.alias)

        assert list(store.audit_of_kinds({"gap"})) == [noted]
        with pytest.raises(DatabaseError, match="only grows"):
            store.run("DELETE FROM store_auditentry")


def test_a_pair_of_before_stays_when_sendings_are_remembered(tmp_path: Path) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        migrate(store.alias, "0020_conduct_by_type")
        store.open_pair(PairRecord(own=OWN, opened_at=NOW))

        ensure_schema(store.alias)

        assert store.pair(OWN) == PairRecord(own=OWN, opened_at=NOW)
        assert list(store.sendings(OWN)) == []


def test_requests_of_before_count_as_changed_when_they_were_last_about_something(
    tmp_path: Path,
) -> None:
    with sqlite_store(tmp_path / "store.sqlite3") as store:
        row = case(1)
        mark = CaseworkMark(own=OWN)
        store.save_casework(CaseworkChange(before=mark, after=mark, cases=[row]))
        migrate(store.alias, "0025_second_factors")

        migrate(store.alias, "0027_changed_cases")

        def changed(since: datetime) -> list[CaseRecord]:
            return list(store.cases_after(CaseQuestion(changed_since=since, limit=9)))

        assert changed(row.last_at) == [row]
        assert changed(row.last_at + timedelta(seconds=1)) == []
