"""The words of the brief for its editions, and for what they leave out, in both languages."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "question_public": "Were words followed by actions from {since} to {until}?",
    "no_rounds_in_period": "No round was held in this period.",
    "rounds_held_somewhere": "Rounds held: {count}; the last began on {day}.",
    "round_of": "the round of {day}",
    "not_shown": "not shown here",
    "untranslated": "{text} [{language}; there is no English text]",
    "delegation_changed": (
        "{round}: {party} named other people than before, {count} times. "
        "Those named last are shown."
    ),
    "seat_since": "Since",
    "next_round_due": "Next round due: {series}",
    "deliverables_overdue_count": "{count} deliverables are overdue.",
    "left_out": "Left out of this edition because of {marking}: {count} statements.",
    "cut_off": "{caption} (the first {shown} of {count})",
    "further": "The page, continued",
    "left_out_room": (
        "{count} further sentences have no room on this page; the joint edition has them."
    ),
    "handling_green": "the marking TLP:GREEN",
    "handling_amber": "the marking TLP:AMBER",
    "handling_amber_strict": "the marking TLP:AMBER+STRICT",
    "handling_red": "the marking TLP:RED",
    "handling_evidential_with_consent": "the use limit: evidence with the author's consent",
    "handling_investigative": "the use limit: the investigation alone",
    "handling_intelligence_only": "the use limit: intelligence alone",
    "handling_as_stated": "the handling code: only as its text states",
    "handling_no_judicial_use": "the handling code: no judicial use",
    "handling_no_onward": "the handling code: no onward transmission",
    "handling_originator_control": "the handling code: its author controls where it goes",
    "handling_prevention_only": "the handling code: for the prevention of crime alone",
}

CHINESE: Mapping[str, str] = {
    "question_public": "{since} 至 {until} 期间，言语之后是否有行动？",
    "no_rounds_in_period": "此期间没有举行轮次。",
    "rounds_held_somewhere": "已举行 {count} 轮；最近一轮于 {day} 开始。",
    "round_of": "{day} 的轮次",
    "not_shown": "此处不显示",
    "untranslated": "{text} [{language}；没有中文文本]",
    "delegation_changed": "{round}：{party} 更改出席人员 {count} 次。此处列出最后写明者。",
    "seat_since": "自",
    "next_round_due": "下一轮期限：{series}",
    "deliverables_overdue_count": "{count} 项落实事项逾期。",
    "left_out": "因{marking}，本版本未列入 {count} 份声明。",
    "cut_off": "{caption}（前 {shown} 项，共 {count} 项）",
    "further": "首页续",
    "left_out_room": "另有 {count} 句因篇幅未列入本页；共同版载有这些内容。",
    "handling_green": "标记 TLP:GREEN",
    "handling_amber": "标记 TLP:AMBER",
    "handling_amber_strict": "标记 TLP:AMBER+STRICT",
    "handling_red": "标记 TLP:RED",
    "handling_evidential_with_consent": "使用限制：经提供方同意方可作证据",
    "handling_investigative": "使用限制：仅限侦查",
    "handling_intelligence_only": "使用限制：仅限情报使用",
    "handling_as_stated": "处理代码：仅按文本所述",
    "handling_no_judicial_use": "处理代码：不得用于司法程序",
    "handling_no_onward": "处理代码：不得转交",
    "handling_originator_control": "处理代码：去向由来源方控制",
    "handling_prevention_only": "处理代码：仅限预防犯罪",
}
