"""Turn bytes of unknown origin into text, and say what had to be guessed or was broken.

A cleaned text has line feeds alone as line ends, no byte order mark, no lone surrogates and no
control characters but tab and line feed, so it can be written as UTF-8 and stored anywhere.
Nothing is dropped that a reader would see.

Source: docs/spec/evidence/documents.md, "Encodings"; names of encodings: WHATWG Encoding.
"""

import codecs
import re
from dataclasses import dataclass, replace

from servanda.evidence.documents import Note
from servanda.evidence.reading.media_types import wide_byte_order
from servanda.evidence.reading.notes import note


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and the encoding it was in.

    Attributes:
        text: Without a byte order mark; as the module's head says once it is `cleaned`.
        encoding: Python's name.
        notes: What was guessed or broken.
    """

    text: str
    encoding: str
    notes: tuple[Note, ...]


_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels that pages use, to the codec that browsers take for them: each is the wider of two.
# What is not here is not believed: UTF-7 and the like exist to smuggle characters.
_BELIEVED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
    **{f"cp{page}": f"cp{page}" for page in range(1250, 1259)},
}
_LAST_RESORT = "cp1252"  # what browsers take for a page that declares nothing

# Candidates where nothing is declared, each with letters that no text in its language goes without
# and their least share, in permille of what is beyond ASCII. A wrong codec yields rare characters.
_FREQUENT: tuple[tuple[str, int, frozenset[str]], ...] = (
    (
        "gb18030",
        150,
        frozenset(
            "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
            "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本"
            "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问"
            "，。、：；？！“”（）《》"
        ),
    ),
    (
        "big5hkscs",
        150,
        frozenset(
            "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
            "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本"
            "前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問"
            "，。、：；？！「」（）《》"
        ),
    ),
    (
        "cp932",
        250,
        frozenset("のにはをたがでてとしれさいるなもらっりくかこあすまよけどスンルトー、。「」"),
    ),
    ("cp949", 150, frozenset("이다의는에을가하고한지도로은기사를인어자들")),
    ("cp1251", 600, frozenset("оеаинтсрвлкмдпуяОЕАИНТСРВЛК")),
    ("koi8_r", 600, frozenset("оеаинтсрвлкмдпуяОЕАИНТСРВЛК")),
)
# Letters in all for each beyond ASCII: above it the text is Latin with a few accents.
_MAX_LATIN = 4
_GUESSED_FROM = 20_000  # bytes; more tells nothing new

# Broken bytes among well-formed sequences beyond ASCII: below this the text was UTF-8 and was
# damaged; above it, it never was.
_MAX_BROKEN_PERMILLE = 250


def decode(content: bytes, *, declared: str = "") -> Decoded:
    """Return the text of `content`.

    In this order: (1) a mark of byte order, (2) UTF-8 that is well formed, (3) what the page
    declares, (4) zeros in every second byte, (5) UTF-8 with few broken places, (6) the candidate
    whose language's most frequent letters the text has, (7) Windows-1252.

    Args:
        content: Any bytes.
        declared: The label that a page gives for itself, as written; untrusted.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)  # (1)
    if (text := _strict(content, "utf-8")) is not None:
        wide = wide_byte_order(content[:_GUESSED_FROM]) if "\x00" in text else ""
        if not wide:
            return _finished(text, "utf-8", ())  # (2)
        return _decoded(content, wide, note("encoding_guessed", encoding=wide))  # (4)
    codec = _BELIEVED.get(declared.strip().lower(), "")
    if codec and codec != "utf-8" and (text := _strict(content, codec)) is not None:
        return _finished(text, codec, ())  # (3)
    encoding = _guessed(content)
    return _decoded(content, encoding, note("encoding_guessed", encoding=encoding))


