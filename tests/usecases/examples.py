"""Play the example exchange of a template through two whole nodes, as its file has it.

The file lies in `src/servanda/data/examples/<slug>/exchange.json`; its form is explained in
docs/spec/accord-templates.md, "The example exchange".
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, cast

from servanda.core.accords.template import TEMPLATE_FILE, resolve_template
from servanda.core.accords.template_texts import language_of
from servanda.core.canonical import JsonObject
from servanda.core.casework.casework import Casework
from servanda.core.identifiers import Digest, PartyId, digest_of, parse_instant
from servanda.core.review.figures import review_population
from servanda.simulation.clock import VirtualClock
from servanda.simulation.memory_node import memory_services
from servanda.usecases.accords.accept_accord import accept_accord
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.accords.propose_accord import propose_accord
from servanda.usecases.keys.init_node import init_node
from servanda.usecases.review.compute_review import ReviewResult, compute_review
from servanda.usecases.review.cut_reading import read_cut_contents
from servanda.usecases.review.make_cut import make_cut
from tests.usecases.nodes import Cast, Node, introduce, join

DATA = Path(str(resources.files("servanda"))) / "data"
EXAMPLES = DATA / "examples"
SLUGS = sorted(folder.name for folder in (DATA / "accord_templates").iterdir() if folder.is_dir())
NAME = "example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of an example.

    Attributes:
        reviews: Of both sides.
        casework: What the statements come to, at the end of the period.
        names: The name that the example has for each leaf.
        cast: Who played it.
    """

    reviews: tuple[ReviewResult, ReviewResult]
    casework: Casework
    names: Mapping[Digest, str]
    cast: Cast


def read_example(slug: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((EXAMPLES / slug / "exchange.json").read_text())
    return loaded


def play(slug: str) -> Played:
    """Play all of it: the accord, every statement at its time, the cut, both reviews."""
    example = read_example(slug)
    cast = _agreed(slug, example)
    nodes = {node.party: node for node in (cast.alice, cast.bob)}
    leaves: dict[str, Digest] = {}
    for statement in example["statements"]:
        _wait_until(cast.clock, parse_instant(statement["at"]))
        leaves[statement["name"]] = nodes[PartyId(statement["by"])].send(
            statement["type"],
            statement["facts"],
            body=statement.get("body"),
            ref=leaves[statement["ref"]] if "ref" in statement else None,
        )
        cast.settle()
    until = parse_instant(example["until"])
    _wait_until(cast.clock, until)
    make_cut(until=until, services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    contents = read_cut_contents(cast.alice.pair, services=cast.alice.services).contents
    population, annex = review_population(contents)
    assert not [row for row in annex if row.time < until], "all of an example is receipted"
    return Played(
        reviews=(
            compute_review(services=cast.alice.services),
            compute_review(services=cast.bob.services),
        ),
        casework=population.casework,
        names={leaf: name for name, leaf in leaves.items()},
        cast=cast,
    )


def _agreed(slug: str, example: Mapping[str, Any]) -> Cast:
    start = parse_instant(example["from"])
    clock = VirtualClock(start)
    nodes = []
    for party in example["parties"]:
        services = memory_services(clock=clock, seed=party)
        init_node(party=PartyId(party), mode="demonstration", carriers={}, services=services)
        nodes.append(Node(party=PartyId(party), services=services))
    one, other = nodes
    introduce(one, other)
    introduce(other, one)
    cast_ = Cast(clock=clock, alice=one, bob=other, lines=(join(one, other), join(other, one)))
    document = draft_accord(
        name=NAME,
        counterpart=other.party,
        terms=_terms(slug),
        template_name=slug,
        template_digest=digest_of(slug.encode()),
        periods=[start, parse_instant(example["until"])],
        cut_wait_seconds=0,
        services=one.services,
    ).document
    propose_accord(document=document, services=one.services)
    one.step()
    cast_.settle()
    accept_accord(services=other.services)
    other.step()
    cast_.settle()
    return cast_


def _terms(slug: str) -> JsonObject:
    folder = DATA / "accord_templates" / slug
    texts = {language_of(file.name): file.read_bytes() for file in folder.glob("text.*.md")}
    data = cast("JsonObject", tomllib.loads((folder / TEMPLATE_FILE).read_text()))
    return resolve_template(data, texts=texts)


def _wait_until(clock: VirtualClock, moment: datetime) -> None:
    assert moment >= clock.now(), "the statements of an example stand in order of time"
    clock.advance(moment - clock.now() or timedelta(0))
