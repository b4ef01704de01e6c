"""What makes the good sample of each statement type bad: the tables that make_statements.py plays.

A new type puts its bad facts, and its bad bodies where a facts schema cannot say it, here.
"""

from collections.abc import Mapping
from typing import Any

from servanda.core.canonical import JsonObject
from tests.samples import EARLIER_LEAF, EVIDENCE

# For each type what makes its good facts bad: a name for the case, and the members that change.
BAD_FACTS: Mapping[str, Mapping[str, JsonObject]] = {
    "proposal": {"the accord in the clear": {"accord": {"v": "servanda-accord/1"}}},
    "acceptance": {"a condition": {"unless": "later"}},
    "key": {
        "a sheet and a change at once": {"sheet": '{"serial":2}\n\n— a/servanda/root AAAA\n'},
        "a public key of another length": {"add": {"kem-2026b": "AAAA"}},
        "a letter for a sheet": {"sheet": "Dear Bob,\n"},
    },
    "calendar": {
        "days out of order": {"closed": ["2026-12-25", "2026-05-01"]},
        "a day both closed and opened": {"opened": ["2026-05-01"]},
        "a day that does not exist": {"closed": ["2026-02-30"]},
        "an offset beyond 14 hours": {
            "offsets": [{"from": "2025-10-26T01:00:00Z", "minutes": 841}]
        },
    },
    "check": {"an unknown step": {"step": "ping"}},
    "request": {
        "free text": {"kind": "please keep everything"},
        "a criterion of another class": {"criterion": "risk_to_life_or_safety"},
        "a criterion with routine": {"urgency": "routine"},
        "an element beyond the form": {"elements": {"E29": "given"}},
        "no item": {"items": 0},
        "an unknown marking": {"tlp": "blue"},
        "an unknown handling code": {"handling": ["secret"]},
        "handling codes out of order": {"handling": ["no_onward", "as_stated"]},
        "handling in words": {"handling": "for your eyes alone"},
        "a marking for a PAP": {"pap": "amber_strict"},
    },
    "acknowledgement": {
        "an unknown access": {"access": "soon"},
        "a contest of no class": {"contests": "later"},
    },
    "clarification": {
        "numbers out of order": {
            "questions": [
                {"blocking": True, "defect": "missing", "element": "E10", "number": 2},
                {"blocking": True, "defect": "unclear", "element": "E05", "number": 1},
            ]
        },
        "a number given twice": {
            "questions": [
                {"blocking": True, "defect": "missing", "element": "E10", "number": 1},
                {"blocking": True, "defect": "unclear", "element": "E05", "number": 1},
            ]
        },
        "a question in words": {"questions": ["Who holds the records?"]},
        "no question": {"questions": []},
        "an answer among questions": {"answers": [{"number": 1, "result": "supplied"}]},
        "questions with a consent": {"step": "consent"},
        "an unknown defect": {
            "questions": [{"blocking": True, "defect": "ugly", "element": "E10", "number": 1}]
        },
    },
    "extension": {
        "an unknown ground": {"ground": "holidays"},
        "a ground with a consent": {"step": "consent"},
        "an instant for a day": {"until_day": "2026-03-18T00:00:00Z"},
    },
    "renewal": {"a day for an instant": {"until": "2026-08-01"}},
    "feedback": {
        "more than decisive": {"usefulness": 4},
        "reasons out of order": {"reasons": ["late", "incomplete"]},
        "none beside an effect": {"effects": ["arrest", "none"]},
        "more false positives than judged": {"judged": 3, "false_positives": 4},
        "false positives of none judged": {"false_positives": 1},
        "a position without a reply": {"position": "contested"},
    },
    "information": {
        "a stage of no incident": {"form": "news"},
        "an unknown stage": {"stage": "rumour"},
        "no piece": {"pieces": 0},
        "a subject in words": {"subject": "the server in the north"},
    },
    "call": {
        "a criterion without emergency": {"basis": "urgent_case"},
        "a basis in a confirmation": {"step": "confirmed"},
        "a call at no instant": {"called_at": "this morning"},
        "a call on no level": {"level": "L5"},
        "a decision in words": {"decision": "they will see to it"},
        "a language that is no tag": {"language": "in English"},
    },
    "escalation": {
        "an unknown level": {"level": "L5"},
        "an unknown trigger": {"trigger": "impatience"},
        "a decision by whoever raises": {"decision": "instructed"},
        "a level in an acknowledgement": {"step": "acknowledged"},
        "a follow-up without a decision": {"follow_up": "2026-03-05T12:00:00Z"},
    },
    "contact": {
        "an address in the clear": {"address": "duty@northmark.example"},
        "an unknown role": {"role": "friendly"},
        "an unknown carrier": {"carrier": "pigeon"},
        "a mandate of a proposal": {"mandate": True},
        "days of a proposal": {"from": "2026-03-01", "until": "2026-03-09"},
    },
    "custody": {
        "a name in the clear": {"names": ["A. Person"]},
        "an unknown event": {"event": "caught"},
        "a grade that there is not": {"source_grade": "G"},
        "an event of a listing": {"step": "listed"},
        "a decision of an event": {"decision": "kept"},
    },
    "suspension": {
        "an unknown scope": {"scope": "the hotline"},
        "an unknown ground": {"ground": "anger"},
        "a series of the whole accord": {"scope": "accord"},
        "a ground of a resumption": {"step": "resumed"},
        "a reason in the clear": {"text": "Because of you."},
    },
    "assessment": {
        "a number for a value": {"value": 2},
        "a confidence that there is not": {"confidence": "certain"},
        "an element that there is not": {"elements": {"malice": "shown"}},
        "an element result that there is not": {"elements": {"nexus": "proved"}},
        "a period that is not over": {"until": "2026-12-31T00:00:00Z"},
        "a period that ends before it begins": {"until": "2025-12-31T00:00:00Z"},
        "not assessable, and no ground": {"value": "not_assessable"},
        "a ground of a value": {"ground": "no_access"},
        "a position of a draft": {"position": "agrees"},
        "a value in a release": {"step": "released"},
        "the reasons in the clear": {"text": "Because."},
    },
    "concern": {
        "a commitment and a subject": {"subject": "cyber"},
        "an unknown element": {"elements": ["malice"]},
        "elements out of order": {"elements": ["theft", "nexus"]},
        "a commitment of an assent": {"step": "assented"},
        "the notice in the clear": {"text": "They did it."},
    },
    "reply": {
        "an unknown position": {"position": "ignored"},
        "the answer in the clear": {"text": "We did not."},
    },
    "round": {
        "a day in words": {"day": "next Tuesday"},
        "a day that does not exist": {"day": "2026-02-30"},
        "an offset beyond 14 hours": {"utc_offset_minutes": 841},
        "an unknown kind": {"kind": "summit"},
        "a ground for a proposal": {"ground": "scheduling"},
        "a last day of a proposal": {"until": "2026-06-15"},
        "a series in words": {"series": "the talks"},
    },
    "outcome": {
        "no point": {"points": 0},
        "a language that accords are not written in": {"language": "fr"},
        "the text in the clear": {"text": "The hotline is tested."},
    },
    "deliverable": {
        "an unknown owner": {"owner": "nobody"},
        "an owner of a delivery": {"step": "delivered"},
        "a promise in the clear": {"text": "Test the hotline."},
    },
    "status": {
        "a class without reclassification": {"urgency": "routine"},
        "a class raised": {"step": "reclassified", "urgency": "emergency"},
        "a ground without postponement": {"step": "update"},
        "postponed to no instant": {"until": "Friday"},
    },
    "response": {
        "an outcome in an interim response": {"step": "interim"},
        "a refusal without ground": {"outcome": "refused_full"},
        "a refusal that does not say whether a part could be supplied": {
            "outcome": "refused_full",
            "ground": "other",
            "ask_again": True,
        },
        "a refusal that does not say whether asking again would help": {
            "outcome": "refused_part",
            "ground": "other",
            "partial_possible": True,
        },
        "a duplicate of nothing": {"outcome": "duplicate"},
        "a ground without refusal": {"ground": "other"},
        "an unknown result of an item": {"items": ["lost"]},
    },
    "withdrawal": {"an unknown reason": {"reason": "bored"}},
    "receipt": {"an attachment that is no hash": {"attachments": ["a.csv"]}},
    "refusal": {"an unknown code": {"code": "unwelcome"}},
    "cut": {"an end before its start": {"until": "2025-07-01T00:00:00Z"}},
    "review": {"figures that are no hash": {"figures": "in time: 9 of 10"}},
    "dispute": {
        "heads without a fork": {"about": "figure"},
        "an unknown step": {"step": "won"},
        "figures of a fork": {"figures": ["T4"]},
        "one head": {"heads": [{"root": EARLIER_LEAF, "size": 12}]},
    },
}

