"""What only one outlet prints below its articles is furniture; what it prints again is not."""

from servanda.evidence.documents import BlockKind, Document
from servanda.evidence.reading.outlets import Outlets
from servanda.evidence.reading.read import read_document
from servanda.evidence.reading.repeated import (
    MAX_LOOKED_AT,
    REPEATED,
    mark_repeated,
    repeated_lines,
)
from tests.evidence.shared import seeds

OUTLETS = Outlets(
    domains={"courier.example": "Southmere Courier", "ledger.example": "Port Ledger"},
    marks={"Hill.TV": "The Hill", "{mosads}": "The Hill"},
)
MAIL = "Contact us at desk@courier.example"
REMARK = (
    "The Southmere Courier has brought the news of the coast to its readers since the harbour of "
    "Calder was dug, and it belongs to nobody but them."
)
BACKGROUND = (
    "The first round of the dialogue on cybercrime was held in Port Ellery in December, after a "
    "week in which both sides had said that it would not take place at all."
)
SUBJECTS = ("ferries", "shipyards", "pensions", "turbines", "harbours")


def article(subject: str, *below: str, mail: str = MAIL) -> Document:
    lines = (
        f"Ministers of both states speak of {subject}",
        f"The ministers of both states met on Tuesday to speak of {subject}, officials said.",
        f"Nobody would say what was agreed on {subject}, or when the next meeting will be held.",
        f"A report on {subject} is due in March, and it will be read with care in Northport.",
        *below,
        mail,
    )
    return read_document("\n\n".join(lines).encode(), name=subject, outlets=OUTLETS)


def marked(documents: list[Document]) -> list[list[str]]:
    repeated = repeated_lines(documents)
    return [
        [document.text_of(block.span) for block in document.blocks if block.how == REPEATED]
        for document in (mark_repeated(each, repeated) for each in documents)
    ]


def test_short_lines_that_an_outlet_repeats_are_furniture() -> None:
    line = "The Courier, since we dug it."

    documents = [article(subject, line) for subject in SUBJECTS[:3]]

    assert marked(documents) == [[line]] * 3


def test_two_documents_are_not_enough_and_two_outlets_are_not_one() -> None:
    line = "The Courier, since we dug it."
    two = [article(subject, line) for subject in SUBJECTS[:2]]
    other = article(SUBJECTS[2], line, mail="Contact us at desk@ledger.example")

    assert marked(two) == [[], []]
    assert marked([*two, other]) == [[], [], []]


def test_background_that_is_printed_again_stays_evidence() -> None:
    documents = [article(subject, BACKGROUND) for subject in SUBJECTS]

    assert marked(documents) == [[]] * len(SUBJECTS)


def test_a_remark_below_other_furniture_is_furniture_where_it_is_repeated() -> None:
    documents = [article(subject, "© 2031 Courier", REMARK) for subject in SUBJECTS]

    assert marked(documents) == [[REMARK]] * len(SUBJECTS)


def test_an_article_copied_a_thousand_times_with_a_word_changed_loses_nothing() -> None:
    copies = [article("ferries", "It is so.", f"And {number} times.") for number in range(50)]

    assert marked(copies) == [[]] * len(copies)


def test_the_title_is_never_furniture_by_repetition() -> None:
    documents = [article("ferries") for _ in range(4)]

    for document in documents:
        again = mark_repeated(document, {"Southmere Courier": frozenset([document.text[:41]])})
        assert again.title == document.title
        assert again.blocks[0].kind is BlockKind.TITLE


def test_no_more_than_a_bounded_number_of_documents_is_looked_at() -> None:
    same = [article("ferries", "Late line.") for _ in range(MAX_LOOKED_AT)]
    late = [article(subject, "Late line.") for subject in SUBJECTS[1:]]

    assert repeated_lines([*same, *late]) == {}
    assert repeated_lines(late) == {"Southmere Courier": frozenset(["Late line."])}


def test_paragraphs_that_the_reference_articles_share_stay_evidence() -> None:
    documents = [
        read_document(path.read_bytes(), name=path.name, outlets=OUTLETS) for path in seeds()
    ]

    assert marked(documents) == [[]] * 5
