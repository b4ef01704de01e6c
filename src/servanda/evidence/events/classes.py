"""The kinds of events that are told apart, and the words by which a text tells of each.

A word list, which names nobody: what a text means by it is for the reader of the sentence.

Source: docs/spec/evidence/events.md, "Classes".
"""

import re
from enum import StrEnum
from typing import Final


class EventClass(StrEnum):
    """What kind of event it is; events of two kinds are never one."""

    MEETING = "meeting"  # a visit, a trip and a round of talks too
    CHARGES = "charges"
    ARREST = "arrest"
    INTRUSION = "intrusion"
    WITHDRAWAL = "withdrawal"
    AGREEMENT = "agreement"
    SANCTION = "sanction"
    STATEMENT = "statement"  # somebody said something on a day; found by its cue, not by words


_WORDS: Final[tuple[tuple[EventClass, str], ...]] = (
    (
        EventClass.MEETING,
        r"meet(?:s|ings?)?|met|dialogues?|talks|summits?|visit(?:s|ed|ing)?|trips?|rounds?"
        r"|travel(?:s|led|ed|ling|ing)?|sessions?|(?<!press )(?<!news )conferences?"
        r"|sen[dt](?=\s(?:[\w’'-]+\s){1,6}to\b)|会晤|会谈|会议|对话|访问",
    ),
    (
        EventClass.CHARGES,
        r"indict(?:s|ed|ing|ments?)?|charges? (?=against\b|over\b)|(?:is|are|was|were) charged"
        r"|起诉",
    ),
    (EventClass.ARREST, r"arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|into custody|逮捕|拘留"),
    (
        EventClass.INTRUSION,
        r"hack(?:s|ed|ing)?|cyber[- ]?(?:attacks?|assaults?|intrusions?)|intrusions?|break-ins?"
        r"|breach(?:es|ed)?|infiltrat(?:e|es|ed|ing|ions?)|penetrat(?:e|es|ed|ing|ions?)"
        r"|(?:broke|broken|breaking|break) into|gone after|target(?:s|ed|ing)"
        r"|compromised|stole|stolen|attack(?:s|ed)?|入侵|网络攻击",
    ),
    (
        EventClass.WITHDRAWAL,
        r"quit|withdr(?:ew|awn|aws)|(?:pulled|walked) out|(?:broke|broken) off"
        r"|left(?= (?:an?|the)\b[^.,;]{0,30}\b(?:group|talks|dialogue))|退出",
    ),
    (EventClass.AGREEMENT, r"agreed|signed|struck|pledged|promised|签署|同意"),
    (EventClass.SANCTION, r"sanctioned|sanctions (?=on\b|against\b)|expelled|制裁"),
)
HEAD: Final = re.compile(
    "|".join(
        rf"(?P<{kind.name}>{_bounded})"
        for kind, words in _WORDS
        for _bounded in [rf"(?:(?<!\w)(?:{words})(?!\w))"]
    ),
    re.IGNORECASE,
)
CAMPAIGNS: Final = frozenset({EventClass.INTRUSION})  # they go on: what is told of them adds up


def class_of(match: re.Match[str]) -> EventClass:
    """Return the class of a match of `HEAD`."""
    return EventClass[str(match.lastgroup)]
