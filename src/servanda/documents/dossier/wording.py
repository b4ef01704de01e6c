"""The words of a dossier in English and Simplified Chinese.

Terms are those of docs/glossary.md. Whole sentences only; nothing is joined from parts.
"""

from collections.abc import Mapping, Sequence

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Dossier of a case",
        "demonstration": "Demonstration, fictional parties",
        "exercise": "Exercise: nothing here is a real affair",
        "for_file": "For the paper file of the party that made it",
        "for_court": "For a court",
        "handling": "Handling",
        "case": "Case",
        "accord": "Accord",
        "parties": "Parties, and the twelve words of each card",
        "made_by": "Made by",
        "statements": "Statements, in the order in which they count",
        "leaf": "Leaf hash",
        "index": "log index",
        "ref": "Answers",
        "said": "Said (sender's clock)",
        "delivered": "Receipted (receiver's clock)",
        "no_receipt": "No receipt is shown here.",
        "facts": "Facts",
        "body": "Content",
        "withheld": "Withheld by its handling:",
        "erased": "Not held here any more; its salted hash is signed.",
        "reason": "Let in because",
        "attachments": "Attachments (hash as sent)",
        "plain": "hash of the file itself",
        "clocks": "Clocks",
        "clocks_note": "Reckoned from the statements in this file, as at the time it was made.",
        "not_reckoned": (
            "The parts of this file do not show when each statement was received, so no verdict "
            "is stated. The bundle shows it."
        ),
        "no_clocks": "This case has no clocks of a request.",
        "clock": "Clock",
        "due": "Due",
        "stopped": "Stopped",
        "verdict": "Verdict",
        "no_deadline": "no deadline",
        "early": "in time, {number} {unit} early",
        "late": "late by {number} {unit}",
        "on_time": "on the deadline",
        "due_in": "running, due in {number} {unit}",
        "overdue": "overdue by {number} {unit}",
        "held": "held: {verdict}",
        "provisional": "{verdict} (provisional: no calendar covers it)",
        "again": "{clock}, reopened {number}",
        "verify": "How to verify this dossier",
        "verify_text": (
            "All proofs lie in this file, in the part for machines at its end. Run the command "
            "below on any computer with Servanda; it needs no network and no account. It checks:"
        ),
        "limits": "What this dossier does not show",
        "limits_text": (
            "It does not show that content is true, and not that every statement of the case, "
            "and every calendar, is here: what is left out could change a verdict. Clocks that "
            "still run are shown as at the time that the maker states. The accord's id and the "
            "twelve words must be compared with what the parties or a court have. Whoever doubts "
            "that all is here asks for the bundle, which holds both logs."
        ),
        "machine": "Part for machines: all that is proven, in base64",
    },
    "zh-Hans": {
        "title": "案卷",
        "demonstration": "演示,当事方均为虚构",
        "exercise": "演练:此处内容均非真实事务",
        "for_file": "供制作方纸质存档",
        "for_court": "供法院使用",
        "handling": "处理要求",
        "case": "案件",
        "accord": "协定",
        "parties": "当事方及各自名片的十二个词",
        "made_by": "制作方",
        "statements": "声明(按计入顺序)",
        "leaf": "叶哈希",
        "index": "日志序号",
        "ref": "所答复的声明",
        "said": "发出(发送方时钟)",
        "delivered": "回执(接收方时钟)",
        "no_receipt": "此处未附回执。",
        "facts": "事实代码",
        "body": "内容",
        "withheld": "因处理要求未列入:",
        "erased": "本方已不再持有;其加盐哈希值已签署。",
        "reason": "列入理由",
        "attachments": "附件(发送时的哈希值)",
        "plain": "文件本身的哈希值",
        "clocks": "时限",
        "clocks_note": "依本文件中的声明计算,以制作之时为准。",
        "not_reckoned": ("本文件的内容不足以证明每项声明何时收到,故不列时限结论。证据包可以证明。"),
        "no_clocks": "本案没有请求的时限。",
        "clock": "时限",
        "due": "截止时间",
        "stopped": "停止时间",
        "verdict": "时限结论",
        "no_deadline": "无截止时间",
        "early": "按时,提前 {number} {unit}",
        "late": "逾期 {number} {unit}",
        "on_time": "恰在截止时间",
        "due_in": "计时中,还剩 {number} {unit}",
        "overdue": "已逾期 {number} {unit}",
        "held": "暂停:{verdict}",
        "provisional": "{verdict}(暂定:尚无日历涵盖)",
        "again": "{clock}(第 {number} 次重开)",
        "verify": "如何核验本案卷",
        "verify_text": (
            "全部证明都在本文件末尾的机读部分。在任何装有 Servanda 的计算机上运行下列命令,"
            "无需网络和账户。命令检查:"
        ),
        "limits": "本案卷不能说明什么",
        "limits_text": (
            "它不能说明内容属实,也不能说明案件的全部声明和全部日历都在此处;遗漏的内容可能改变"
            "时限结论。仍在进行的时限以制作方所述时间为准。协定编号和十二个词须与当事方或法院所"
            "持有的相比对。对是否齐全有疑问者可索取证据包,其中含双方日志。"
        ),
        "machine": "机读部分:全部证明,base64 编码",
    },
}

