"""Tell the language of a text by its script, and among Latin and Cyrillic ones by small words.

Rules downstream are written for English and Chinese; any other language is named so that a reader
knows why little was found in it.

Source: docs/spec/evidence/documents.md, "Language".
"""

import re
from collections import Counter

UNKNOWN = "und"

# A text's first characters tell as much as all of them.
_LOOKED_AT = 5000
# Fewer letters than this tell nothing.
_MIN_LETTERS = 20

# First and last letter of each stretch of a script.
_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("A", "Z", "latin"),
    ("a", "z", "latin"),
    ("\u00c0", "\u024f", "latin"),
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u04ff", "cyrillic"),
    ("\u05d0", "\u05ea", "hebrew"),
    ("\u0620", "\u06d3", "arabic"),
    ("\u0900", "\u097f", "devanagari"),
    ("\u0e00", "\u0e7f", "thai"),
    ("\u1100", "\u11ff", "hangul"),
    ("\u1e00", "\u1eff", "latin"),
    ("\u3040", "\u30ff", "kana"),
    ("\u3400", "\u4dbf", "han"),
    ("\u4e00", "\u9fff", "han"),
    ("\uac00", "\ud7af", "hangul"),
)
_WEIGHTS = {"han": 3, "kana": 3, "hangul": 2}
_ONE_LANGUAGE = {"hangul": "ko", "hebrew": "he", "greek": "el", "thai": "th", "devanagari": "hi"}

# The most frequent words that no other language of the table shares.
_SMALL_WORDS_AS_WRITTEN = {
    "en": "the of and to that is was for with it by from at has his are this",
    "fr": "le les et des est une dans qui pour au sur pas plus du aux cette",
    "de": "der die und das den von ist mit dem nicht ein eine für auf sich im",
    "es": "el los y las por una con para del su al lo como más pero",
    "it": "il di che è della per un con non del gli dei sono alla nel",
    "pt": "o os do da em um uma não com dos das ao pelo mais são",
    "nl": "het een van en dat op te zijn niet voor met aan ook wordt",
    "pl": "w i na z się nie do jest że od przez po jak oraz",
    "tr": "ve bir bu için ile de da olarak daha çok gibi",
    "vi": "và của là các có được trong cho một không những với",
    "id": "yang dan di untuk dengan dari ini pada tidak dalam itu",
}
_SMALL_WORDS = {
    language: frozenset(words.split()) for language, words in _SMALL_WORDS_AS_WRITTEN.items()
}
_MIN_SMALL_WORDS_PERMILLE = 60
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`, or `und` where too little tells it."""
    head = text[:_LOOKED_AT]
    counts: Counter[str] = Counter()
    for letter, count in Counter(head).items():
        counts[_script_of(letter)] += count
    del counts[""]
    # A Han sign says as much as several letters; names in Latin letters stand in Chinese texts.
    for script, weight in _WEIGHTS.items():
        counts[script] *= weight
    if counts.total() < _MIN_LETTERS:
        return UNKNOWN
    script = max(sorted(counts), key=lambda each: counts[each])
    if script in ("han", "kana"):
        # Japanese is never without kana; a Chinese text may hold a name in them.
        return "ja" if counts["kana"] * 10 > counts["han"] else "zh"
    if script == "cyrillic":
        return "uk" if re.search("[іїєґ]", head, re.IGNORECASE) else "ru"
    if script == "arabic":
        if re.search("[ٹڈڑےں]", head):
            return "ur"
        return "fa" if re.search("[پچژگ]", head) else "ar"
    return _ONE_LANGUAGE.get(script) or _latin(head)


def _script_of(letter: str) -> str:
    return next((name for first, last, name in _SCRIPTS if first <= letter <= last), "")


def _latin(head: str) -> str:
    words = _WORD.findall(head.lower())
    seen = Counter(words)
    scores = {
        language: sum(seen[word] for word in small) for language, small in _SMALL_WORDS.items()
    }
    best = max(scores, key=lambda each: scores[each])
    return best if scores[best] * 1000 >= _MIN_SMALL_WORDS_PERMILLE * len(words) else UNKNOWN
