"""Chinese expressions of time are read in Chinese texts."""

from datetime import date

import pytest

from servanda.evidence.times.grammar.chinese import chinese_number
from tests.evidence.times.reading_texts import values_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("双方于2031年9月24日签署协议。", ["2031-09-24"]),
        ("双方于二〇三一年九月二十四日签署协议。", ["2031-09-24"]),
        ("会谈于12月1日至2日举行。", ["2031-12-01/2031-12-02"]),
        ("9月，双方达成一致。", ["2031-09"]),
        ("发言人上周三表示。", ["2031-10-29"]),
        ("双方本周会晤。", ["2031-W45"]),
        ("双方下个月会晤。", ["2031-12"]),
        ("去年9月达成的协议。", ["2030-09"]),
        ("两周后再谈。", ["2031-W47"]),
        ("会谈持续了三天。", ["P3D"]),
    ],
)
def test_a_chinese_expression_has_its_value(text: str, values: list[str]) -> None:
    assert values_of(text) == values


def test_a_weekday_of_last_week_is_of_that_week_even_on_a_sunday() -> None:
    assert values_of("上周三", written=date(2031, 11, 9)) == ["2031-10-29"]


@pytest.mark.parametrize("text", ["13月", "2月30日", "零月", "三千零九月"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert all("-13" not in value and "-02-30" not in value for value in values_of(text))


@pytest.mark.parametrize(("text", "number"), [("十", 10), ("十二", 12), ("二十", 20), ("9", 9)])
def test_a_number_in_characters_is_a_number(text: str, number: int) -> None:
    assert chinese_number(text) == number
