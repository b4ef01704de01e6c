"""A dossier names the suspensions of the accord, each proven as every other leaf of it."""

from dataclasses import replace

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.dossier.parts import Dossier
from servanda.core.dossier.verify import verify_dossier
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest
from servanda.documents.dossier.render import check_page, render_dossier
from servanda.usecases.casework.make_dossier import make_dossier
from tests.usecases.conduct.test_suspension import SUSPENDED, say
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast

RESUMED: JsonObject = {"step": "resumed", "scope": "accord"}


def asked_and_suspended() -> tuple[Cast, Digest, Digest]:
    """Return a cast after a request and a suspension by who was asked."""
    cast = agreed_cast()
    request = say(cast, cast.alice, "request", REQUEST, body=REQUEST_BODY)
    return cast, request, say(cast, cast.bob, "suspension", SUSPENDED)


def dossier(cast: Cast, request: Digest, *, language: str = "en") -> Dossier:
    return make_dossier(
        request, purpose="file", reason="", language=language, services=cast.alice.services
    ).dossier


def checked(made: Dossier) -> str:
    """Return the page of a dossier, after checking it as a reader does."""
    page = render_dossier(verify_dossier(made))
    check_page(page)
    return page


@pytest.mark.parametrize(
    ("language", "stands", "stood"),
    [
        ("en", "bob.example has suspended the accord since", "bob.example had suspended"),
        ("zh-Hans", "起暂停协定", "bob.example 曾于"),
    ],
)
def test_the_page_names_a_suspension_that_stands_and_one_that_stood(
    language: str, stands: str, stood: str
) -> None:
    cast, request, suspension = asked_and_suspended()
    before = dossier(cast, request, language=language)
    assert stands in checked(before)

    say(cast, cast.bob, "suspension", RESUMED, ref=suspension)
    after = dossier(cast, request, language=language)
    page = checked(after)
    assert stood in page
    assert stands not in page
    due = [[one.due_at for one in each.clocks] for each in (before, after)]
    assert due[0] == due[1] != []


def test_a_suspension_that_nobody_signed_is_refused() -> None:
    cast, request, _ = asked_and_suspended()
    made = dossier(cast, request)
    (place,) = (
        number for number, one in enumerate(made.beside) if b'"suspension"' in one.leaf.note
    )
    one = made.beside[place]
    forged = one.leaf.note.replace(b'"ground":"review"', b'"ground":"breach"')
    assert forged != one.leaf.note
    beside = list(made.beside)
    beside[place] = replace(one, leaf=replace(one.leaf, note=forged))

    with pytest.raises(CounterpartError):
        verify_dossier(replace(made, beside=tuple(beside)))
