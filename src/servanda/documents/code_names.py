"""The words for codes that documents and the other interfaces show alike, in every language.

Source: docs/glossary.md.
"""

from collections.abc import Mapping

CODE_NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        # kinds and urgency of requests, and the rows of figures over all of them
        "all": "all",
        "information_request": "information request",
        "preservation": "preservation",
        "mitigation": "mitigation",
        "investigation": "investigation",
        "routine": "routine",
        "urgent": "urgent",
        "emergency": "emergency",
        # forms of information
        "news": "news",
        "findings": "findings",
        "indicators": "indicators",
        "incident": "incident",
    },
    "zh-Hans": {
        "all": "全部",
        "information_request": "信息请求",
        "preservation": "数据保全",
        "mitigation": "处置请求",
        "investigation": "协查请求",
        "routine": "一般",
        "urgent": "紧急",
        "emergency": "特急",
        "news": "消息",
        "findings": "调查结果",
        "indicators": "威胁指标",
        "incident": "事件",
    },
}
