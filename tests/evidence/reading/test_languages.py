"""The language of a text is told from its script and its small words."""

import pytest

from servanda.evidence.reading.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry said that the talks were useful and that they will go on.", "en"),
        ("Le ministère a dit que les entretiens étaient utiles et dans son intérêt.", "fr"),
        ("Das Ministerium sagte, die Gespräche seien nützlich und nicht die letzten.", "de"),
        ("El ministerio dijo que las conversaciones fueron útiles y que los equipos siguen.", "es"),
        ("两国官员举行会谈，Northmark 外交部表示对话有益。", "zh"),
        ("両国の担当者は火曜日に会談し、対話を続けることで合意した。", "ja"),
        ("양국 관리들은 화요일에 회담을 하고 대화를 이어 가기로 하였다.", "ko"),
        ("Стороны провели переговоры и договорились.", "ru"),
        ("Сторони провели переговори і домовилися про співпрацю.", "uk"),
        ("قالت الوزارة إن المحادثات كانت مفيدة وستستمر في مارس", "ar"),
        ("وزارت گفت که گفتگوها مفید بود و ادامه پیدا می‌کند", "fa"),
        ("המשרד אמר כי השיחות היו מועילות ויימשכו במרץ", "he"),
        ("Το υπουργείο είπε ότι οι συνομιλίες ήταν χρήσιμες", "el"),
        ("", "und"),
        ("12345 67890 --- 2031", "und"),
        ("Kqx vbn wrt zzz plm okn ijb uhv ygc tfx rdz", "und"),
    ],
)  # fmt: skip
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language