# For some types what makes members of the good body bad.
BAD_BODIES: Mapping[str, Mapping[str, JsonObject]] = {
    "assessment": {
        "evidence that is not what the header names": {"evidence": [EVIDENCE[0]]},
        "evidence out of order": {"evidence": EVIDENCE[::-1]},
        "an element without a reason": {"reasons": {"nexus": "It is alleged."}},
        "a reason of an element that is not judged": {
            "reasons": {"intent": "Clear.", "nexus": "Alleged.", "theft": "Blocked."}
        },
        "no reasons in words": {"text": " "},
    },
    "request": {
        "an element that stands elsewhere": {"elements": {"E05": "Facts once more."}},
        "an element of text that should have members": {"elements": {"E17": "60 days"}},
        "a port that there is not": {
            "elements": {"E11": [{"port": 0, "type": "address", "value": "198.51.100.7"}]}
        },
        "a language that is no tag": {"elements": {"E22": {"language": "English", "status": "x"}}},
        "an item of an unknown category": {"items": [{"category": "all", "sought": "Everything"}]},
        "a period without time zone": {
            "items": [{"from": "2026-02-20T00:00:00", "sought": "Connection records"}]
        },
        "a rule set aside that must hold": {"overrides": {"R01": "We are in a hurry."}},
        "not known without a reason": {"not_known": {"E10": ""}},
        "an element that is blank": {"elements": {"E07": " \u3000\u200b"}},
    },
    "clarification": {
        "a text for one of two questions": {"texts": [{"number": 1, "text": "Who?"}]},
        "the texts out of order": {
            "texts": [{"number": 2, "text": "Which?"}, {"number": 1, "text": "Who?"}]
        },
    },
}

