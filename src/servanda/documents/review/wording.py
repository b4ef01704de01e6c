"""The words of the review page in English and Simplified Chinese.

Terms are those of docs/glossary.md. Whole sentences only; nothing is joined from parts.
"""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Review",
        "demonstration": "Demonstration, fictional parties",
        "exercise": "Exercise: nothing here is a real affair",
        "question": "Were words followed by actions?",
        "accord": "Accord",
        "parties": "Parties",
        "period": "Period",
        "cut": "Cut",
        "hash": "Hash of the figures",
        "signed_by": "Signed by",
        "not_signed": "not signed yet",
        "agreed": "Agreed: both parties signed the hash of these figures.",
        "not_agreed": "Not agreed: the parties have not both signed the hash of these figures.",
        "one_sided": "One-sided: the counterpart has not receipted the cut in its time.",
        "evidence": "Evidence",
        "evidence_own": "one side's own reading, in no figure",
        "figures": "Figures",
        "by_kind": "By kind and urgency",
        "timeliness": "Timeliness",
        "quality": "Quality",
        "and_more": "and {number} more",
        "figure": "Figure",
        "direction": "Asked, called or given by",
        "kind": "Kind",
        "urgency": "Urgency",
        "values": "Values",
        "behind": "Statements behind it",
        "annex": "Not receipted at the cut",
        "annex_note": "These stand in no figure. Their age is the sender's own claim.",
        "few": "few",
        "few_note": (
            "Figures marked few are over fewer than five items: one item more or less would "
            "change them a great deal."
        ),
        "disputes": "Disputes that stand beside the figures",
        "disputes_note": "Each side's version stands; no figure is moved by it.",
        "stated_by": "stated by",
        "both_versions": "both versions stated",
        "suspended": "Days of the period on which the accord was suspended; clocks ran on:",
        "none": "None.",
        "statements": "Statements, in the order in which they count",
        "party": "Party",
        "index": "Log index",
        "type": "Type",
        "said": "Said (sender's clock)",
        "delivered": "Delivered",
        "acknowledged": "Acknowledged",
        "answered": "Answered",
        "outcome": "Outcome",
        "clock": "Clock",
        "leaf": "Leaf hash",
        "unreceipted": "unreceipted",
        "verify": "How to verify this page",
        "verify_text": (
            "Take the bundle that came with this page and run the command below. The accord's "
            "id must come from the parties or a court, not from the bundle. The hash it prints "
            "for the figures must be the one above."
        ),
        "limits": "What this page does not show",
        "limits_text": (
            "Figures show who answered whom, and when. They do not show that content is true, "
            "nor a theft that nobody saw. Silence can be shown; a receipt cannot be forced."
        ),
    },
    "zh-Hans": {
        "title": "评估",
        "demonstration": "演示，当事方均为虚构",
        "exercise": "演练：此处内容均非真实事务",
        "question": "言出是否必行？",
        "accord": "协定",
        "parties": "当事方",
        "period": "期间",
        "cut": "截点",
        "hash": "指标的哈希值",
        "signed_by": "签署方",
        "not_signed": "尚未签署",
        "agreed": "一致：双方均已签署这些指标的哈希值。",
        "not_agreed": "未一致：双方尚未都签署这些指标的哈希值。",
        "one_sided": "单方：对方未在期限内对截点出具回执。",
        "evidence": "证据材料",
        "evidence_own": "一方自行解读，不计入任何指标",
        "figures": "指标",
        "by_kind": "按种类与紧急程度",
        "timeliness": "及时程度",
        "quality": "质量",
        "and_more": "另有 {number} 条",
        "figure": "指标",
        "direction": "请求、通话或通报方",
        "kind": "种类",
        "urgency": "紧急程度",
        "values": "数值",
        "behind": "所依据的声明",
        "annex": "截点时尚无回执",
        "annex_note": "这些声明不计入任何指标，其时长仅为发送方所称。",
        "few": "样本少",
        "few_note": "标有“样本少”的指标所依据的项目不足五项，增减一项即会显著变化。",
        "disputes": "与指标并列的争议",
        "disputes_note": "双方说法各自并列；不改变任何指标。",
        "stated_by": "陈述方",
        "both_versions": "双方均已陈述",
        "suspended": "本期间协定被暂停的天数（时限继续计算）：",
        "none": "无。",
        "statements": "声明（按计入顺序）",
        "party": "当事方",
        "index": "日志序号",
        "type": "类型",
        "said": "发出（发送方时钟）",
        "delivered": "已送达",
        "acknowledged": "已受理",
        "answered": "已答复",
        "outcome": "办理结果",
        "clock": "时限",
        "leaf": "叶哈希",
        "unreceipted": "尚无回执",
        "verify": "如何核验本页",
        "verify_text": (
            "取随本页附上的证据包，运行下列命令。协定编号须取自当事方或法院，不得取自证据包。"
            "命令所示的指标哈希值须与上文一致。"
        ),
        "limits": "本页不能说明什么",
        "limits_text": (
            "指标说明谁在何时答复了谁；不能说明内容属实，也不能说明无人察觉的窃取。"
            "沉默可以显示，回执无法强求。"
        ),
    },
}
