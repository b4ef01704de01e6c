"""The demonstration that stays up has a person for each role at both desks, and says so."""

import json
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from servanda.core.people.roles import Role
from servanda.simulation.demo.accounts import PASSPHRASE, account_names, give_accounts, who_acts
from servanda.simulation.demo.acts.registry import ACTS
from servanda.simulation.demo.stage import NORTHMARK, PARTIES, Stage

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    played = Stage(folder=tmp_path_factory.mktemp("demo") / "servanda-demo", say=lambda _: None)
    try:
        played.folder.mkdir()
        played.load_record()
        ACTS[0].play(played)
        give_accounts(played)
        yield played
    finally:
        played.stop_nodes()


def test_there_is_one_account_for_each_role() -> None:
    assert sorted(account_names()) == sorted(str(role.value) for role in Role)


@pytest.mark.parametrize("party", PARTIES)
def test_each_desk_has_them_and_none_waits_for_a_second_person(stage: Stage, party: str) -> None:
    listed = stage.verb(party, "staff", "list", *who_acts(stage, "auditor"))
    waiting = stage.verb(party, "staff", "changes", *who_acts(stage, "auditor"))

    assert {one["name"]: one["roles"] for one in listed["persons"]} == {
        name: [name] for name in account_names()
    }
    assert waiting["waiting"] == []


def test_giving_them_again_changes_nothing(stage: Stage) -> None:
    before = stage.verb(NORTHMARK, "staff", "list", *who_acts(stage, "auditor"))["persons"]

    give_accounts(stage)

    assert stage.verb(NORTHMARK, "staff", "list", *who_acts(stage, "auditor"))["persons"] == before


@pytest.mark.parametrize("party", PARTIES)
def test_one_signs_in_with_what_is_printed(stage: Stage, party: str) -> None:
    address = json.loads((stage.home(party) / "ready.json").read_bytes())["pages"]
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))

    page = signed_in(visitor, address, name="officer")

    assert "<strong>officer</strong>" in page
    assert "Demonstration, fictional parties" in page


def test_the_passphrase_lies_in_a_file_that_its_owner_alone_reads(stage: Stage) -> None:
    file = stage.folder / "demonstration-passphrase"

    assert file.read_text(encoding="utf-8").strip() == PASSPHRASE
    assert file.stat().st_mode & 0o077 == 0


def signed_in(visitor: OpenerDirector, address: str, *, name: str) -> str:
    """Return the page that signing in leads to."""
    with visitor.open(f"{address}sign-in?lang=en") as asked:
        token = FORM_TOKEN.search(asked.read().decode())
    assert token is not None
    form = {"name": name, "passphrase": PASSPHRASE, "next": "/work?lang=en"}
    sent = urlencode({**form, "csrfmiddlewaretoken": token[1]}).encode()
    with visitor.open(f"{address}sign-in?lang=en", data=sent) as answer:
        page: bytes = answer.read()
    return page.decode()
