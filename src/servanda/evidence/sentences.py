"""Cut a paragraph into sentences, where a full stop is one and not part of a word.

`U.S.`, `Nov.`, `Mr.` and initials do not end a sentence unless what follows can only begin one.
Used by every folder that asks what stands together: speakers, claims, expressions of time.

Source: docs/spec/evidence/documents.md, "Sentences".
"""

import re

# A mark that can end a sentence, with the marks that close a quotation or a bracket after it.
# Behind Latin marks a space or the end must come; Chinese needs none.
_END = re.compile(
    r"(?P<latin>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?=\s|$)"
    r"|(?P<han>[。！？]+|……)[”’」』）》\"]*"
    r"|(?P<gap>\n[^\S\n]*\n)"
)
_LAST_WORD = re.compile(r"[\w.&-]*\w$")
_LOOKED_BACK = 40  # characters; longer words are none
_LIST_DIGITS = 2  # of a number that begins a point of a list; a year has four


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt cmdr adm maj brig rev hon messrs pres "
    "amb supt det st mt ft vs e.g i.e cf viz p pp nos fig art vol ed op approx"
)
# Before a number only.
_BEFORE_NUMBER = _words("no sec ch par para")
_DAYS_AND_MONTHS = _words(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
_OFTEN_WITHIN = _words(
    "inc corp co ltd llc plc bros jr sr etc al dept govt assn univ ave blvd rd ala ariz ark "
    "calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mont neb nev okla "
    "ore pa tenn tex va vt wash wis wyo rs ph.d"
)
# Words that, with a capital letter, hardly stand within a name.
_OPENERS = _words(
    "a an the this that these those it he she they we i you his her their its our my there "
    "here in on at by for from with of to as if when while where what who how why after "
    "before since during until although though because but and or so yet still also now then "
    "however meanwhile moreover according some many most other others one two both each no "
    "not all any such more several asked last"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")
_OPENING_MARK = re.compile(r"[\"'“‘«(\[–—-]+")
_NEXT_WORD = re.compile(r"[^\W_]+")

# A question or a call in quotation marks, whose speaker comes behind it: one sentence.
_CUE_AFTER = re.compile(
    r"\s+(?:[A-Z][\w.’'-]*|he|she|they|it|we|i|the|a|an|one|of)"
    r"(?:\s+[\w.’'-]+){0,4}?\s+"
    r"(?:said|says|say|asked|asks|told|wrote|writes|added|adds|replied|warned|tweeted|declared)\b",
    re.IGNORECASE,
)
_HAN_CUE_AFTER = re.compile(r"[^。！？“「\n]{0,12}?(?:说|說|表示|指出|称|稱|问|問|道|强调|強調)")


def sentences(text: str, *, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return start and end of each sentence between `start` and `end`, in order.

    Together they hold every character there but white space around them.
    """
    found: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.group("gap") is None and not _ends(text, match, begin=begin, end=end):
            continue
        _add(found, text, begin, match.end())
        begin = match.end()
    _add(found, text, begin, end)
    return tuple(found)


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        found.append((start, start + len(stripped)))


def _ends(text: str, match: re.Match[str], *, begin: int, end: int) -> bool:
    if match.group("han") is not None:
        quoted = match.group()[-1] in '”」』"'
        return not (quoted and _HAN_CUE_AFTER.match(text, match.end(), end))
    following = text[match.end() : end].lstrip()
    if not following:
        return True
    opening = _OPENING_MARK.match(following)
    word = _NEXT_WORD.match(following, opening.end() if opening else 0)
    next_word = word.group() if word else ""
    if next_word[:1].islower():
        return False
    if match.group("latin") != ".":
        return not (match.group("close") and _CUE_AFTER.match(text, match.end(), end))
    if match.group("close"):
        return True
    before = text[max(begin, match.start() - _LOOKED_BACK) : match.start()].strip()
    return not _goes_on(before, next_word, is_first=not before, is_marked=bool(opening))


def _goes_on(before: str, next_word: str, *, is_first: bool, is_marked: bool) -> bool:
    """Tell whether a full stop after `before` belongs to its last word and no sentence ends."""
    found = _LAST_WORD.search(before)
    if is_first or not found:
        return False
    word = found.group()
    lower = word.lower()
    if lower in _NEVER_LAST:
        return True
    if lower in _DAYS_AND_MONTHS or lower in _BEFORE_NUMBER:
        return next_word[:1].isdigit()
    if word.isdigit() and len(word) <= _LIST_DIGITS and found.start() == 0:
        return True  # the number of a list
    if _DOTTED.match(word) or (len(word) == 1 and word.isupper()) or lower in _OFTEN_WITHIN:
        return not (is_marked or next_word.lower() in _OPENERS)
    return False
