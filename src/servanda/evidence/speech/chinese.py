"""Who says a quotation in a Chinese sentence: what stands between a mark and a verb that reports.

Chinese is written without blanks, so no phrase is walked word by word: the speaker is all that
stands between the sign before it and the verb. What comes before a day or a place of a speech
("15日在北京") stays outside.

Source: docs/spec/evidence/voices.md, "Chinese".
"""

import re
from typing import Final, NamedTuple

# Longer verbs first: "表示" before "说".
_VERBS: Final = (
    "表示|指出|强调|写道|认为|回应|透露|宣布|坦言|补充|重申|声明|警告|承认|否认|回答|介绍|呼吁|批评"
    "|補充|聲明|強調|寫道|認為|回應|宣佈|承認|警告|說|说|称|稱|问|問|道"
)
_ADVERBS: Final = "还|也|又|则|則|随后|隨後|当天|當天|曾|再次|明确|明確|公开|公開|还是|同时|同時"
_WHEN: Final = (
    r"(?:\d{1,2}月)?\d{1,2}日|上?周[一二三四五六日]|週[一二三四五六日]|昨天|今天|昨日|今日"
)
_WHO: Final = r"(?P<who>[^\s，。；：、！？“”「」『』,;:]{1,40}?)"
_SAID: Final = (
    rf"(?P<rest>(?:{_WHEN})?(?:在[^\s，。；：“”]{{1,20}}?(?:上|中|时|時|后|後))?(?:{_ADVERBS})*)"
    rf"(?P<cue>{_VERBS})"
)
_BEFORE: Final = re.compile(rf"(?:^|[\s，。；！？”」』,;]){_WHO}{_SAID}(?:[：，:,]\s*)?$")
_AFTER: Final = re.compile(rf"^\s*[，,]?\s*{_WHO}{_SAID}(?=[。，；：,;:“「]|$)")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")
# So many characters before or behind a quotation are looked at.
REACH: Final = 90


class Said(NamedTuple):
    """Characters of a text: `start` to `end` who speaks, `cue_start` to `cue_end` the verb."""

    start: int
    end: int
    cue_start: int
    cue_end: int


def chinese_speaker(text: str, start: int, end: int, *, low: int, high: int) -> Said | None:
    """Return who says the quotation from `start` to `end` by the words around it, or None.

    Args:
        text: The whole document.
        start: Of the quotation, its mark included.
        end: Of the quotation.
        low: Where its paragraph begins.
        high: Where its paragraph ends.
    """
    first, last = max(low, start - REACH), min(high, end + REACH)
    for base, found in (
        (first, _BEFORE.search(text[first:start])),
        (end, _AFTER.match(text[end:last])),
    ):
        if found and _IDEOGRAPH.search(found["who"]):
            return Said(
                base + found.start("who"),
                base + found.end("who"),
                base + found.start("cue"),
                base + found.end("cue"),
            )
    return None
