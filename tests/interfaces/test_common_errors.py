"""What goes wrong most often is said in Chinese as well, whole, and never half in English."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from servanda.core.errors import ServandaError
from servanda.core.identifiers import PartyId, digest_of
from servanda.interfaces.cli.bundle_file import open_bundle
from servanda.interfaces.cli.counterpart import read_card
from servanda.interfaces.cli.dossier import write_page
from servanda.interfaces.cli.filled_files import read_form, read_object
from servanda.interfaces.cli.rounds import read_envelope
from servanda.interfaces.fault_texts import error_text, move_words
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.keys.confirm_counterpart import confirm_counterpart
from servanda.usecases.reading.find_statements import find_statements
from servanda.usecases.reading.show_statement import find_statement
from servanda.usecases.review.compute_review import compute_review
from servanda.usecases.review.make_cut import make_cut
from servanda.usecases.services import require_counterpart, require_pair
from servanda.usecases.upkeep.refill_log import allow_refill
from tests.usecases.nodes import (
    ALICE,
    BOB,
    FULFILLED,
    REQUEST,
    REQUEST_BODY,
    Cast,
    agreed_cast,
    make_cast,
)

MALLORY = PartyId("mallory.example")
CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff]")
# English words in a row that are no name, path, code or verb of the command line.
PROSE = re.compile(r"\b(?:expected|found|there is|cannot|which|with|of the|that)\b")

Fails = Callable[[Cast, Path], object]
AGREED: dict[str, Fails] = {
    "an unknown counterpart": lambda cast, _: require_counterpart(cast.alice.services, MALLORY),
    "an accord that there is not": lambda cast, _: require_pair(
        cast.alice.services, counterpart=MALLORY, accord_name=None
    ),
    "no cut": lambda cast, _: compute_review(services=cast.alice.services),
    "a cut of nothing": lambda cast, _: compute_review(
        cut=digest_of(b"none"), services=cast.alice.services
    ),
    "a cut before its time": lambda cast, _: make_cut(
        until=cast.clock.now() + timedelta(days=1), services=cast.alice.services
    ),
    "a name of nothing": lambda cast, _: find_statement("abcdef12", services=cast.alice.services),
    "a name too short": lambda cast, _: find_statement("ab", services=cast.alice.services),
    "nothing to find": lambda cast, _: find_statements(" ", services=cast.alice.services),
    "a refill that nobody asked for": lambda cast, _: allow_refill(services=cast.bob.services),
    "other words than the card's": lambda cast, _: confirm_counterpart(
        party=BOB, words=["word"] * 12, services=cast.alice.services
    ),
}
NOT_AGREED: dict[str, Fails] = {
    "no accord at all": lambda cast, _: require_pair(
        cast.alice.services, counterpart=None, accord_name=None
    ),
}
FILES: dict[str, Fails] = {
    "no form": lambda _, folder: read_form(str(folder / "none.json")),
    "a folder for a form": lambda _, folder: read_form(str(folder)),
    "a form that is no JSON": lambda _, folder: read_form(written(folder, b'{"facts": }')),
    "a form that is no text": lambda _, folder: read_form(written(folder, b"\xff\xfe")),
    "a form that is no object": lambda _, folder: read_object(written(folder, b"[]")),
    "a form with more": lambda _, folder: read_form(written(folder, b'{"fact": {}}')),
    "no envelope": lambda _, folder: read_envelope(folder / "none"),
    "no card": lambda _, folder: read_card(folder / "none"),
    "no bundle": lambda _, folder: open_bundle(folder / "none.zip").__enter__(),
    "a file that is there": lambda _, folder: write_page(Path(written(folder, b"x")), "y"),
    "a folder that is not there": lambda _, folder: write_page(folder / "none" / "x", "y"),
}


def written(folder: Path, content: bytes) -> str:
    file = folder / "file.json"
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize("name", [*AGREED, *NOT_AGREED, *FILES])
def test_it_is_said_in_both_languages(name: str, tmp_path: Path) -> None:
    cast = make_cast() if name in NOT_AGREED else agreed_cast()

    with pytest.raises(ServandaError) as raised:
        (AGREED | NOT_AGREED | FILES)[name](cast, tmp_path)

    english, chinese = (error_text(raised.value, language=one) for one in ("en", "zh-Hans"))
    plain = re.sub(r"`[^`]*`", "", chinese)
    assert "expected" in english
    assert CHINESE_SIGN.search(plain)
    assert not PROSE.search(plain), chinese


def test_a_counterpart_that_is_not_confirmed_is_named_with_what_to_do() -> None:
    cast = agreed_cast()
    record = require_counterpart(cast.alice.services, BOB)
    cast.alice.services.store.save_counterpart(replace(record, confirmed_at=None))

    with pytest.raises(ServandaError) as raised:
        require_counterpart(cast.alice.services, BOB)

    assert "须先经确认" in error_text(raised.value, language="zh-Hans")
    assert "found" not in error_text(raised.value, language="en")


def test_a_move_that_is_not_legal_is_told_in_words_with_the_codes_to_type() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)
    cast.settle()

    with pytest.raises(IllegalMoveError) as raised:
        queue_statement(
            type="status",
            facts={"step": "accepted", "tlp": "amber"},
            ref=request,
            services=cast.bob.services,
        )

    english, chinese = (error_text(raised.value, language=one) for one in ("en", "zh-Hans"))
    assert "in the state answered" in english
    assert "in the state responded" in str(raised.value)  # programs get the codes
    assert move_words("status.reopened", language="en") == (
        "status update: reopened (status.reopened)"
    )
    assert move_words("status.reopened", language="zh-Hans") == (
        "进展通报: 重新开启 (status.reopened)"
    )
    assert not PROSE.search(chinese)
    assert ALICE not in chinese
