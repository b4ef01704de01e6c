"""Numbers as texts write them: "22", "twenty-four", "two thousand", "nineteen ninety-seven".

Source: docs/spec/evidence/times.md, "Numbers".
"""

_SMALL_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_SMALL_WORDS.split())}
_TENS = {word: number for number, word in zip(range(20, 100, 10), _TENS_WORDS.split(), strict=True)}
ORDINAL_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}
MAX_NUMBER = 10**6  # more units of any kind than history has

NUMBER_WORDS = (*_SMALL, *_TENS, "hundred", "thousand", "dozen")
WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
CARDINAL = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{WORDS})(?:[\s-](?:and\s)?(?:{WORDS})){{0,8}})"
)
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty[\s-]|thirty[\s-])?(?:{'|'.join(ORDINAL_WORDS)}))"
_YEAR_TENS = "|".join(_TENS)
SPOKEN_YEAR = (
    rf"(?:(?:nineteen|eighteen|seventeen|twenty)\s(?:(?:{_YEAR_TENS})"
    rf"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
    rf"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))"
)


def parse_number(text: str) -> float | None:
    """Return what `text` says, or None where it is no number or beyond `MAX_NUMBER`."""
    plain = text.lower().replace(",", "")
    if plain[:1].isdigit():
        number = float(plain) if plain.replace(".", "", 1).isdecimal() and plain.isascii() else None
    else:
        number = _from_words(plain.replace("-", " ").split())
    return number if number is not None and number <= MAX_NUMBER else None


def _from_words(words: list[str]) -> float | None:
    total, current = 0, 0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        elif word not in {"and", "a"}:
            return None
    return float(total + current)


def parse_ordinal(text: str) -> int | None:
    """Return the number of "12th", "eighth", "twenty-first"; None where it is none."""
    plain = text.lower()
    if plain[:1].isdigit():
        digits = plain.rstrip("stndrh")
        return int(digits) if digits.isdecimal() else None
    total = 0
    for word in plain.replace("-", " ").split():
        number = ORDINAL_WORDS.get(word) or _TENS.get(word)
        if number is None:
            return None
        total += number
    return total or None


def parse_spoken_year(text: str) -> int | None:
    """Return the year of "nineteen ninety-seven"."""
    if text.lower().split() == ["two", "thousand"]:
        return 2000
    head, _, tail = text.lower().partition(" ")
    century = _SMALL.get(head) or _TENS.get(head)
    rest = _from_words(tail.replace("-", " ").split())
    return None if century is None or rest is None else century * 100 + int(rest)
