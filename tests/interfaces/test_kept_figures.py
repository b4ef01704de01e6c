"""A brief takes figures from what was kept only if it is what this node signed."""

from pathlib import Path

from servanda.core.handling.editions import Edition
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.brief_matters import brief_matters
from servanda.store.home.kept_figures import KeptFigures
from servanda.usecases.review.compute_review import send_review
from tests.usecases.nodes import Cast, Node
from tests.usecases.review.test_review import cooperation, cut


def signed(cast: Cast) -> None:
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()


def told(node: Node, folder: Path) -> BriefMatters:
    return brief_matters(
        node.pair,
        evidence=None,
        services=node.services,
        edition=Edition.PARTY,
        kept=KeptFigures(folder),
    )


def test_figures_that_were_signed_are_kept_and_taken_from_there(tmp_path: Path) -> None:
    cast = cooperation()
    cut(cast)
    signed(cast)
    folder = tmp_path / "figures"
    first = told(cast.alice, folder)

    assert [file.suffix for file in folder.iterdir()] == [".json"]
    assert first.review is not None
    assert first.review.is_agreed
    assert told(cast.alice, folder).review == first.review == told(cast.bob, folder).review


def test_what_was_altered_is_computed_anew(tmp_path: Path) -> None:
    cast = cooperation()
    cut(cast)
    signed(cast)
    first = told(cast.alice, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"n":1', b'"n":0', 1) + b" ")

    assert told(cast.alice, tmp_path).review == first.review
    assert file.read_bytes() == whole


def test_figures_that_nobody_signed_are_not_kept(tmp_path: Path) -> None:
    cast = cooperation()
    cut(cast)

    found = told(cast.alice, tmp_path)

    assert found.review is not None
    assert not found.review.is_agreed
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    cast = cooperation()
    cut(cast)
    signed(cast)
    taken = tmp_path / "figures"
    taken.write_bytes(b"")  # a file where the folder should be

    assert told(cast.alice, taken).review is not None
