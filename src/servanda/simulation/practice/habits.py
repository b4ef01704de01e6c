"""How the simulated counterpart of a practice behaves: one small table.

Everything in it is fictional, and says so in what is sent. It repeats after `ROUND`, so a
practice can go on for as long as a trainee likes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from servanda.core.canonical import JsonObject

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ROUND = 21 * DAY
MARK = "Exercise: "
DESK = "Practice desk (simulated, fictional)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request that the counterpart makes in each round.

    Attributes:
        after: From the start of the round.
        kind: Of the request.
        urgency: As in the form.
        criterion: Why it is above routine; empty for routine.
        title: Of its body.
        brief_facts: Of its body.
        sought: What is asked for; one item each.
    """

    after: timedelta
    kind: str
    urgency: str
    criterion: str = ""
    title: str
    brief_facts: str
    sought: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How a request of the trainee is treated.

    Attributes:
        acknowledged: When, in percent of `ACKNOWLEDGED_WITHIN`; above 100 is late.
        answered: When, in percent of `ANSWERED_WITHIN`; well above 100 is late.
        outcome: Of the answer.
        item: What becomes of each item.
        ground: Of a refusal; empty for none.
        words: The text of the answer.
        question: What the desk asks back once, and waits for; empty for nothing.
    """

    acknowledged: int
    answered: int
    outcome: str
    item: str
    ground: str = ""
    words: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A stretch of each round in which nobody at the counterpart's desk does anything.

    Its machine still gives receipts: delivered is not acknowledged.
    """

    after: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something that the counterpart says unasked in each round.

    Attributes:
        after: From the start of the round.
        type: Of the statement; each type once.
        step: By which its first statement is told from those that follow; empty for none.
        facts: Its coded fields.
        body: Its members.
        minutes_ago: When it says a call was made; None where it names no instant.
    """

    after: timedelta
    type: str
    step: str = ""
    facts: JsonObject
    body: JsonObject
    minutes_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How the counterpart judges an answer of the trainee.

    Attributes:
        usefulness: 0 to 3.
        reasons: What was wrong, where it was of little use.
        words: The judgement in words.
    """

    usefulness: int
    reasons: tuple[str, ...] = ()
    words: str


# The deadlines of the template that a practice runs under, against which habits are measured.
ACKNOWLEDGED_WITHIN = DAY
ANSWERED_WITHIN: Mapping[str, timedelta] = {
    "emergency": 8 * HOUR,
    "urgent": 8 * HOUR,
    "routine": 7 * DAY,
}
CHECK_ANSWERED_AFTER = HOUR / 4

ASKS = (
    Ask(
        after=3 * HOUR,
        kind="information_request",
        urgency="routine",
        title="Subscriber of a server that gives orders to infected machines",
        brief_facts="An invented control server was reached at an invented address.",
        sought=("Subscriber data for the address", "Logs of access of one week"),
    ),
    Ask(
        after=2 * DAY,
        kind="preservation",
        urgency="urgent",
        criterion="loss_of_data",
        title="Preserve a rented server before it is wiped",
        brief_facts="The rental of an invented server ends tomorrow, and its disk is then wiped.",
        sought=("The disk of the server, for 60 days",),
    ),
    Ask(
        after=13 * DAY,
        kind="mitigation",
        urgency="urgent",
        criterion="harm_to_critical_service",
        title="Stop a flood of traffic against a hospital",
        brief_facts="Invented machines in your territory flood the network of an invented clinic.",
        sought=("Stop the traffic from the machines in the list",),
    ),
)
HABITS = (
    Habit(
        acknowledged=15,
        answered=40,
        outcome="fulfilled_full",
        item="supplied",
        words="Everything you asked for is in the annex, which is invented.",
    ),
    Habit(
        acknowledged=125,
        answered=140,
        outcome="fulfilled_part",
        item="supplied",
        words="We could supply a part only, and we know that this is late.",
        question="Two invented accounts share the name in your request. Which of them is meant?",
    ),
    Habit(
        acknowledged=40,
        answered=70,
        outcome="nil_return",
        item="nil",
        words="We searched and hold nothing.",
    ),
    Habit(
        acknowledged=30,
        answered=90,
        outcome="refused_full",
        item="refused",
        ground="form_requirements_not_met",
        words="The link between the items and the facts is missing; please ask again with it.",
    ),
)
TOLD = (
    Told(
        after=DAY,
        type="information",
        facts={
            "form": "findings",
            "subject": "cyber",
            "commitment": "C1.1",
            "pieces": 2,
            "use": "intelligence_only",
            "tlp": "amber",
        },
        body={
            "title": MARK + "Two addresses that give orders to infected machines",
            "desk": DESK,
            "file_number": "PRACTICE-TOLD-1",
            "text": MARK + "Invented addresses were seen giving orders; nothing is asked of you.",
        },
    ),
    Told(
        after=4 * DAY,
        type="call",
        step="made",
        facts={"step": "made", "basis": "urgent_case", "level": "L3", "language": "en"},
        body={
            "caller": DESK,
            "callee": "The desk of the trainee",
            "text": MARK + "An invented attack on a power grid was announced; we agreed to watch.",
        },
        minutes_ago=10,
    ),
    Told(
        after=12 * DAY,
        type="concern",
        step="issued",
        facts={"step": "issued", "commitment": "C2", "elements": ["nexus", "theft"]},
        body={
            "text": MARK + "An invented firm says that designs were taken from it.",
            "asks": MARK + "Tell us whether anybody looked into it.",
        },
    ),
)
JUDGED_AFTER = DAY
JUDGEMENTS: Mapping[str, Judgement] = {
    "fulfilled_full": Judgement(usefulness=3, words="This is what we needed."),
    "fulfilled_part": Judgement(usefulness=2, words="A part of it helps us on."),
    "conditional": Judgement(usefulness=2, words="We can live with the conditions."),
    "nil_return": Judgement(
        usefulness=1, reasons=("not_actionable",), words="Nothing found is an answer, too."
    ),
    "refused_part": Judgement(
        usefulness=1, reasons=("incomplete",), words="What was refused was what mattered."
    ),
    "refused_full": Judgement(
        usefulness=0, reasons=("not_actionable",), words="We got nothing and ask you to look again."
    ),
}
SILENCES = (Silence(after=6 * DAY, lasts=5 * DAY),)
