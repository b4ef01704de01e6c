"""What a check of a bundle covered and what it could not, as sentences in two languages.

A court reads these. Each is one whole sentence; numbers and names are filled in, nothing is put
together from parts.

Source: docs/spec/bundle.md, "What `verify` says".
"""

from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH = "en"
CHINESE = "zh-Hans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence.

    Attributes:
        code: Which, a key of `SENTENCES`.
        values: What is filled in, by name.
    """

    code: str
    values: Mapping[str, str | int]


# The two that say of a whole bundle what it is, then the checked ones, then what could not be.
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "demonstration": {
        ENGLISH: "Demonstration, fictional parties.",
        CHINESE: "演示，当事方均为虚构。",
    },
    "exercise": {
        ENGLISH: "Exercise: nothing here is a real affair.",
        CHINESE: "演练：此处内容均非真实事务。",
    },
    "files": {
        ENGLISH: "All {files} files are those that bundle.json names, and there is no other.",
        CHINESE: "全部 {files} 个文件均与 bundle.json 所列一致，且无其他文件。",
    },
    "anchored": {
        ENGLISH: "The keys are vouched for by what you brought with you: {by}.",
        CHINESE: "密钥已由你另行取得的依据证实：{by}。",
    },
    "keys": {
        ENGLISH: "{party}: {sheets} key sheet(s), each signed by the root key before it.",
        CHINESE: "{party}：共 {sheets} 份密钥表，每份均由前一根密钥签署。",
    },
    "leaves": {
        ENGLISH: (
            "Log {log}: {leaves} leaves, each with the hash, place, signature and past that it "
            "must have; {statements} are statements that take effect."
        ),
        CHINESE: (
            "日志 {log}：共 {leaves} 个叶，其哈希、位置、签名及其所承接的在前内容均符合要求；"
            "其中 {statements} 项为有效声明。"
        ),
    },
    "head": {
        ENGLISH: "Log {log}: the head over {leaves} leaves is signed with {keys}.",
        CHINESE: "日志 {log}：覆盖 {leaves} 个叶的日志首已由 {keys} 签署。",
    },
    "without_effect": {
        ENGLISH: (
            "Log {log}: {leaves} leaves break a rule and so have no effect; the first is leaf "
            "{index}: {reason}."
        ),
        CHINESE: "日志 {log}：有 {leaves} 个叶违反规则，因而无效；首个为第 {index} 叶：{reason}。",
    },
    "cut": {
        ENGLISH: "The cut {cut} is valid; it reviews {from_} to {until}.",
        CHINESE: "截点 {cut} 有效；评估期间为 {from_} 至 {until}。",
    },
    "cut_receipted": {
        ENGLISH: "{party} has receipted the cut, by leaf {index} of its log.",
        CHINESE: "{party} 已对该截点出具回执，见其日志第 {index} 叶。",
    },
    "figures": {
        ENGLISH: "The figures follow from the leaves, byte by byte; their hash is {figures}.",
        CHINESE: "指标与依叶重新计算的结果逐字节一致；其哈希值为 {figures}。",
    },
    "suspended_days": {
        ENGLISH: (
            "In this period the accord was suspended for {days} whole days of 24 hours; clocks "
            "ran on, and the figures count what was due."
        ),
        CHINESE: "本期间协定被暂停满 {days} 天（每天 24 小时）；时限继续计算，指标照计到期事项。",
    },
    "accord_suspended": {
        ENGLISH: (
            "At the end of the period the accord is suspended by {party} since {since} "
            "(ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起暂停协定（理由代码：{ground}）。",
    },
    "accord_left": {
        ENGLISH: (
            "At the end of the period {party} has left the accord since {since} (ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起退出协定（理由代码：{ground}）。",
    },
    "series_suspended": {
        ENGLISH: (
            "At the end of the period the series {name} is suspended by {party} since {since} "
            "(ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起暂停系列 {name}（理由代码：{ground}）。",
    },
    "series_left": {
        ENGLISH: (
            "At the end of the period {party} has left the series {name} since {since} "
            "(ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起退出系列 {name}（理由代码：{ground}）。",
    },
    "channel_suspended": {
        ENGLISH: (
            "At the end of the period the channel {name} is suspended by {party} since {since} "
            "(ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起暂停渠道 {name}（理由代码：{ground}）。",
    },
    "channel_left": {
        ENGLISH: (
            "At the end of the period {party} has left the channel {name} since {since} "
            "(ground: {ground})."
        ),
        CHINESE: "期间终了时，{party} 自 {since} 起退出渠道 {name}（理由代码：{ground}）。",
    },
    "suspensions_unchecked": {
        ENGLISH: (
            "Whether anything was suspended could not be said, for leaves are withheld or could "
            "not be judged."
        ),
        CHINESE: "因有叶未出示或未予判定，无从说明是否有暂停。",
    },
    "review": {
        ENGLISH: "{party} has signed the hash of these very figures.",
        CHINESE: "{party} 已签署这些指标的哈希值。",
    },
    "review_stated": {
        ENGLISH: "{party} has signed the hash of figures.json as it lies in this bundle.",
        CHINESE: "{party} 已签署本证据包中 figures.json 的哈希值。",
    },
    "bodies": {
        ENGLISH: "{bodies} bodies are disclosed, each the one its statement was sent with.",
        CHINESE: "已出示 {bodies} 份正文，每份均为相应声明发出时所附。",
    },
    "not_anchored": {
        ENGLISH: (
            "The bundle is consistent with the keys inside; nobody has vouched for these keys. "
            "Compare the words of {party} with what the party itself says: {words}."
        ),
        CHINESE: (
            "证据包与其中的密钥相符；尚无人证实这些密钥。"
            "请将 {party} 的词与该方自己所述核对：{words}。"
        ),
    },
    "no_ml_dsa": {
        ENGLISH: (
            "Log {log}: the head has no ML-DSA-44 line, so a later break of Ed25519 would leave "
            "it unproved."
        ),
        CHINESE: "日志 {log}：日志首没有 ML-DSA-44 签名；若日后 Ed25519 被攻破，则无从证明。",
    },
    "other_lines": {
        ENGLISH: (
            "Log {log}: {lines} further line(s) under the head are by keys that are not the log's; "
            "they were not checked and prove nothing."
        ),
        CHINESE: (
            "日志 {log}：日志首另有 {lines} 行签名，所用密钥并非该日志的密钥；"
            "未予核验，不证明任何事项。"
        ),
    },
    "readme": {
        ENGLISH: (
            "README.txt is not what this program writes for such a bundle; nothing it says was "
            "checked."
        ),
        CHINESE: "README.txt 与本程序为此类证据包所写的内容不符；其所述均未核验。",
    },
    "beyond": {
        ENGLISH: (
            "Log {log}: {leaves} leaves name more of the other log than the bundle has and were "
            "not judged."
        ),
        CHINESE: "日志 {log}：有 {leaves} 个叶所指对方日志超出本证据包，未予判定。",
    },
    "withheld": {
        ENGLISH: (
            "Log {log}: {leaves} leaves are withheld; that they are in the log is proved, what "
            "they say is not, and leaves that rest on them could not be judged."
        ),
        CHINESE: (
            "日志 {log}：有 {leaves} 个叶未出示；可证明其在日志之中，内容无从证明，"
            "以其为据的叶无法判定。"
        ),
    },
    "unsettled": {
        ENGLISH: (
            "Log {log}: {leaves} leaves rest on leaves that were not judged; their hashes and "
            "places are proved, and whether they take effect is not."
        ),
        CHINESE: (
            "日志 {log}：有 {leaves} 个叶以未予判定的叶为据；其哈希与位置可证明，是否有效无从证明。"
        ),
    },
    "head_unchecked": {
        ENGLISH: (
            "Log {log}: the head over {leaves} leaves is signed with the newest keys shown "
            "({keys}); a leaf that was not judged could have put others in their place."
        ),
        CHINESE: (
            "日志 {log}：覆盖 {leaves} 个叶的日志首由所出示的最新密钥签署（{keys}）；"
            "未予判定的叶可能已更换密钥。"
        ),
    },
    "cut_unchecked": {
        ENGLISH: (
            "As far as the leaves shown tell, the cut {cut} is valid and reviews {from_} to "
            "{until}; a leaf that was not judged could make it invalid, or another cut the one "
            "that is used."
        ),
        CHINESE: (
            "仅就所出示的叶而言，截点 {cut} 有效，评估期间为 {from_} 至 {until}；"
            "未予判定的叶可能使其无效，或使另一截点成为所用截点。"
        ),
    },
    "cut_receipt_unchecked": {
        ENGLISH: (
            "As far as the leaves shown tell, {party} has receipted the cut, by leaf {index} of "
            "its log."
        ),
        CHINESE: "仅就所出示的叶而言，{party} 已对该截点出具回执，见其日志第 {index} 叶。",
    },
    "review_unchecked": {
        ENGLISH: (
            "As far as the leaves shown tell, {party} has signed the hash of figures.json as it "
            "lies in this bundle."
        ),
        CHINESE: "仅就所出示的叶而言，{party} 已签署本证据包中 figures.json 的哈希值。",
    },
    "bodies_unchecked": {
        ENGLISH: (
            "{bodies} bodies are disclosed whose statements rest on leaves that were not judged; "
            "each has the hash that its statement names."
        ),
        CHINESE: (
            "有 {bodies} 份已出示的正文，其声明以未予判定的叶为据；每份均与该声明所列哈希一致。"
        ),
    },
    "figures_unchecked": {
        ENGLISH: (
            "The figures could not be computed again, for leaves are withheld or could not be "
            "judged."
        ),
        CHINESE: "因有叶未出示或未予判定，指标无法重新计算。",
    },
    "one_sided": {
        ENGLISH: "{party} has not receipted the cut in this bundle: the review is one-sided.",
        CHINESE: "本证据包中 {party} 未对该截点出具回执：此评估为单方评估。",
    },
    "review_missing": {
        ENGLISH: "{party} has not signed these figures in this bundle.",
        CHINESE: "本证据包中 {party} 未签署这些指标。",
    },
    "review_differs": {
        ENGLISH: "{party} has signed another hash of figures for this cut: {figures}.",
        CHINESE: "{party} 就该截点签署了另一指标哈希值：{figures}。",
    },
    "witness": {
        ENGLISH: "The lines of the neutral witness were not checked.",
        CHINESE: "未核验中立见证方的签名行。",
    },
    "bodies_missing": {
        ENGLISH: "{bodies} bodies are not in the bundle; their hashes are signed, no more.",
        CHINESE: "有 {bodies} 份正文不在本证据包中；仅其哈希值已签署。",
    },
    "limits": {
        ENGLISH: (
            "Not proved by any bundle: that nothing followed the cut, that what was said is "
            "true, or that what was erased was harmless."
        ),
        CHINESE: "任何证据包均不能证明：截点之后别无他事、所述内容属实、已删除的内容无害。",
    },
}


def describe_finding(finding: Finding, *, language: str) -> str:
    """Return the sentence in `language`, `en` or `zh-Hans`."""
    return SENTENCES[finding.code][language].format(**finding.values)
