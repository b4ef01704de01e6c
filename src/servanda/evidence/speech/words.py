"""Kinds of words, as far as a small closed list and the shape of a word tell.

Used by `speech/tokens.py` to find the phrase before or after a reporting verb without a
parser: what is in no list and is not capitalised counts as a noun or an adjective.

Source: docs/spec/evidence/voices.md, "Phrases".
"""

from enum import IntEnum
from typing import Final

from servanda.evidence.speech.verbs import VERBS
from servanda.evidence.speech.word_lists import words_of


class Kind(IntEnum):
    """What a token is to the search for a phrase."""

    WORD = 0  # noun, adjective, or unknown
    NAME = 1  # capitalised
    PRONOUN = 2  # as a subject
    DETERMINER = 3
    PREPOSITION = 4
    CONJUNCTION = 5
    SUBORDINATOR = 6
    AUXILIARY = 7
    ADVERB = 8
    TIME = 9  # Monday, yesterday, March
    COMMA = 10
    STOP = 11
    COLON = 12
    SEMICOLON = 13
    DASH = 14
    OPEN = 15
    CLOSE = 16
    QUOTE = 17  # one quotation, marks included
    NUMBER = 18
    REPORT = 19  # in `verbs.VERBS`
    VERB = 20  # another verb
    POSSESSIVE = 21  # Carol's
    TITLE = 22  # Mr, Sen
    OBJECT = 23  # him, them
    RELATIVE = 24  # who, which


_LISTS: dict[Kind, str] = {
    Kind.PRONOUN: "he she they we i you it he'd she'd he'll she'll they'd he's she's they're",
    Kind.OBJECT: "him them us me himself herself themselves itself myself",
    Kind.RELATIVE: "who which whom whose",
    Kind.DETERMINER: """the a an this these those his her their its my our your some many several
        other most all both no any each every another one two three four five six seven eight nine
        ten few more such""",
    Kind.PREPOSITION: """of for from in at with to on by near against about into over under between
        through during after before since until without within among around behind across toward
        towards like than upon via amid despite following including off out up per versus
        regarding concerning beyond throughout besides alongside outside inside down""",
    Kind.CONJUNCTION: "and or but nor yet so &",
    Kind.SUBORDINATOR: """that as if when because while although though whether where how why what
        unless whereas once whenever wherever""",
    Kind.AUXILIARY: """is was are were be been being has had have having will would could can may
        might should shall must do does did doing don't doesn't didn't isn't wasn't aren't weren't
        hasn't hadn't haven't won't wouldn't couldn't can't shouldn't cannot not never""",
    Kind.ADVERB: """also later then earlier again further just even still too now here there already
        soon often always sometimes instead however moreover meanwhile nevertheless nonetheless
        indeed perhaps maybe rather quite very first ago therefore thus otherwise afterward
        afterwards twice right much well ever almost back simply please""",
    Kind.TIME: """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow
        tonight january february march april june july august september october november december
        jan feb mar apr aug sept oct nov dec tue tues thurs""",
    Kind.TITLE: """mr mrs ms dr sen rep gov gen lt col sgt capt prof rev hon messrs adm cmdr maj st
        jr sr""",
    Kind.VERB: """came come comes took take takes taking got get gets getting left leave leaves ran
        run runs running won win wins lost lose loses met meet meets held hold holds stood stand
        stands sat sit sits led lead leads kept keep keeps brought bring brings built fell fall
        falls rose rise rises grew grow grows became become becomes sent send sends spent spend
        set sets let lets drew draw draws drove wore threw chose fought fight fights caught bought
        paid pay pays sold went going goes turned work works worked live lives need needs seek
        sought tried try tries trying help helps remain remains move moves stay stays has've
        serve serves include includes provide provides create creates follow follows struck
        broke spread cut shot died""",
}


def _table() -> dict[str, Kind]:
    table: dict[str, Kind] = {}
    for kind, words in _LISTS.items():
        for word in words.split():
            table.setdefault(word, kind)
    for form in VERBS:
        table.setdefault(form, Kind.REPORT)
    return table


KINDS: Final = _table()

# A full stop after these ends no sentence.
_ABBREVIATED = """
mr mrs ms dr sen rep gov gen lt col sgt capt prof rev hon messrs adm cmdr maj st jr sr inc corp
co ltd no vs jan feb mar apr jun jul aug sept sep oct nov dec ala ariz ark calif colo conn del
fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash
wis wyo dept univ assn ave blvd sens reps govs
"""
ABBREVIATED: Final = words_of(_ABBREVIATED)
