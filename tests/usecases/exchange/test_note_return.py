"""A bounce is shown to people and decides nothing: what came back is sent again until receipted."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from servanda.usecases.exchange.deliver_outbox import deliver_outbox
from servanda.usecases.exchange.note_return import UnmatchedReportError, note_return
from servanda.usecases.ports.outside import HandedOver, SealedEnvelope
from servanda.usecases.reading.show_pair import show_pair
from servanda.usecases.services import Services
from servanda.usecases.upkeep.check_node import check_node
from tests.usecases.mailed import Mails, mailed
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast


@dataclass
class ReturnedAtOnce(Mails):
    """The report is read, on another thread, before the carrier has said that it took the mail."""

    services: Services | None = None

    @override
    def deliver(self, envelope: SealedEnvelope) -> HandedOver:
        handed = super().deliver(envelope)
        if self.services is not None:
            note_return(envelope.digest, status="5.1.1", services=self.services)
        return handed


def receipted(cast: Cast, mails: Mails) -> None:
    answer = cast.bob.take(mails.sent[0].content)
    assert answer is not None
    cast.alice.take(answer)


def test_what_came_back_is_shown_with_its_status_until_it_is_receipted() -> None:
    cast, mails = mailed()
    services = cast.alice.services
    assert [one.bounced for one in show_pair(services=services).items][-1] == ""

    note_return(mails.sent[0].digest, status="5.1.1", services=services)

    shown = show_pair(services=services)
    assert (shown.items[-1].stage, shown.items[-1].bounced) == ("transmitted", "5.1.1")
    assert shown.pair.trouble == "bounced: mail 5.1.1"
    (finding,) = [one for one in check_node(services=services).findings if one.code == "bounced"]
    assert finding.level == "warning"
    assert "5.1.1" in finding.message

    receipted(cast, mails)  # it had arrived all the same

    shown = show_pair(services=services)
    assert (shown.items[-1].stage, shown.items[-1].bounced) == ("delivered", "")
    assert "bounced" not in {one.code for one in check_node(services=services).findings}


def test_what_came_back_is_sent_again_when_its_time_comes_and_loses_the_mark() -> None:
    cast, mails = mailed()
    services = cast.alice.services
    before = cast.alice.pair

    note_return(mails.sent[0].digest, status="5.1.1", services=services)

    assert cast.alice.pair == replace(before, trouble="bounced: mail 5.1.1")  # nothing else
    cast.clock.advance(timedelta(minutes=10))
    deliver_outbox(services=services)
    assert len(mails.sent) == 2
    assert show_pair(services=services).items[-1].bounced == ""


def test_what_comes_back_before_its_hand_over_is_noted_rests_no_longer_for_that() -> None:
    cast, mails = agreed_cast(), ReturnedAtOnce()
    services = cast.alice.services = replace(cast.alice.services, carriers=mails)
    mails.services = services
    cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    deliver_outbox(services=services)
    mails.services = None

    cast.clock.advance(timedelta(minutes=10))  # the rest after one failure is over
    deliver_outbox(services=services)

    assert len(mails.sent) == 2


def test_a_second_report_about_the_same_envelope_changes_nothing() -> None:
    cast, mails = mailed()
    first = note_return(mails.sent[0].digest, status="5.1.1", services=cast.alice.services)

    again = note_return(mails.sent[0].digest, status="5.7.1", services=cast.alice.services)

    assert again == first
    assert cast.alice.pair.trouble == "bounced: mail 5.1.1"


def test_a_report_about_what_was_never_sent_is_refused_and_changes_nothing() -> None:
    cast, _ = mailed()
    before = cast.alice.pair

    with pytest.raises(UnmatchedReportError):
        note_return("0" * 64, status="5.1.1", services=cast.alice.services)

    assert cast.alice.pair == before


def test_a_report_that_comes_after_the_receipt_is_noted_and_troubles_nobody() -> None:
    cast, mails = mailed()
    receipted(cast, mails)

    note_return(mails.sent[0].digest, status="5.1.1", services=cast.alice.services)

    assert cast.alice.pair.trouble == ""
    assert show_pair(services=cast.alice.services).items[-1].bounced == ""
