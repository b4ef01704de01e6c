"""What a finding of the node about itself means, in the reader's language.

The finding has the sentence of the moment in English, with its numbers; here stands what it means
and who acts. A finding without words of its own is shown by that sentence alone.
"""

from servanda.interfaces.language import text


def level_words(level: str, *, language: str) -> str:
    """Return how grave a finding is."""
    match level:
        case "fault":
            return text("fault: nothing is signed", language=language)
        case "warning":
            return text("needs a person", language=language)
        case _:
            return text("sound", language=language)


def finding_meaning(code: str, *, language: str) -> str:
    """Return what findings of this code mean; empty for one without words of its own."""
    known = {
        "set-up": text("The home can be read and its keys work.", language=language),
        "database": text("What the database says of itself.", language=language),
        "log": text("The log is as it was signed.", language=language),
        "audit-log": text("The log of what was done here.", language=language),
        "audit-gap": text(
            "Entries of the audit log are missing; ask the auditor.", language=language
        ),
        "keys-expire": text("When keys stop being used.", language=language),
        "due-for-erasure": text(
            "Bodies are held past their retention date; an approver erases them.",
            language=language,
        ),
        "forked": text(
            "The counterpart showed two logs; telephone it and export the evidence.",
            language=language,
        ),
        "carrier-rests": text(
            "A carrier failed and rests; what is to be said goes by the others.",
            language=language,
        ),
        "bounced": text(
            "The last envelope came back; ask the counterpart for its address.", language=language
        ),
        "unreceipted": text("The counterpart has not receipted what was sent.", language=language),
    }
    return known.get(code, "")
