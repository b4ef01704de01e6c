"""Bytes in an unknown encoding become the text that was meant, and a guess is told."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.reading.decoding import clean, cleaned, decode

RUSSIAN = "Сегодня стороны провели переговоры о сотрудничестве в области связи и договорились."
SIMPLIFIED = "两国官员星期二举行会谈，就网络问题交换了意见，双方同意在三月继续对话。"
TRADITIONAL = "兩國官員星期二舉行會談，就網路問題交換了意見，雙方同意在三月繼續對話。"
JAPANESE = "両国の担当者は火曜日に会談し、三月に対話を続けることで合意した。"
KOREAN = "양국 관리들은 화요일에 회담을 하고 삼월에 대화를 이어 가기로 합의하였다."
ENGLISH = "The café’s owner said “no” — naïvely."


def codes(content: bytes, declared: str = "") -> list[str]:
    return [note.code for note in decode(content, declared=declared).notes]


# Without width or meaning in any script; joiners have one, so they are left out of this test.
UNSEEN = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u200c\u200d"),
        max_size=200,
    )
)
def test_what_was_written_as_utf8_comes_back(text: str) -> None:
    decoded = cleaned(decode(text.encode()))

    seen = "".join(
        sign for sign in text if sign not in UNSEEN and not 0xE0000 <= ord(sign) <= 0xE007F
    )
    lines = seen.replace("\u2028", "\n").replace("\u2029", "\n")
    # A blank may stand where something was that nobody saw.
    assert decoded.text.replace(" ", "") == lines.replace(" ", "")
    assert not {note.code for note in decoded.notes} - {"encoding_broken"}


@given(st.binary(max_size=300), st.sampled_from(["", "gbk", "utf-7", "x\x00", "utf-16", "\ud800"]))
def test_any_bytes_become_text_that_can_be_written(content: bytes, declared: str) -> None:
    decoded = cleaned(decode(content, declared=declared))

    assert clean(decoded.text) == (decoded.text, 0)
    decoded.text.encode()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5hkscs"),
        (JAPANESE, "cp932"),
        (KOREAN, "cp949"),
        (ENGLISH, "cp1252"),
        (ENGLISH.replace("’", "'").replace("“no”", '"no"').replace("—", "-"), "cp1252"),
    ],
)
def test_an_old_encoding_is_guessed_and_the_guess_is_told(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))

    assert decoded.text == text
    assert decoded.encoding == encoding
    assert [note.code for note in decoded.notes] == ["encoding_guessed"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_of_byte_order_is_believed_and_dropped(encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding))

    assert decoded.text == SIMPLIFIED
    assert decoded.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_are_seen_without_a_mark(encoding: str) -> None:
    decoded = decode(ENGLISH.encode(encoding))

    assert decoded.text == ENGLISH
    assert decoded.encoding == encoding


def test_what_a_page_declares_comes_after_utf8_that_is_well_formed() -> None:
    assert decode(SIMPLIFIED.encode(), declared="gbk").text == SIMPLIFIED
    assert decode("Zürich".encode("iso8859_2"), declared="ISO-8859-2").text == "Zürich"
    assert codes("Zürich".encode("iso8859_2"), declared="ISO-8859-2") == []


def test_an_encoding_made_for_smuggling_is_not_believed() -> None:
    assert decode(b"+ADw-script+AD4- \xe9", declared="utf-7").text == "+ADw-script+AD4- é"


def test_a_damaged_text_stays_utf8_and_tells_how_often_it_is_broken() -> None:
    content = SIMPLIFIED.encode()
    damaged = content[:30] + content[31:60] + b"\xff" + content[60:]

    decoded = decode(damaged)

    assert decoded.encoding == "utf-8"
    assert "继续对话" in decoded.text
    assert [note.code for note in decoded.notes] == ["encoding_guessed", "encoding_broken"]


def test_a_cut_within_a_letter_is_a_broken_place_not_another_encoding() -> None:
    decoded = decode((ENGLISH * 3).encode()[:-4] + b"\xe2\x80")

    assert decoded.encoding == "utf-8"


def test_lone_surrogates_become_characters_that_can_be_written() -> None:
    broken = codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xd8" + b"c\x00"

    decoded = cleaned(decode(broken))

    assert decoded.text == "ab\ufffdc"
    assert clean("a\ud800b") == ("a\ufffdb", 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("North\u00admark", "Northmark"),
        ("North\u200bmark", "Northmark"),
        ("a\u200d\u00ad\u200db", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)
def test_what_nobody_sees_goes_and_joiners_with_a_meaning_stay(written: str, read: str) -> None:
    assert clean(written) == (read, 0)
    assert clean(read) == (read, 0)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("they \u200bcombined, he said", "they  combined, he said"),
        ("Voss\u200b\u200b, he said", "Voss  , he said"),
        ("\u6c83\u200b\u200b\u65af", "\u6c83\u65af"),
    ],
)
def test_places_stay_what_they_were_where_no_word_hides_what_nobody_sees(
    text: str, read: str
) -> None:
    assert clean(text)[0] == read
