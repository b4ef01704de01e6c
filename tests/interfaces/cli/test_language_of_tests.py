"""What one test asks for with `--lang` does not reach the next."""

import os

import pytest

from servanda.interfaces.cli.main import main
from servanda.interfaces.language import LANGUAGE_VARIABLE


def test_a_test_asks_for_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "zh-Hans", "--help"]) == 0
    assert os.environ[LANGUAGE_VARIABLE] == "zh-Hans"
    assert capsys.readouterr().out


def test_the_next_test_is_in_english_again() -> None:
    assert os.environ[LANGUAGE_VARIABLE] == "en"
