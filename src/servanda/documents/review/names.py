"""What a reader is shown for the codes of the figures: names of figures, cells and values.

A code of a counterpart that has no name stands for itself. A test computes the figures and holds
that no value of any of them is without a name.

Source: docs/reference/figures.md; docs/glossary.md.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias, TypeVar

from servanda.core.canonical import JsonValue
from servanda.documents import code_names
from servanda.documents.review.value_names import VALUE_NAMES

Names: TypeAlias = Mapping[str, str]

Named = TypeVar("Named")

FIGURE_TITLES: Mapping[str, Names] = {
    "en": {
        "T1": "Requests received",
        "T2": "Acknowledged in time",
        "T3": "Decided in time",
        "T4": "Answered in time",
        "T4x": "Answered in time, if extended",
        "T5": "Gross time to answer",
        "T6": "Net time to answer",
        "T7": "Lateness",
        "T8": "Open, overdue, age",
        "T9": "Service levels",
        "T10": "Update duty",
        "T11": "Extensions",
        "T12": "Pauses, by whom they are charged to",
        "T13": "Duties of the requester",
        "T14": "Escalation by telephone",
        "T15": "Carriage: time on the way",
        "T16": "Marks",
        "Q1": "Outcomes",
        "Q2": "Fulfilled in full",
        "Q2p": "Fulfilled, part included",
        "Q3": "Refused, by ground",
        "Q4": "Items met",
        "Q5": "Right first time",
        "Q6": "Clarification rounds",
        "Q7": "Usefulness",
        "Q8": "Defects",
        "Q9": "Effects",
        "Q10": "Reopened",
        "Q11": "Asked again after a refusal",
        "Q12": "Information given and received",
    },
    "zh-Hans": {
        "T1": "收到的请求",
        "T2": "按时受理确认",
        "T3": "按时决定",
        "T4": "按时答复",
        "T4x": "按时答复（计延期）",
        "T5": "答复总用时",
        "T6": "答复净用时",
        "T7": "迟延",
        "T8": "未办结、逾期与时长",
        "T9": "服务水平",
        "T10": "进展通报义务",
        "T11": "延期",
        "T12": "中止计时（按计入方）",
        "T13": "请求方的义务",
        "T14": "热线升级",
        "T15": "传送用时",
        "T16": "标记",
        "Q1": "办理结果",
        "Q2": "全部办结",
        "Q2p": "办结（含部分）",
        "Q3": "拒绝（按理由）",
        "Q4": "事项落实",
        "Q5": "一次合格",
        "Q6": "澄清轮次",
        "Q7": "有用程度",
        "Q8": "缺陷",
        "Q9": "效果",
        "Q10": "重新开启",
        "Q11": "遭拒后再次请求",
        "Q12": "信息通报（双向）",
    },
}

# What stands where there is no number, and the codes of the cells.
CODE_NAMES: Mapping[str, Names] = {
    "en": {
        **code_names.CODE_NAMES["en"],
        "no_items": "no items",
        "not_reached": "not reached",
        "met": "met",
        "not_met": "not met",
        "request": "call about a request",
        "urgent_case": "call about an urgent case",
    },
    "zh-Hans": {
        **code_names.CODE_NAMES["zh-Hans"],
        "no_items": "无项目",
        "not_reached": "未达到",
        "met": "达到",
        "not_met": "未达到水平",
        "request": "就请求的通话",
        "urgent_case": "就紧急案件的通话",
    },
}

# What is shown beside the items of the period, by what its values' names begin with.
BESIDE_NAMES: Mapping[str, Names] = {
    "en": {"carried_": "{name} (of earlier periods)", "reopened_": "{name} (reopened)"},
    "zh-Hans": {"carried_": "{name}（此前期间）", "reopened_": "{name}（重新开启）"},
}

# The units of time from the largest on, with their seconds; the last is always shown.
_UNITS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "en": ((86_400, " d"), (3_600, " h"), (60, " min"), (1, " s")),
    "zh-Hans": ((86_400, "天"), (3_600, "小时"), (60, "分"), (1, "秒")),
}
_SHOWN_UNITS = 2
_MINUTE = 60

# Values in seconds, by how their names end and by figure.
_SECONDS = ("p50", "p80", "p90", "largest")
_CHARGED = frozenset(("requester", "disputed", "neither", "responder", "lasting_seconds"))

# What a row begins with; all else follows in the order of `VALUE_NAMES`.
_FIRST = ("hours", "percent", "count", "open", "overdue", "d", "n", "rate", "level")

# Figures with a count for each of many codes: those that are 0 say nothing.
_COUNTING = frozenset(("Q1", "Q12"))


_PLACES: Mapping[str, int] = {name: place for place, name in enumerate(VALUE_NAMES["en"])}


def figure_title(figure: str, *, language: str) -> str:
    """Return what a figure is called; an unknown one by its own name."""
    return _of(FIGURE_TITLES, language).get(figure, figure)


def value_name(figure: str, value: str, *, language: str) -> str:
    """Return what a value of a figure is called; an unknown one by its own name."""
    names = _of(VALUE_NAMES, language)
    found = names.get(f"{figure}.{value}") or names.get(value)
    if found:
        return found
    for prefix, pattern in _of(BESIDE_NAMES, language).items():
        if value.startswith(prefix):
            rest = value.removeprefix(prefix)
            return pattern.format(name=value_name(figure, rest, language=language))
    return value


def code_name(code: JsonValue, *, language: str) -> str:
    """Return a number as it is and a code by its name; an unknown one stands for itself."""
    return _of(CODE_NAMES, language).get(str(code), str(code))


def shown_values(
    figure: str, values: Mapping[str, JsonValue], *, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the name of each value of a row and how it is shown, seconds in larger units, too.

    What the figure says comes first, then what is left out, then what stands beside.
    """
    for name, value in sorted(values.items(), key=lambda each: _place(figure, each[0])):
        if value == 0 and figure in _COUNTING:
            continue
        shown = code_name(value, language=language)
        if isinstance(value, int) and _is_in_seconds(figure, name):
            shown = duration_words(value, language=language)
            if value >= _MINUTE:
                shown = f"{shown} ({value} s)"
        yield value_name(figure, name, language=language), shown


def duration_words(seconds: int, *, language: str) -> str:
    """Return a stretch of time in its two largest units, rounded down."""
    left, words = seconds, list[str]()
    for size, unit in _of(_UNITS, language):
        number, left = divmod(left, size)
        if number or (size == 1 and not words):
            words.append(f"{number}{unit}")
        if len(words) == _SHOWN_UNITS:
            break
    return " ".join(words)


def _place(figure: str, value: str) -> tuple[int, int, int]:
    """Return where a value stands in its row, the same in every language."""
    beside = [value.startswith(prefix) for prefix in BESIDE_NAMES["en"]]
    plain = value.removeprefix("carried_").removeprefix("reopened_")
    group = beside.index(True) + 1 if any(beside) else 0
    if plain in _FIRST:
        return (group, 0, _FIRST.index(plain))
    return (group, 1, _PLACES.get(f"{figure}.{plain}", _PLACES.get(plain, len(_PLACES))))


def _is_in_seconds(figure: str, value: str) -> bool:
    return value.endswith(_SECONDS) or (figure == "T12" and value in _CHARGED)


def _of(names: Mapping[str, Named], language: str) -> Named:
    return names.get(language, names["en"])
