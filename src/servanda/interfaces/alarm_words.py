"""Alarms in the reader's language: what is the matter, and who acts.

The store keeps the sentence of the moment in English, with its numbers, as part of the record;
other languages say what the kind of alarm means. `--json` has the record.

Source: docs/spec/own-safety.md, "Alarms".
"""

from collections.abc import Mapping

from servanda.interfaces.language import ENGLISH, current_language, text

ALARM_TEXTS: Mapping[str, str] = {
    "signing_stopped": (
        "{log}: nothing is signed here. The counterpart shows a head that we signed, and this "
        "store does not lead to it. Run `servanda refill`."
    ),
    "dispute": (
        "{log}: the counterpart claims to hold more of our log than there is and shows no head of "
        "ours: its word against ours. Telephone it; if this machine was restored from a backup, "
        "run `servanda refill` before anything else is said."
    ),
    "claims_more": (
        "{log}: the counterpart says that it holds more of our log than there is. If this store "
        "was restored from a backup, run `servanda refill`."
    ),
    "refill_asked": (
        "{log}: the counterpart asks to be sent both logs. If a person there confirms it, run "
        "`servanda refill` with --allow."
    ),
    "fork": (
        "{log}: the counterpart signed two histories; the alarm holds both heads. Nothing more of "
        "it is copied before a refill on its side."
    ),
    "run_differs": "{log}: leaves that came do not continue what is held; they are kept aside.",
}


def alarm_text(kind: str, message: str, *, log: str, language: str | None = None) -> str:
    """Return what people read of an alarm: in English the sentence of the record."""
    meaning = ALARM_TEXTS.get(kind)
    wanted = current_language() if language is None else language
    if meaning is None or wanted == ENGLISH:
        return f"{kind}: {message}"
    return text(meaning, language=language).format(log=log)
