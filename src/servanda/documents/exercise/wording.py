"""The words of the after-action report, in each language."""

from collections.abc import Mapping
from typing import Final

# Both languages, whatever the page is in: nobody shall take it for a real affair.
BANNER: Final = "EXERCISE: nothing here is a real affair. 演练：此处内容均非真实事务。"

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "After-action report",
        "scenario": "Scenario",
        "parties": "Parties",
        "started": "Start",
        "at": "As of",
        "accord": "Accord of the exercise",
        "injects": "Injects, and what they brought about",
        "inject": "Inject",
        "played": "Played",
        "expected": "Expected",
        "party": "From whom",
        "due": "Due",
        "came": "Received",
        "result": "Result",
        "not_played": "not played",
        "in_time": "in time",
        "late": "late",
        "missed": "missed",
        "open": "open",
        "not_begun": "not begun",
        "checks": "Communication checks missed",
        "items": "Proposed to be mended",
        "test": "Seen to be mended when",
        "because": "Shown by",
        "none": "none",
    },
    "zh-Hans": {
        "title": "演练后报告",
        "scenario": "演练场景",
        "parties": "当事方",
        "started": "开始",
        "at": "截至",
        "accord": "演练协定",
        "injects": "情节注入及其结果",
        "inject": "情节注入",
        "played": "注入时间",
        "expected": "应有",
        "party": "应由何方",
        "due": "截止时间",
        "came": "收到",
        "result": "结果",
        "not_played": "未注入",
        "in_time": "按时",
        "late": "逾期",
        "missed": "未做",
        "open": "未到期",
        "not_begun": "未开始",
        "checks": "未通过的通联测试",
        "items": "建议改进",
        "test": "视为已改进的标准",
        "because": "依据",
        "none": "无",
    },
}
