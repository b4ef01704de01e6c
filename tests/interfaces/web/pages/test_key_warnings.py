"""The node's page says when our keys end, before it and loudly after it, in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interfaces.cli.homes import Desk

# The page as the node serves it, without a port.
ASK = """
import django
django.setup()
from django.test import Client
print(Client(HTTP_HOST="127.0.0.1").get("/?lang={language}").content.decode())
"""


def page_of(desk: Desk, *, language: str = "en") -> str:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(language=language)],
        env={**desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "alice", "alice.example")
    made.do("init", made.party, "--mode", "exercise", "--at", "2026-01-05T08:00:00Z")
    return made


def test_a_page_says_nothing_of_keys_that_last(desk: Desk) -> None:
    assert "keys rotate sheet" not in page_of(desk)


@pytest.mark.parametrize(
    ("now", "english", "chinese"),
    [
        ("2027-12-20T08:00:00Z", "Our keys expire soon", "我方密钥即将过期"),
        ("2028-01-05T08:00:00Z", "Our keys have expired", "我方密钥已过期"),
    ],
)
def test_a_page_warns_before_the_expiry_and_is_loud_after_it(
    desk: Desk, now: str, english: str, chinese: str
) -> None:
    desk.do("clock", "set", now)

    assert english in page_of(desk)
    assert chinese in page_of(desk, language="zh-Hans")
    assert 'role="alert"' in page_of(desk)
    assert "servanda keys rotate sheet" in page_of(desk)
