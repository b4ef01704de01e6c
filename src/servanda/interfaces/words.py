"""Words for the codes of statements: what a person reads where the record has a code.

The English words are those of docs/glossary.md; other languages stand in the catalogues. What
documents show alike stands with them, in `documents/code_names.py`.
"""

from collections.abc import Mapping

from servanda.documents.code_names import CODE_NAMES
from servanda.interfaces.language import current_language, text

CODE_WORDS: Mapping[str, str] = {
    # types of statements
    "proposal": "proposal",
    "acceptance": "acceptance",
    "key": "key",
    "check": "communication check",
    "request": "request",
    "acknowledgement": "acknowledgement",
    "status": "status update",
    "response": "response",
    "withdrawal": "withdrawal",
    "clarification": "clarification",
    "extension": "extension",
    "renewal": "renewal",
    "feedback": "feedback",
    "information": "information",
    "call": "call",
    "calendar": "calendar",
    "receipt": "receipt",
    "refusal": "refusal",
    "cut": "cut",
    "review": "review",
    "dispute": "dispute",
    # modes of an accord
    "real": "real",
    "exercise": "exercise",
    "demonstration": "demonstration",
    # states of a proposal
    "proposed": "proposed",
    "received": "received",
    "in_force": "in force",
    "replaced": "replaced",
    # how far a statement has come before its receipt
    "approved": "approved",
    "transmitted": "transmitted",
    # states of a request, its clocks, and what people are told about them
    "delivered": "delivered",
    "acknowledged": "acknowledged",
    "under_review": "under review",
    "in_execution": "in execution",
    "postponed": "postponed",
    "responded": "answered",
    "feedback_given": "feedback given",
    "closed": "closed",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "undeliverable": "undeliverable",
    "decision": "decision",
    "answer": "answer",
    "update": "update",
    "right_of_reply": "right of reply",
    "escalation": "escalation",
    "expiry": "expiry",
    "written_request": "request in writing",
    "reminder": "reminder",
    "breach": "breach",
    "expiry_30": "expires within 30 days",
    "expiry_14": "expires within 14 days",
    "expiry_3": "expires within 3 days",
    "expired": "expired",
    # why the seed of a key is kept
    "in_use": "in use",
    "in_card": "named by our card, until the next sheet",
    "live": "live in a log",
    "not_seen": "retired, not seen yet by the counterpart",
    # outcomes of a final response
    "fulfilled_full": "fulfilled in full",
    "fulfilled_part": "fulfilled in part",
    "nil_return": "nothing found",
    "conditional": "fulfilled under conditions",
    "transferred": "transferred",
    "refused_full": "refused in full",
    "refused_part": "refused in part",
    "not_competent": "not competent",
    "duplicate": "duplicate",
    # steps of statements about a request
    "enquiry": "enquiry",
    "reassigned": "reassigned",
    "resumed": "resumed",
    "reopened": "reopened",
    "reclassified": "reclassified",
    "notice": "notice",
    "consent": "consent",
    "ask": "question",
    "interim": "interim",
    "final": "final",
    "reply": "reply",
    # why a statement was refused
    "not_understood": "not understood",
    "body_missing": "body missing",
    "body_mismatch": "body does not match",
    # defects of an element, and what the answers to questions were
    "missing": "missing",
    "unclear": "unclear",
    "invalid": "invalid",
    "inconsistent": "inconsistent",
    "further": "further particulars",
    "supplied": "supplied",
    "corrected": "corrected",
    "already_in_form": "already in the form",
    "new_information": "new information",
    "cannot_supply": "cannot be supplied",
    # grounds of an extension
    "judicial_authorisation": "judicial authorisation",
    "third_party_consultation": "consultation of a third party",
    "volume_of_data": "volume of data",
    "complexity": "complexity",
    "translation": "translation",
    "technical_failure": "technical failure",
    "other": "other",
    # reasons and effects in feedback
    "late": "too late",
    "incomplete": "incomplete",
    "wrong_data": "wrong data",
    "format": "wrong format",
    "language": "wrong language",
    "already_known": "already known",
    "not_actionable": "not actionable",
    "blocked": "blocked",
    "victim_notified": "victim notified",
    "investigation_opened": "investigation opened",
    "arrest": "arrest",
    "takedown": "takedown",
    "none": "none",
    "accepted": "accepted",
    "contested": "contested",
    # forms and stages of information
    "early_warning": "early warning",
    "notification": "notification",
    "final_report": "final report",
    # markings, use limits, and the doors that they hold shut
    "clear": "TLP:CLEAR",
    "green": "TLP:GREEN",
    "amber": "TLP:AMBER",
    "amber_strict": "TLP:AMBER+STRICT",
    "red": "TLP:RED",
    "evidential": "also as evidence",
    "evidential_with_consent": "as evidence with consent alone",
    "investigative": "for the investigation alone",
    "intelligence_only": "for intelligence alone",
    "as_stated": "as its text states",
    "no_judicial_use": "no judicial use without consent",
    "no_onward": "no onward transmission without consent",
    "originator_control": "its author controls where it goes",
    "prevention_only": "for the prevention of crime alone",
    "pap_green": "PAP:GREEN",
    "pap_amber": "PAP:AMBER",
    "pap_red": "PAP:RED",
    "own_folder": "plain file in our own house",
    "other_party": "another party",
    "outsider": "outsider",
    "court": "court",
    # bases of a call
    "urgent_case": "urgent case",
}


def word(code: str, *, language: str | None = None) -> str:
    """Return the word for `code`; a code without one stands for itself."""
    english = CODE_WORDS.get(code)
    if english is not None:
        return text(english, language=language)
    return CODE_NAMES[current_language() if language is None else language].get(code, code)