STEPS: Mapping[str, Sequence[str]] = {
    "en": (
        "that each statement is signed by the party that said it;",
        "that it lies in that party's log, under a head that the party signed;",
        "that the other party's receipt is signed and has seen that very head;",
        "that each content shown is the one that was sent, by its salted hash;",
        "that no statement is marked milder than its sender marked it;",
        "that the verdicts of the clocks are those which these statements give;",
        "that this page says what the proven parts say, and nothing else.",
    ),
    "zh-Hans": (
        "每项声明均由作出声明的当事方签署;",
        "声明在该方日志之中,并处于该方签署的日志头之下;",
        "对方的回执已签署,且所见正是该日志头;",
        "所示内容经加盐哈希核对,与发送时一致;",
        "所标处理要求均不比发送方所标的宽松;",
        "时限结论与依这些声明计算所得一致;",
        "本页所述与已证明的部分一致,别无其他。",
    ),
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"s": "s", "min": "min", "h": "h", "d": "d"},
    "zh-Hans": {"s": "秒", "min": "分钟", "h": "小时", "d": "天"},
}

# Types, steps are shown as coded where they have no word here.
CODES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "clear": "TLP:CLEAR",
        "green": "TLP:GREEN",
        "amber": "TLP:AMBER",
        "amber_strict": "TLP:AMBER+STRICT",
        "red": "TLP:RED",
        "evidential": "use also as evidence",
        "evidential_with_consent": "use as evidence with consent alone",
        "investigative": "use for the investigation alone",
        "intelligence_only": "use for intelligence alone",
        "extended_answer": "answer, if extended",
        "right_of_reply": "right of reply",
    },
    "zh-Hans": {
        "clear": "TLP:CLEAR(公开)",
        "green": "TLP:GREEN(限同业)",
        "amber": "TLP:AMBER(限本机构及其服务对象)",
        "amber_strict": "TLP:AMBER+STRICT(限本机构)",
        "red": "TLP:RED(限收件人本人)",
        "evidential": "也可作为证据",
        "evidential_with_consent": "经同意方可作为证据",
        "investigative": "仅限侦查使用",
        "intelligence_only": "仅限情报使用",
        "request": "请求",
        "acknowledgement": "受理确认",
        "status": "进展通报",
        "response": "答复",
        "withdrawal": "撤回",
        "clarification": "澄清",
        "extension": "延期",
        "renewal": "续期",
        "feedback": "反馈",
        "information": "信息通报",
        "call": "通话",
        "decision": "决定",
        "answer": "答复",
        "extended_answer": "答复(计入延期)",
        "update": "进展通报",
        "right_of_reply": "答辩权",
        "final": "最终",
        "interim": "中期",
        "ask": "提问",
        "consent": "同意",
        "given": "给出",
        "reply": "回应",
        "under_review": "审查中",
        "accepted": "已接受",
        "in_execution": "执行中",
        "postponed": "推迟",
        "resumed": "恢复",
        "closed": "结案",
        "reopened": "重开",
        "lapsed": "失效",
        "enquiry": "询问",
        "reminder": "提醒",
        "reassigned": "改派",
        "reclassified": "重新定级",
        "notice": "通知",
        "proposal": "提议",
        "made": "已作出",
        "confirmed": "已确认",
    },
}
