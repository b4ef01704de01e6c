"""Every page of the menu: served to readers alone, in both languages, linked from each other."""

import subprocess
import sys
from pathlib import Path

import pytest

from servanda.core.people.page_table import PAGE_TABLE
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.navigation import page_links
from servanda.node.urls import page_routes
from tests.interfaces.cli.homes import Desk

ASK = """
import sys
import django
django.setup()
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
for path in sys.argv[1:]:
    for language in ("en", "zh-Hans"):
        answer = client.get(path, {"lang": language})
        policy = answer["Content-Security-Policy"]
        print(answer.status_code, client.post(path).status_code, policy != "")
        print(answer.content.decode())
        print("=====")
"""


def test_every_page_of_the_menu_has_a_route_and_every_route_is_in_the_menu() -> None:
    links = {(link.name, link.path.lstrip("/")) for link in page_links(language="en")}
    routes = {(str(route.name), str(route.pattern)) for route in page_routes}

    assert links == {route for route in routes if route[0] in PAGE_TABLE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_title_of_its_own(language: str) -> None:
    titles = [link.title for link in page_links(language=language)]

    assert len(set(titles)) == len(titles)


def test_each_page_is_served_read_only_and_leads_to_all_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "alice", "alice.example")
    desk.do("init", desk.party, "--mode", "exercise", "--at", "2026-01-05T08:00:00Z")
    paths = [link.path for link in page_links(language="en")]
    done = subprocess.run(
        [sys.executable, "-c", ASK, *paths],
        env={**desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    answers = done.stdout.decode().split("=====\n")[:-1]

    assert len(answers) == len(paths) * len(LANGUAGES)
    for number, answer in enumerate(answers):
        head, _, page = answer.partition("\n")
        assert head == "200 405 True"
        language = LANGUAGES[number % len(LANGUAGES)]
        assert f'<html lang="{language}">' in page
        assert page.count('aria-current="page"') == 1
        for path in paths:
            assert f'href="{path}?lang={language}"' in page
        assert "<script" not in page
        assert "style=" not in page


REAL = """
import django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(HTTP_HOST="127.0.0.1")
print(settings.SESSION_COOKIE_NAME)
for path in ("/", "/audit", "/sign-in"):
    answer = client.get(path, {"lang": "en"})
    print(answer.status_code, "staff add ada" in answer.content.decode())
"""


def test_a_real_desk_without_persons_shows_how_to_add_the_first_and_nothing_else(
    tmp_path: Path,
) -> None:
    names = set()
    for party in ("alice.example", "bob.example"):
        desk = Desk(tmp_path / party, party)
        desk.do("init", desk.party, "--no-https")
        done = subprocess.run(
            [sys.executable, "-c", REAL],
            env={**desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
            capture_output=True,
            timeout=60,
            check=True,
        )
        name, *answers = done.stdout.decode().splitlines()
        names.add(name)
        assert answers == ["403 True", "403 True", "302 False"]

    assert len(names) == 2, "browsers keep cookies by host, and both nodes are on this one"
