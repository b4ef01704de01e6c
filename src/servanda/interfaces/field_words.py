"""Words for the inputs of forms, and for the forms themselves: what a person reads beside each.

A member is called by its name in facts or body, which stands in the record; here is what it asks
for. Elements of the request form have their titles in `core/forms/elements.py`.
"""

from collections.abc import Mapping
from typing import Final

from servanda.interfaces.language import text
from servanda.interfaces.words import word

# By the last names of a path: a longer one goes before a shorter one.
FIELD_WORDS: Final[Mapping[str, str]] = {
    # facts
    "tlp": "Marking (TLP)",
    "handling": "Handling codes",
    "pap": "What may be done with it on a network (PAP)",
    "access": "How you can get at what is asked",
    "contests": "Urgency that you hold to be right, if another",
    "outcome": "Outcome",
    "ground": "Ground",
    "facts.items": "What became of the item",
    "partial_possible": "Could a part be supplied?",
    "ask_again": "Would asking again help?",
    "expires_at": "Data are kept until (UTC)",
    "retained": "The request that keeps the clock (leaf hash)",
    "questions.element": "Element of the form",
    "defect": "What is wrong with it",
    "blocking": "Must the work wait for the answer?",
    "result": "Result",
    "until_day": "Answer by the end of this day",
    "facts.until": "Until (UTC)",
    "urgency": "Urgency",
    "criterion": "Criterion of the urgency",
    "commitment": "Commitment relied on",
    "subject": "Subject",
    "use": "Intended use",
    "facts.reason": "Reason",
    "usefulness": "Usefulness, from 0 (not useful) to 3 (decisive)",
    "reasons": "Reasons",
    "effects": "Effects",
    "position": "Position",
    "form": "Form of the information",
    "pieces": "Number of pieces",
    "stage": "Stage of the incident",
    "aware_at": "When you became aware (UTC)",
    # bodies
    "text": "Text",
    "desk": "Desk",
    "file_number": "Your file number",
    "title": "Title",
    "authority": "Requesting authority and unit",
    "brief_facts": "Brief facts",
    "sought": "What is sought",
    "link": "Link between the item and the facts",
    "category": "Category",
    "identifier": "Identifier",
    "from": "From (UTC)",
    "until": "Until (UTC)",
    "not_applicable": "Elements that do not apply",
    # members of elements
    "E11.type": "Kind of identifier",
    "E11.value": "Identifier",
    "E11.port": "Port",
    "E11.at": "In use at (UTC)",
    "capacity": "Capacity",
    "E14.facts": "Facts that make it urgent",
    "whose_risk": "Whose risk",
    "by_when": "By when",
    "follows_by": "The formal request follows by",
    "days": "Days of preservation wished",
    "risk": "Risk",
    "measure": "Measure asked for",
    "harm": "Ongoing harm",
    "side_effects": "Likely side effects",
    "holder_may_be_told": "May the holder be told?",
    "person_may_be_told": "May the person be told?",
    "personal_data": "Are there personal data in it?",
    "retain_until": "Keep no longer than",
    "language": "Language",
    "status": "Status of the translation",
    "name": "Name",
    "reach": "How to reach them",
    "duty": "Is it a duty desk?",
    "E25.until": "Reachable until (UTC)",
    "person": "Identity of the person",
    "basis": "Basis of the identification",
    "warrant_authority": "Authority of the warrant",
    "warrant_date": "Day of the warrant",
    "offence": "Offence",
}

MOVE_WORDS: Final[Mapping[str, str]] = {
    "acknowledge": "Acknowledge the request",
    "review": "Say that it is under review",
    "accept": "Accept the request",
    "begin": "Say that work has begun",
    "update": "Give news",
    "ask": "Ask for clarification",
    "answer": "Answer the request",
    "refuse": "Refuse the request",
    "duplicate": "Answer that it is a duplicate",
    "answer-in-part": "Send a part of the answer",
    "announce-extension": "Announce a later date",
    "propose-extension": "Propose a later date",
    "postpone": "Postpone the request",
    "resume": "Resume the work",
    "reassign": "Say that another desk has it",
    "remind": "Remind of open questions",
    "lapse": "Let the request lapse",
    "reply-to-feedback": "Reply to the feedback",
    "answer-questions": "Answer the questions",
    "allow-questions": "Allow one more round of questions",
    "consent-extension": "Consent to a later date",
    "enquire": "Enquire how it stands",
    "lower-urgency": "Lower the urgency",
    "renew": "Ask for longer preservation",
    "withdraw": "Withdraw the request",
    "give-feedback": "Give feedback",
    "close": "Close the request",
    "reopen": "Reopen the request",
    "information_request": "Request information",
    "preservation": "Request preservation",
    "mitigation": "Request mitigation",
    "investigation": "Request investigative help",
    "information": "Give information unasked",
}


def field_words(path: str, *, language: str) -> str:
    """Return what is asked for at `path`; its own name where there are no words for it."""
    names = [name for name in path.split(".") if not name.isdecimal()]
    for first in range(len(names)):
        found = FIELD_WORDS.get(".".join(names[first:]))
        if found is not None:
            return text(found, language=language)
    return word(names[-1], language=language)


def move_words(name: str, *, language: str) -> str:
    """Return what a form is called."""
    return text(MOVE_WORDS[name], language=language)
