"""What the terms of an accord are called, for people: times, natures, clocks, changes."""

from collections.abc import Mapping

from servanda.core.accords.terms import ANY
from servanda.interfaces.language import text
from servanda.interfaces.words import word


def time_words(unit: str, amount: int, *, language: str) -> str:
    """Return how long something may take."""
    match unit:
        case "hours":
            return text("{amount} hours", language=language).format(amount=amount)
        case "calendar_days":
            return text("{amount} calendar days", language=language).format(amount=amount)
        case "working_days":
            return text("{amount} working days", language=language).format(amount=amount)
        case "months":
            return text("{amount} months", language=language).format(amount=amount)
        case _:
            return text("counts up, never late", language=language)


def term_word(code: str, *, language: str) -> str:
    """Return the word for a nature of commitments, a clock, or a kind and urgency of requests."""
    words = {
        "continuing": text("continuing", language=language),
        "conditional": text("under conditions", language=language),
        "prohibition": text("prohibition", language=language),
        "process": text("process", language=language),
        "deliverable": text("deliverable", language=language),
        "arrangement": text("arrangement", language=language),
        "review": text("review", language=language),
        "recurring": text("recurring", language=language),
        "decision": text("decision", language=language),
        "answer": text("answer", language=language),
        "update": text("update", language=language),
        "right_of_reply": text("right of reply", language=language),
        "escalation": text("escalation", language=language),
        "direct": text("direct access", language=language),
        "indirect": text("indirect access", language=language),
    }
    return words.get(code) or word(code, language=language)


def clock_key_words(key: tuple[str, ...], *, language: str) -> str:
    """Return which clock is meant: its name, and the kind, urgency and access it is for."""
    return ", ".join(term_word(part, language=language) for part in key if part != ANY)


def change_words(*, language: str) -> Mapping[str, str]:
    """Return what each change from one version to the next is called."""
    return {
        "added": text("added", language=language),
        "removed": text("removed", language=language),
        "nature": text("another nature", language=language),
        "only": text("another passage of one text alone", language=language),
        "text": text("other words", language=language),
        "amount": text("another amount", language=language),
        "roll": text("another way to treat days off", language=language),
        "source": text("another source", language=language),
        "unit": text("another unit", language=language),
        "value": text("another value", language=language),
    }


def version_words(number: int, *, language: str) -> str:
    """Return what a version is called; the first is number 1."""
    return text("version {number}", language=language).format(number=number)