# What the good header of some types cannot be without.
NEEDED: Mapping[str, str] = {
    "assessment": "body",
    "call": "body",
    "check": "ref",
    "clarification": "body",
    "concern": "body",
    "contact": "body",
    "custody": "ref",
    "deliverable": "body",
    "escalation": "body",
    "extension": "body",
}

# What the good header of some types cannot be without once facts of it are changed.
NEEDED_WITH: Mapping[str, tuple[str, JsonObject, str]] = {
    "status": ("no words with a ground that says nothing", {"ground": "other"}, "body"),
}

# What makes the good header of a request bad, whatever its type is.
BAD_LINES: Mapping[str, tuple[bytes, bytes]] = {
    "no line feed": (b'"v":"servanda/1"}\n', b'"v":"servanda/1"}'),
    "a space after a colon": (b'"seq":1', b'"seq": 1'),
    "a field given twice": (b'"seq":1', b'"seq":1,"seq":1'),
    "a number as a float": (b'"seq":1', b'"seq":1.0'),
    "an escaped letter": (b'"from":"alice', b'"from":"\\u0061lice'),
    "upper case in a digest": (b'"prev":"sha256:', b'"prev":"SHA256:'),
    "a first leaf with prev": (b'"seq":1', b'"seq":0'),
    "an empty copy with another root": (b'"root":"sha256:e3', b'"root":"sha256:e4'),
    "a day that does not exist": (b"2026-03-02T", b"2026-02-30T"),
    "twenty-four o'clock": (b"T12:00:00Z", b"T24:00:00Z"),
    "an offset instead of Z": (b"T12:00:00Z", b"T12:00:00+00:00"),
    "a party that leaves its folder": (b'"from":"alice.example"', b'"from":".."'),
    "to oneself": (b'"to":"bob.example"', b'"to":"alice.example"'),
    "another format": (b'"v":"servanda/1"', b'"v":"servanda/2"'),
    "null for a digest": (b'"body":"sha256:', b'"body":null,"bodz":"sha256:'),
    "an integer beyond a double": (b'"items":1', b'"items":9007199254740993'),
}


# What of one attachment the body says; its identity opens nothing.
FILE: Mapping[str, Any] = {
    "identity": "AGE-SECRET-KEY-1" + "Q" * 58,
    "media": "text/csv",
    "name": "a.csv",
    "plain": EARLIER_LEAF,
    "size": 9,
}
GOOD_FILES: Mapping[str, Mapping[str, Any]] = {
    "an attachment that is marked as its statement": {},
    "an attachment with a marking and a use limit of its own": {
        "tlp": "red",
        "use": "intelligence_only",
    },
    "an attachment that is marked looser than its statement": {"tlp": "clear"},
    "an attachment with handling codes and a PAP": {
        "handling": ["no_onward", "originator_control"],
        "pap": "amber",
    },
}
BAD_FILES: Mapping[str, Mapping[str, Any]] = {
    "an attachment with an unknown marking": {"tlp": "blue"},
    "an attachment with an unknown use limit": {"use": "any"},
    "an attachment with an unknown handling code": {"handling": ["secret"]},
    "an attachment with its handling codes out of order": {
        "handling": ["originator_control", "no_onward"]
    },
    "an attachment with a handling code twice": {"handling": ["no_onward", "no_onward"]},
    "an attachment with no handling code in its list": {"handling": []},
    "an attachment with a marking for a PAP": {"pap": "amber_strict"},
    "an attachment whose marking is null": {"tlp": None},
    "an attachment with an unknown member": {"marking": "red"},
    "an attachment with a path for a name": {"name": "../a.csv"},
}
