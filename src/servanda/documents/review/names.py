"""Names of the figures, of their values and of the codes in them, in both languages.

`figures.json` has codes alone. A test computes the figures and holds that no value of any of
them is without a name. A code of a counterpart that has none stands for itself.

Source: docs/reference/figures.md; docs/glossary.md.
"""

from collections.abc import Mapping
from typing import TypeAlias

from servanda.core.canonical import JsonValue

Names: TypeAlias = Mapping[str, str]

FIGURE_TITLES: Mapping[str, Names] = {
    "en": {
        "T1": "Requests received",
        "T2": "Acknowledged in time",
        "T4": "Answered in time",
        "T8": "Open, overdue, age",
        "Q1": "Outcomes",
    },
    "zh-Hans": {
        "T1": "收到的请求",
        "T2": "按时受理确认",
        "T4": "按时答复",
        "T8": "未办结、逾期与时长",
        "Q1": "办理结果",
    },
}

# By the value's name; after a figure's name where that figure means something of its own.
VALUE_NAMES: Mapping[str, Names] = {
    "en": {
        "T1.count": "received",
        "reopened": "reopened (beside)",
        "undeliverable": "undeliverable (beside)",
        "d": "due",
        "n": "in time",
        "rate": "in time, per mille",
        "carried_d": "due, received earlier",
        "carried_n": "in time, received earlier",
        "reopened_d": "due, reopened",
        "reopened_n": "in time, reopened",
        "lapsed": "lapsed",
        "no_deadline": "no deadline",
        "withdrawn": "withdrawn",
        "held": "postponed, on hold",
        "not_due": "not due yet",
        "open": "open",
        "overdue": "overdue",
        "T8.rate": "overdue, per mille",
        "age_p50": "median age, seconds",
        "age_largest": "largest age, seconds",
        "postponed": "postponed",
        "fulfilled_full": "fulfilled in full",
        "fulfilled_part": "fulfilled in part",
        "nil_return": "nothing found",
        "conditional": "fulfilled under conditions",
        "transferred": "transferred",
        "refused_full": "refused in full",
        "refused_part": "refused in part",
        "not_competent": "not competent",
        "duplicate": "duplicate",
    },
    "zh-Hans": {
        "T1.count": "收到",
        "reopened": "重新开启(另计)",
        "undeliverable": "无法送达(另计)",
        "d": "到期",
        "n": "按时",
        "rate": "按时千分比",
        "carried_d": "到期(此前收到)",
        "carried_n": "按时(此前收到)",
        "reopened_d": "到期(重新开启)",
        "reopened_n": "按时(重新开启)",
        "lapsed": "失效",
        "no_deadline": "无时限",
        "withdrawn": "已撤回",
        "held": "延缓中",
        "not_due": "尚未到期",
        "open": "未办结",
        "overdue": "逾期",
        "T8.rate": "逾期千分比",
        "age_p50": "时长中位数(秒)",
        "age_largest": "最长时长(秒)",
        "postponed": "已延缓",
        "fulfilled_full": "全部办结",
        "fulfilled_part": "部分办结",
        "nil_return": "查无结果",
        "conditional": "附条件办理",
        "transferred": "已移交",
        "refused_full": "全部拒绝",
        "refused_part": "部分拒绝",
        "not_competent": "无权办理",
        "duplicate": "重复请求",
    },
}

# What stands where there is no number, and the codes of the cells.
CODE_NAMES: Mapping[str, Names] = {
    "en": {
        "no_items": "no items",
        "not_reached": "not reached",
        "all": "all",
        "information_request": "information request",
        "preservation": "preservation",
        "mitigation": "mitigation",
        "investigation": "investigation",
        "routine": "routine",
        "urgent": "urgent",
        "emergency": "emergency",
    },
    "zh-Hans": {
        "no_items": "无项目",
        "not_reached": "未达到",
        "all": "全部",
        "information_request": "信息请求",
        "preservation": "数据保全",
        "mitigation": "处置请求",
        "investigation": "协查请求",
        "routine": "一般",
        "urgent": "紧急",
        "emergency": "特急",
    },
}


def figure_title(figure: str, *, language: str) -> str:
    """Return what a figure is called; an unknown one by its own name."""
    return _of(FIGURE_TITLES, language).get(figure, figure)


def value_name(figure: str, value: str, *, language: str) -> str:
    """Return what a value of a figure is called; an unknown one by its own name."""
    names = _of(VALUE_NAMES, language)
    return names.get(f"{figure}.{value}") or names.get(value, value)


def code_name(code: JsonValue, *, language: str) -> str:
    """Return a number as it is and a code by its name; an unknown one stands for itself."""
    return _of(CODE_NAMES, language).get(str(code), str(code))


def _of(names: Mapping[str, Names], language: str) -> Names:
    return names.get(language, names["en"])
