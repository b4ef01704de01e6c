"""The words of the brief in English and Simplified Chinese.

Terms are those of docs/glossary.md. Whole sentences only; nothing is joined from parts. A test
holds both languages to the same keys and the same places.
"""

from collections.abc import Mapping

from servanda.documents.brief import (
    assessments_wording,
    conduct_wording,
    edition_wording,
    matters_wording,
    summary_wording,
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Brief on the dialogue",
        "question": "Were words followed by actions?",
        "as_of": "State of",
        "parties": "Parties",
        "edition": "Edition",
        "party": "for one party",
        "joint": "joint",
        "public": "public",
        "rests_on": "Rests on",
        "grounds": "What the numbers stand for",
        "agreed": "Both sides hold this",
        "own": "One side's own finding",
        "published": "From public sources",
        "annex": "Annex",
        "sources": "Sources",
        "source": "Source",
        "address": "Address or title",
        "marks": (
            "Marks: [V] verified in a public copy, [V-rep] in a reprint or summary, "
            "[M] from memory, [S] proposed by Servanda."
        ),
        "example": "Example from public sources; no party has confirmed it",
        "mode_exercise": "Exercise: nothing here is a real affair",
        "mode_demonstration": "Demonstration, fictional parties",
        "numbers": "The numbers of the chart",
        "none": "Nothing is recorded.",
        # the page
        "no_rounds": "No round has been held.",
        "rounds_held": "Rounds held: {count}; the last began on {day} in {place}.",
        "cadence_latest": (
            "The last round was held on {day}: {drift} against the interval of {months} months "
            "last agreed."
        ),
        "cadence_worst": (
            "The largest drift of all rounds against the interval last agreed before them is "
            "{drift} ({round})."
        ),
        "cadence_differs": "The two sides name different days for {round}; both are shown.",
        "drift_late": "{days} days late",
        "drift_early": "{days} days early",
        "drift_on_day": "on the day due",
        "next_due": "The next round was due by {due}, {days} days before the day of this brief.",
        "next_ahead": "The next round is due by {due}.",
        "next_due_by_old": (
            "No interval is agreed for this series. By the one of the series that it replaced, "
            "the next round was due by {due}, {days} days before the day of this brief."
        ),
        "next_ahead_by_old": (
            "No interval is agreed for this series. By the one of the series that it replaced, "
            "the next round is due by {due}."
        ),
        "next_has_no_due": "For the next round nothing is due: no interval is agreed.",
        "series_suspended": (
            "{party} has suspended the series {series} since {since}; the days by which its "
            "rounds are due run on."
        ),
        "series_left": (
            "{party} has left the series {series} since {since}; the days by which its rounds "
            "are due run on."
        ),
        "accord_suspended": (
            "{party} has suspended the accord since {since}, and its series with it; the days by "
            "which rounds are due run on."
        ),
        "accord_left": (
            "{party} has left the accord since {since}, and its series with it; the days by which "
            "rounds are due run on."
        ),
        "suspended_before": (
            "Before {round} the series was suspended on {days} days; the day by which the round "
            "was due ran on."
        ),
        "level_changed": (
            "{round}: {party} took part with {now}, after {before}. This is a changed level and "
            "not an absence."
        ),
        "was_absent": "{round}: {party} was absent.",
        "deliverables": (
            "Deliverables: {count}. Accepted by the other side: {accepted}; delivered by the "
            "owner's word alone: {delivered}; disputed: {disputed}; open: {open}; dropped: "
            "{dropped}."
        ),
        "deliverables_silent": (
            "Open deliverables of which nothing is reported: {count}, of these past their due "
            "day: {past}. Silence of the sources is no failure of the owner."
        ),
        "deliverables_overdue": "Deliverables overdue: {count} ({names}).",
        "deliverables_moved": "Deliverables carried over: {count}; carryings over in all: {times}.",
        "no_test": "Deliverables with no test of acceptance stated beforehand: {count}.",
        "only_in": "Points of the outcomes in the text of {party} alone: {count}.",
        "both_texts": "Rounds about which both sides published: {count} of {all}.",
        # annexes
        "cadence": "Cadence",
        "cadence_chart": "Drift of each round against the interval last agreed before it",
        "days": "days",
        "cadence_table": "Rounds against each interval agreed before them",
        "round": "Round",
        "held": "Held",
        "held_as_said_by": "{day} (as {party} says)",
        "due": "Due",
        "interval": "Interval",
        "every_months": "{months} months, since {since}",
        "drift": "Drift",
        "delegations": "Delegations",
        "levels_table": "At which level each side took part",
        "delegation_table": "Who sat: {round}",
        "side": "Side",
        "person": "Person",
        "office": "Office",
        "capacity": "Capacity",
        "presence": "Presence",
        "stands_for": "Stands for",
        "outcomes": "Outcomes",
        "outcomes_table": "Outcomes of {round}",
        "point": "Point",
        "text_of": "Text of {party}",
        "standing": "In which text",
        "in_both": "in both",
        "in_one": "only in the text of {party}",
        "not_said": "the other text is not here whole",
        "deliverables_title": "Deliverables",
        "deliverables_table": "What was promised, and what became of it",
        "promised": "Promised",
        "owner": "Owner",
        "both": "both",
        "test": "Test of acceptance",
        "no_test_stated": "none stated",
        "first_due": "First due",
        "no_day": "no day",
        "state": "State",
        "carried": "Carried over",
        "last_report": "Last report",
        "nothing_reported": "nothing reported",
        # codes
        "chair": "chair",
        "co_chair": "co-chair",
        "representative": "representative",
        "member": "member",
        "in_person": "in person",
        "telephone": "by telephone",
        "video": "by video",
        "absent": "absent",
        "level_0": "nothing recorded",
        "level_1": "an absence",
        "level_2": "members only",
        "level_3": "a representative",
        "level_4": "a chair at a distance",
        "level_5": "a chair in person",
        "open": "open",
        "delivered": "delivered, not accepted",
        "accepted": "accepted",
        "disputed": "disputed",
        "dropped": "dropped",
        "preparatory": "preparatory meeting",
        "planned_day": "planned for {day}",
        **matters_wording.ENGLISH,
        **edition_wording.ENGLISH,
        **conduct_wording.ENGLISH,
        **assessments_wording.ENGLISH,
        **summary_wording.ENGLISH,
    },
    "zh-Hans": {
        "title": "对话简报",
        "question": "言语之后是否有行动？",
        "as_of": "截至",
        "parties": "当事方",
        "edition": "版本",
        "party": "供一方使用",
        "joint": "共同版",
        "public": "公开版",
        "rests_on": "依据",
        "grounds": "编号所指",
        "agreed": "双方共有",
        "own": "一方自己的认定",
        "published": "公开来源",
        "annex": "附件",
        "sources": "来源",
        "source": "来源",
        "address": "地址或标题",
        "marks": (
            "标记：[V] 已对照公开文本核实，[V-rep] 仅见于转载或摘要，[M] 凭记忆，"
            "[S] 由 Servanda 提出。"
        ),
        "example": "根据公开来源的示例；未经任何当事方确认",
        "mode_exercise": "演练：此处没有真实事项",
        "mode_demonstration": "演示，当事方为虚构",
        "numbers": "图中数值",
        "none": "没有记录。",
        "no_rounds": "尚未举行任何轮次。",
        "rounds_held": "已举行 {count} 轮；最近一轮于 {day} 在 {place} 开始。",
        "cadence_latest": "最近一轮于 {day} 举行：对照最近商定的 {months} 个月间隔，{drift}。",
        "cadence_worst": "对照各轮之前最近商定的间隔，偏差最大者为{drift}（{round}）。",
        "cadence_differs": "双方就{round}所称日期不同；两者均列出。",
        "drift_late": "晚 {days} 天",
        "drift_early": "早 {days} 天",
        "drift_on_day": "按期",
        "next_due": "下一轮应于 {due} 之前举行，距本简报之日已过 {days} 天。",
        "next_ahead": "下一轮应于 {due} 之前举行。",
        "next_due_by_old": (
            "本系列未商定间隔。按其所取代系列的间隔，"
            "下一轮应于 {due} 之前举行，距本简报之日已过 {days} 天。"
        ),
        "next_ahead_by_old": (
            "本系列未商定间隔。按其所取代系列的间隔，下一轮应于 {due} 之前举行。"
        ),
        "next_has_no_due": "下一轮没有期限：未商定间隔。",
        "series_suspended": "{party} 自 {since} 起暂停系列 {series}；其轮次的期限继续计算。",
        "series_left": "{party} 自 {since} 起退出系列 {series}；其轮次的期限继续计算。",
        "accord_suspended": (
            "{party} 自 {since} 起暂停协定，其各系列随之暂停；轮次的期限继续计算。"
        ),
        "accord_left": ("{party} 自 {since} 起退出协定及其各系列；轮次的期限继续计算。"),
        "suspended_before": "{round}之前，该系列有 {days} 天处于暂停；该轮的期限继续计算。",
        "level_changed": "{round}：{party} 此前为{before}，本次为{now}。这是级别变化，不是缺席。",
        "was_absent": "{round}：{party} 缺席。",
        "deliverables": (
            "{count} 项落实事项中，{accepted} 项经对方接受，{delivered} 项仅有承担方称已完成，"
            "{disputed} 项有争议，{open} 项未完成，{dropped} 项已取消。"
        ),
        "deliverables_silent": (
            "有 {count} 项未完成的落实事项没有任何报道；其中 {past} 项已过期限。"
            "来源没有提及，不等于承担方没有履行。"
        ),
        "deliverables_overdue": "{count} 项落实事项逾期：{names}。",
        "deliverables_moved": "{count} 项落实事项曾顺延，共 {times} 次。",
        "no_test": "有 {count} 项落实事项事先没有写明验收标准。",
        "only_in": "成果中有 {count} 点仅见于 {party} 的文本。",
        "both_texts": "{all} 轮中有 {count} 轮双方都公布了成果。",
        "cadence": "会期",
        "cadence_chart": "各轮对照此前最近商定间隔的偏差",
        "days": "天",
        "cadence_table": "各轮对照此前商定的每个间隔",
        "round": "轮次",
        "held": "举行",
        "held_as_said_by": "{day}（{party} 所称）",
        "due": "期限",
        "interval": "间隔",
        "every_months": "{months} 个月，自 {since} 起",
        "drift": "偏差",
        "delegations": "代表团",
        "levels_table": "双方参加的级别",
        "delegation_table": "出席人员：{round}",
        "side": "一方",
        "person": "姓名",
        "office": "职务",
        "capacity": "身份",
        "presence": "参加方式",
        "stands_for": "代替",
        "outcomes": "成果",
        "outcomes_table": "{round}的成果",
        "point": "要点",
        "text_of": "{party} 的文本",
        "standing": "见于哪一文本",
        "in_both": "双方文本",
        "in_one": "仅见于 {party} 的文本",
        "not_said": "此处没有另一文本的全文",
        "deliverables_title": "落实事项",
        "deliverables_table": "所承诺的事项及其结果",
        "promised": "承诺",
        "owner": "承担方",
        "both": "双方",
        "test": "验收标准",
        "no_test_stated": "未写明",
        "first_due": "最初期限",
        "no_day": "无日期",
        "state": "状态",
        "carried": "顺延次数",
        "last_report": "最近报道",
        "nothing_reported": "没有报道",
        "chair": "团长",
        "co_chair": "共同团长",
        "representative": "代表",
        "member": "成员",
        "in_person": "到场",
        "telephone": "电话",
        "video": "视频",
        "absent": "缺席",
        "level_0": "没有记录",
        "level_1": "缺席",
        "level_2": "仅有成员",
        "level_3": "由代表出席",
        "level_4": "团长远程参加",
        "level_5": "团长到场",
        "open": "未完成",
        "delivered": "称已完成，尚未接受",
        "accepted": "已接受",
        "disputed": "有争议",
        "dropped": "已取消",
        "preparatory": "筹备会谈",
        "planned_day": "原定 {day}",
        **matters_wording.CHINESE,
        **edition_wording.CHINESE,
        **conduct_wording.CHINESE,
        **assessments_wording.CHINESE,
        **summary_wording.CHINESE,
    },
}


def words_for(language: str) -> Mapping[str, str]:
    """Return the words of a language; English for one that has none."""
    return WORDS.get(language, WORDS["en"])
