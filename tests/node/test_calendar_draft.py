"""Drafts for two countries and more have the days of 2016 and 2026 that governments published."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from servanda.core.errors import InvalidInputError
from servanda.core.statements.calendar import TYPE
from servanda.interfaces.cli.main import main
from servanda.interfaces.cli.output import WRONG_USE
from servanda.node.country_days import country_days, zone_offsets
from servanda.usecases.accords.draft_calendar import draft_calendar


def drafted(country: str, zone: str | None, *years: int) -> dict[str, Any]:
    days = country_days(country, years=years)
    return dict(draft_calendar(days, years=years, offset_at=zone_offsets(country, zone)))


def test_china_in_2016_closes_the_national_week_and_opens_the_weekend_after() -> None:
    facts = drafted("CN", "Asia/Shanghai", 2016, 2016)

    october = [day for day in facts["closed"] if day.startswith("2016-10")]
    assert october == [f"2016-10-0{day}" for day in range(3, 8)]
    assert {"2016-10-08", "2016-10-09", "2016-02-06", "2016-02-14"} <= set(facts["opened"])
    assert facts["offsets"] == [{"from": "2016-01-01T00:00:00Z", "minutes": 480}]
    assert facts["weekend"] == [5, 6]


def test_the_united_states_in_2016_close_two_days_in_november_and_change_their_clocks() -> None:
    facts = drafted("US", "America/New_York", 2016, 2016)

    assert [day for day in facts["closed"] if "-11-" in day] == ["2016-11-11", "2016-11-24"]
    assert facts["opened"] == []
    assert facts["offsets"] == [
        {"from": "2016-01-01T00:00:00Z", "minutes": -300},
        {"from": "2016-03-13T07:00:00Z", "minutes": -240},
        {"from": "2016-11-06T06:00:00Z", "minutes": -300},
    ]


def test_a_country_with_one_zone_needs_none_named() -> None:
    facts = drafted("CZ", None, 2026, 2027)

    assert {"from": "2026-03-29T01:00:00Z", "minutes": 120} in facts["offsets"]
    assert {"2026-09-28", "2027-09-28", "2026-10-28"} <= set(facts["closed"])
    assert facts["complete_until"] == "2027-12-31"


def test_a_weekend_is_the_countrys_own() -> None:
    assert drafted("SA", None, 2026, 2026)["weekend"] == [4, 5]


@pytest.mark.parametrize(
    ("country", "zone"), [("XX", "UTC"), ("US", None), ("CN", "Nowhere/At_All"), ("CN", "../x")]
)
def test_an_unknown_country_or_zone_is_refused(country: str, zone: str | None) -> None:
    with pytest.raises(InvalidInputError, match="expected"):
        drafted(country, zone, 2026, 2026)


def test_a_weekend_that_changed_within_the_years_is_said() -> None:
    with pytest.raises(InvalidInputError, match="draft the years before and after"):
        country_days("AE", years=(2021, 2022))


def test_the_verb_writes_facts_that_can_be_said_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cn.json"
    call = ["calendar", "draft", "cn", "--years", "2016", "2016", "--zone", "Asia/Shanghai"]

    assert main([*call, "--out", str(file), "--json"]) == 0

    facts = json.loads(file.read_text())
    TYPE.facts.validate(facts)
    shown = json.loads(capsys.readouterr().out)
    assert shown["facts"] == facts
    assert shown["names"].keys() == set(facts["closed"])
    assert main([*call, "--out", str(file)]) == WRONG_USE
    assert json.loads(file.read_text()) == facts


def test_holidays_are_loaded_for_a_draft_alone() -> None:
    program = (
        "import sys, servanda.interfaces.cli.main, servanda.node.calendar_draft\n"
        "print('holidays' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )

    assert done.stdout.strip() == b"False"
