"""The words of the joint summary of outcomes, in both languages."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "summary_title": "Joint summary of outcomes",
    "summary_question": "What did each side publish, and in which text does each point stand?",
    "summary_silent": "{round} ({day}): {party} has published nothing that is known here.",
    "summary_both": "{round} ({day}): {count} points stand in both texts.",
    "summary_only": "{round} ({day}): {count} points stand only in the text of {party}.",
    "summary_not_said": (
        "{round} ({day}): {count} points of the text of {party} are not among those of the other "
        "text that are here; that text is not here whole."
    ),
    "summary_round": "{round}, {day}",
    "summary_text": (
        "{party} names {held} as the day of the round and published its text on {released}. Its "
        "text is authentic in {language}."
    ),
    "summary_excerpt": (
        "{party} names {held} as the day of the round and published on {released}. Its text is "
        "authentic in {language}; it is not here whole, so nothing is said about what it lacks."
    ),
    "summary_none": "{party} names {held} as the day of the round. No text of it is here.",
    "translation_of": "Translation of the text of {party}, not authoritative",
    "other_silent": "the other side has not published",
    "language_en": "English",
    "language_zh-Hans": "Simplified Chinese",
}

CHINESE: Mapping[str, str] = {
    "summary_title": "成果联合摘要",
    "summary_question": "双方各公布了什么，每一点见于哪一文本？",
    "summary_silent": "{round}（{day}）：此处未见 {party} 公布任何内容。",
    "summary_both": "{round}（{day}）：{count} 点见于双方文本。",
    "summary_only": "{round}（{day}）：{count} 点仅见于 {party} 的文本。",
    "summary_not_said": (
        "{round}（{day}）：{party} 文本中有 {count} 点不在此处所有的另一文本之内；"
        "另一文本此处不完整。"
    ),
    "summary_round": "{round}，{day}",
    "summary_text": "{party} 称该轮日期为 {held}，于 {released} 公布文本。其文本以{language}为准。",
    "summary_excerpt": (
        "{party} 称该轮日期为 {held}，于 {released} 公布。其文本以{language}为准；"
        "此处没有全文，因此不说明其中缺少什么。"
    ),
    "summary_none": "{party} 称该轮日期为 {held}。此处没有其文本。",
    "translation_of": "{party} 文本的译文，不具权威性",
    "other_silent": "另一方尚未公布",
    "language_en": "英文",
    "language_zh-Hans": "简体中文",
}
