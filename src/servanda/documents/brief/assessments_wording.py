"""The words of the brief for assessments, in both languages."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "assessed": "An assessor's own judgement, released after the other side could comment",
    "neutral": "{assessor} (neutral)",
    "assessed_alone": (
        '{party} alone has assessed {commitment} from {since} to {until}: "{value}".'
    ),
    "assessed_same": (
        'The assessors say the same of {commitment} from {since} to {until}: "{value}".'
    ),
    "assessed_by": (
        'Over the period from {since} to {until}, {party} assesses {commitment} as "{value}".'
    ),
    "assessed_apart": (
        "The assessors do not say the same of {commitment} from {since} to {until}; "
        "nothing is averaged."
    ),
    "assessed_apart_on_same": (
        "The assessors do not say the same of {commitment} from {since} to {until}, "
        "on the same evidence; nothing is averaged."
    ),
    "assessed_title": "Assessments",
    "assessed_beside": "What each assessor says, side by side; nothing is averaged",
    "assessed_each": "Each assessment",
    "assessed_period": "Period",
    "assessed_days": "{since} to {until}",
    "assessed_together": "Together",
    "assessed_nothing": "not assessed",
    "together_alone": "one assessor alone",
    "together_same": "the same",
    "together_different": "not the same",
    "assessor": "Assessor",
    "assessed_value": "Value",
    "confidence": "Confidence",
    "assessed_elements": "Elements",
    "assessed_comment": "Comment of the other side",
    "value_not_assessable": "not assessable",
    "value_disputed": "disputed",
    "value_with_ground": "{value} ({ground})",
    "ground_no_evidence": "no evidence",
    "ground_no_access": "no access to what would show it",
    "ground_evidence_conflicts": "the evidence contradicts itself",
    "ground_text_unclear": "the text of the commitment is unclear",
    "ground_not_yet_due": "not yet due",
    "ground_other": "another ground",
    "confidence_low": "low",
    "confidence_moderate": "moderate",
    "confidence_high": "high",
    "element_nexus": "a government acts or supports",
    "element_theft": "theft by cyber means",
    "element_object": "what was taken",
    "element_intent": "intent of commercial advantage",
    "element_after_accord": "after the accord",
    "result_shown": "shown",
    "result_alleged": "alleged",
    "result_not_shown": "not shown",
    "result_contradicted": "contradicted",
    "result_not_assessable": "not assessable",
    "comment_agrees": "agrees",
    "comment_disagrees": "disagrees",
    "comment_noted": "takes note",
    "comment_silence": "none in the time given",
}

CHINESE: Mapping[str, str] = {
    "assessed": "评价方自己的判断，在对方有机会发表意见后发布",
    "neutral": "{assessor}（中立）",
    "assessed_alone": "仅 {party} 对 {commitment} 在 {since} 至 {until} 期间作了评价：“{value}”。",
    "assessed_same": "各评价方对 {commitment} 在 {since} 至 {until} 期间的评价一致：“{value}”。",
    "assessed_by": "对 {since} 至 {until} 期间，{party} 将 {commitment} 评价为“{value}”。",
    "assessed_apart": (
        "各评价方对 {commitment} 在 {since} 至 {until} 期间的评价不一致；不作平均。"
    ),
    "assessed_apart_on_same": (
        "各评价方对 {commitment} 在 {since} 至 {until} 期间依据相同的证据材料，评价不一致；"
        "不作平均。"
    ),
    "assessed_title": "评价",
    "assessed_beside": "各评价方的说法，并列显示；不作平均",
    "assessed_each": "各项评价",
    "assessed_period": "期间",
    "assessed_days": "{since} 至 {until}",
    "assessed_together": "合看",
    "assessed_nothing": "未作评价",
    "together_alone": "仅一方评价",
    "together_same": "一致",
    "together_different": "不一致",
    "assessor": "评价方",
    "assessed_value": "评价值",
    "confidence": "把握程度",
    "assessed_elements": "要件",
    "assessed_comment": "对方的意见",
    "value_not_assessable": "无法评价",
    "value_disputed": "有争议",
    "value_with_ground": "{value}（{ground}）",
    "ground_no_evidence": "没有证据材料",
    "ground_no_access": "无法接触可证明之物",
    "ground_evidence_conflicts": "证据材料相互矛盾",
    "ground_text_unclear": "承诺文本不明确",
    "ground_not_yet_due": "尚未到期",
    "ground_other": "其他理由",
    "confidence_low": "低",
    "confidence_moderate": "中",
    "confidence_high": "高",
    "element_nexus": "政府行事或予以支持",
    "element_theft": "网络窃取",
    "element_object": "被取走之物",
    "element_intent": "谋取商业利益的意图",
    "element_after_accord": "协定之后",
    "result_shown": "已证明",
    "result_alleged": "据称",
    "result_not_shown": "未证明",
    "result_contradicted": "被反驳",
    "result_not_assessable": "无法评价",
    "comment_agrees": "同意",
    "comment_disagrees": "不同意",
    "comment_noted": "知悉",
    "comment_silence": "期限内无意见",
}
