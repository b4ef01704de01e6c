"""What the press says is no concern and no request: record it, and offer to convert it.

Two ways. Where the counterpart asks or alleges something through the press, we tell it what we
read, with the document's hash and its grades, and that it may be said under the accord: signed
and receipted, so it is on record, and no clock of a request or a concern begins. Where we mean a
concern ourselves, the document becomes one of its claims.

Source: docs/spec/concerns.md, "Said in the press".
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import DIGEST_PREFIX, PartyId
from servanda.usecases.evidence.ask_model import archived
from servanda.usecases.exchange.queue_statement import QueueResult, queue_statement
from servanda.usecases.services import Services, require_pair

INFORMATION: Final = "information"
_TICKET_DIGITS: Final = 32
_SHOWN_DIGITS: Final = 12

# A counterpart reads it in its own language; both stand in every offer.
TITLE: Final = "Said in the press / 媒体所述"
OFFER: Final = (
    "We read the following in the press. It is not taken as a request and not as a concern, and no "
    "clock has begun. If it is meant as one, please say it under the accord as a request or a "
    "concern, naming the document by the hash stated here.\n"
    "以下为我方从媒体读到的内容。我方未将其视为请求或关切，任何时限均未开始。"
    "如确有此意，请依协定以请求或关切提出，并以此处所列哈希值注明该文件。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PressClaim:
    """What a document of the archive says, as somebody of ours read it.

    Attributes:
        document: A hash, or its first digits; it has to be in the archive.
        source: Who says it: outlet, office or person.
        source_grade: A to F.
        information_grade: 1 to 6, set apart from the other.
        says: What, in our words.
    """

    document: str
    source: str
    source_grade: str
    information_grade: str
    says: str


def claim_of(said: PressClaim, *, services: Services) -> JsonObject:
    """Return `said` as a graded claim of a concern, as `claims` of its body holds them.

    Raises:
        InvalidInputError: No document of the archive is named so, or several are.
    """
    kept = archived(said.document.removeprefix(DIGEST_PREFIX), services=services)
    return {
        "document": f"{DIGEST_PREFIX}{kept.sha256}",
        "source": said.source,
        "source_grade": said.source_grade,
        "information_grade": said.information_grade,
        "says": said.says,
    }


def offer_conversion(
    said: PressClaim,
    *,
    subject: str,
    commitment: str | None,
    desk: str | None,
    tlp: str,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> QueueResult:
    """Tell the counterpart what the press says of it, and offer to take it under the accord.

    Offering the same document to the same counterpart again queues nothing.

    Args:
        said: What was read.
        subject: Of the accord's list.
        commitment: That it seems to be about; None for none.
        desk: Which of ours offers; None for the party alone.
        tlp: Who may see the body.
        counterpart: To whom; may be left out where there is one pair.
        accord_name: Under which accord; likewise.
        services: The node's ports.

    Raises:
        InvalidInputError: The document is not in the archive, or the statement would not be valid.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    claim = claim_of(said, services=services)
    facts: JsonObject = {
        "form": "news",
        "subject": subject,
        "pieces": 1,
        "use": "intelligence_only",
        "tlp": tlp,
        **({} if commitment is None else {"commitment": commitment}),
    }
    grades = f"{said.source_grade}{said.information_grade}"
    digest = str(claim["document"])
    shown = digest.removeprefix(DIGEST_PREFIX)[:_SHOWN_DIGITS]
    body: JsonObject = {
        "title": TITLE,
        "desk": desk or pair.own.from_party,
        "file_number": f"press-{shown}",
        "text": f"{OFFER}\n\n{digest}\n{said.source} ({grades}): {said.says}",
    }
    return queue_statement(
        type=INFORMATION,
        facts=facts,
        body=body,
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=f"press-{sha256(f'{pair.own} {digest}'.encode()).hexdigest()[:_TICKET_DIGITS]}",
        services=services,
    )
