"""Make an accord's document from the options of `servanda accord draft` and `propose`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from servanda.core.accords.drafted_accord import read_drafted_accord
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, parse_instant, parse_party
from servanda.interfaces.cli.accord_lint import read_edited
from servanda.interfaces.templates import read_template
from servanda.usecases.accords.draft_accord import draft_accord
from servanda.usecases.services import Services, require_node

PERIODS = 10  # half years: five years, after which an amendment names more
_HALF_YEAR = 6
_YEAR = 12
_NAME_CHARACTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the options of `draft` say."""

    template: str
    counterpart: str
    name: str
    start: str
    until: Sequence[str]
    cut_wait_seconds: int
    tolerance_seconds: int


def build_document(wishes: Wishes, *, services: Services) -> bytes:
    """Return the document of the accord that `wishes` describe.

    Raises:
        InvalidInputError: A wish is missing or cannot be.
    """
    if not wishes.template or not wishes.counterpart:
        either = expect(Expected.EITHER, one="FILE", other="--template NAME --with PARTY")
        raise InvalidInputError(Fault("", either, Found.UNSAID))
    template = read_template(wishes.template)
    counterpart = parse_party(wishes.counterpart)
    name = wishes.name or _default_name(require_node(services).party, counterpart)
    now = services.clock.now()
    first = parse_instant(wishes.start) if wishes.start else now
    untils = [parse_instant(one) for one in wishes.until] or _half_years(first)
    return draft_accord(
        name=name,
        counterpart=counterpart,
        terms=template.terms,
        template_name=template.name,
        template_digest=template.digest,
        periods=[first, *untils],
        cut_wait_seconds=wishes.cut_wait_seconds,
        tolerance_seconds=wishes.tolerance_seconds,
        services=services,
    ).document


def read_document(file: Path) -> bytes:
    """Return the accord that a drafted and perhaps edited file means, in its one canonical form.

    Raises:
        InvalidInputError: It cannot be read, is too large or no JSON.
    """
    return read_drafted_accord(read_edited(file))


def _default_name(us: PartyId, counterpart: PartyId) -> str:
    """Return a name made of the first labels of both parties, such as `northmark-southmere`."""
    labels = (us.split(".", maxsplit=1)[0], counterpart.split(".", maxsplit=1)[0])
    return "-".join(labels)[:_NAME_CHARACTERS]


def _half_years(start: datetime) -> list[datetime]:
    """Return the ends of the review periods: each half year, on the first of a month, UTC."""
    first = start.year * _YEAR + start.month - 1
    ends = []
    for number in range(1, PERIODS + 1):
        year, month = divmod(first + number * _HALF_YEAR, _YEAR)
        ends.append(datetime(year, month + 1, 1, tzinfo=UTC))
    return ends
