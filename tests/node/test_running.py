"""Two whole nodes over HTTPS: what runs, stays small, survives a kill, and ends when told."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.node.two_nodes import Pair, agree, await_true, running

IDLE_PSS_KB = 150 * 1024


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with running(tmp_path_factory.mktemp("nodes")) as made:
        agree(made)
        yield made


def test_a_statement_is_receipted_over_the_line(pair: Pair) -> None:
    said = pair.alice.do("check", "bob.example", "--until-receipted")

    assert said["received_at"] == "2026-01-05T08:00:00Z"


def test_an_idle_node_is_small(pair: Pair) -> None:
    rollup = Path(f"/proc/{pair.processes['alice.example'].pid}/smaps_rollup")
    if not rollup.exists():
        pytest.skip("this system does not tell")
    httpx.get(pair.pages(pair.alice), trust_env=False)
    (pss,) = [line for line in rollup.read_text().splitlines() if line.startswith("Pss:")]

    assert int(pss.split()[1]) < IDLE_PSS_KB
    children = Path(f"/proc/{pair.processes['alice.example'].pid}/task")
    found = [(task / "children").read_text() for task in children.iterdir()]
    assert "".join(found) == ""  # one process: that was all of it


def test_a_receiver_killed_before_it_answers_has_one_copy_and_one_receipt(pair: Pair) -> None:
    pair.end(pair.bob, signal.SIGTERM)
    leaf = pair.alice.do("check", "bob.example", "--ticket", "while-down")["leaf"]
    pair.start(pair.bob)
    pair.end(pair.bob, signal.SIGKILL)
    pair.start(pair.bob)

    pair.alice.do("deliver", "--all")

    await_true(lambda: bool(pair.alice.do("show", leaf)["received_at"]))
    held = [one for one in pair.bob.do("inbox", "--all")["statements"] if one["leaf"] == leaf]
    assert len(held) == 1


def test_a_second_node_of_the_same_home_does_not_start(pair: Pair) -> None:
    run = pair.alice.run("serve")

    assert run.exit == 1
    assert "another process" in run.err


def test_the_page_shows_the_record_and_lets_nothing_else_in(pair: Pair) -> None:
    pair.alice.do("check", "bob.example", "--until-receipted")  # whatever ran before this test
    answer = httpx.get(pair.pages(pair.alice), trust_env=False)

    assert answer.status_code == 200
    assert "Demonstration, fictional parties" in answer.text
    assert "communication check" in answer.text
    assert "servanda verify" in answer.text
    assert "<script" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_page_is_given_in_chinese(pair: Pair) -> None:
    chosen = httpx.get(pair.pages(pair.alice), params={"lang": "zh-Hans"}, trust_env=False)
    wished = httpx.get(
        pair.pages(pair.alice), headers={"accept-language": "zh-CN,zh;q=0.9"}, trust_env=False
    )

    for answer in (chosen, wished):
        assert "演示，当事方均为虚构" in answer.text
        assert 'lang="zh-Hans"' in answer.text


def test_the_stylesheets_are_ours_and_nothing_else_is_served(pair: Pair) -> None:
    base = pair.pages(pair.alice)
    sheets = re.findall(r'rel="stylesheet" href="/([^"]+)"', httpx.get(base, trust_env=False).text)

    assert "static/page.css" in sheets
    for path in sheets:
        assert httpx.get(base + path, trust_env=False).status_code == 200
    for path in ("static/../settings.py", "static/", "admin/", "servanda/1/envelopes"):
        assert httpx.get(base + path, trust_env=False).status_code == 404


def test_another_site_cannot_reach_the_page_through_a_name_of_its_own(pair: Pair) -> None:
    answer = httpx.get(pair.pages(pair.alice), headers={"host": "mallory.example"}, trust_env=False)

    assert answer.status_code == 400


def test_a_form_from_elsewhere_is_not_taken(pair: Pair) -> None:
    assert httpx.post(pair.pages(pair.alice), trust_env=False).status_code == 403


def test_a_node_told_to_end_ends_and_takes_its_note_away(pair: Pair) -> None:
    assert pair.end(pair.alice, signal.SIGTERM) == 0

    assert not (pair.alice.folder / "ready.json").exists()
    pair.start(pair.alice)
    assert json.loads((pair.alice.folder / "ready.json").read_bytes())["pid"] > 0