def _guessed(content: bytes) -> str:
    if wide := wide_byte_order(content[:_GUESSED_FROM]):
        return wide  # (4)
    if _is_damaged_utf8(content):
        return "utf-8"  # (5)
    likely = [
        (share * 1000 // least, encoding)
        for encoding, least, frequent in _FREQUENT
        if (share := _share(content, encoding, frequent)) >= least
    ]
    return max(likely)[1] if likely else _LAST_RESORT  # (6), (7)


def _share(content: bytes, encoding: str, frequent: frozenset[str]) -> int:
    """Return how many in a thousand of the characters beyond ASCII are among `frequent`."""
    # The cut may fall within a character, whose first bytes are then no error.
    text = codecs.getincrementaldecoder(encoding)("replace").decode(content[:_GUESSED_FROM])
    beyond = [letter for letter in text if letter > "\x7f"]
    if len(beyond) * _MAX_LATIN < sum(letter.isalpha() for letter in text):
        return 0
    return sum(letter in frequent for letter in beyond) * 1000 // max(len(beyond), 1)


def _is_damaged_utf8(content: bytes) -> bool:
    text = content[:_GUESSED_FROM].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in text) - broken
    return broken * 1000 <= _MAX_BROKEN_PERMILLE * whole


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _decoded(content: bytes, encoding: str, *notes: Note) -> Decoded:
    return _finished(content.decode(encoding, "replace"), encoding, notes)


_TO_CLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What has no width and no meaning in any script: soft hyphens, breaks of no width, tags. In the
# middle of a name they make another name of it that looks the same. Joiners have a meaning between
# letters of some scripts, and none between Latin ones.
_UNSEEN = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f"
# The same signs one by one, and how the tags among them begin in UTF-8.
_UNSEEN_SIGNS = "\u00ad\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_TAG_MARKS = (b"\xf3\xa0\x80", b"\xf3\xa0\x81")
_INVISIBLE = re.compile(f"(?<=[A-Za-z])[\u200c\u200d{_UNSEEN}]+(?=[A-Za-z])|[{_UNSEEN}]+")


def _finished(text: str, encoding: str, notes: tuple[Note, ...]) -> Decoded:
    text = text.removeprefix("\ufeff")
    broken = text.count("\ufffd")
    if broken:
        notes = (*notes, note("encoding_broken", count=broken))
    return Decoded(text=text, encoding=encoding, notes=notes)


def cleaned(decoded: Decoded) -> Decoded:
    """Return `decoded` with a text as the module's head states."""
    text, controls = clean(decoded.text)
    if not controls:
        return replace(decoded, text=text)
    found = note("control_characters", count=controls)
    return replace(decoded, text=text, notes=(*decoded.notes, found))


def clean(text: str) -> tuple[str, int]:
    """Return `text` with line feeds alone as line ends, and how many characters were none.

    Control characters and lone surrogates become U+FFFD, so that nothing vanishes unseen; what
    was invisible to begin with goes from inside words, and is a blank elsewhere.
    """
    if _has_invisible(text):
        text = _INVISIBLE.sub(_seen, text)
    if not _TO_CLEAN.search(text):
        return text, 0
    text = _LINE_ENDS.sub("\n", text)
    text, controls = _CONTROLS.subn("\ufffd", text)
    text, surrogates = _SURROGATES.subn("\ufffd", text)
    return text, controls + surrogates


def _seen(found: re.Match[str]) -> str:
    """Return what stands for invisible characters: nothing inside a word, elsewhere blanks.

    As many blanks as there were characters: whoever counts in the text that was handed in finds the
    same places in ours, but behind a word that somebody wrote to deceive.
    """
    text, start, end = found.string, found.start(), found.end()
    is_inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return "" if is_inside else " " * (end - start)


def count_invisible(text: str) -> int:
    """Return how many characters of a text nobody sees, and `clean` takes away."""
    return sum(map(len, _INVISIBLE.findall(text))) if _has_invisible(text) else 0


def _has_invisible(text: str) -> bool:
    """Tell whether the pattern has to look, which takes a hundred times as long."""
    if text.isascii():
        return False
    if any(sign in text for sign in _UNSEEN_SIGNS):
        return True
    content = text.encode("utf-8", "surrogatepass")
    return any(mark in content for mark in _TAG_MARKS)
