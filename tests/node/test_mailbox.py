"""How the watch of the mailbox looks and waits: told by the server, or by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from typing_extensions import override

from servanda.node.intake import Intake
from servanda.node.mailbox import (
    IDLE_SECONDS,
    LOOK_SECONDS,
    TOLD_SECONDS,
    TROUBLE_SECONDS,
    MailboxWatch,
)
from servanda.node.receiver import NodeReceiver
from servanda.node.sequencer import Sequencer
from servanda.store.home.layout import Home
from servanda.store.home.mail_settings import MailSettings
from servanda.store.home.settings_file import HomeSettings, write_settings
from servanda.transports.mail.inbound import Lying
from servanda.transports.mail.mailbox import MailboxTroubleError
from servanda.wiring import Node
from tests.transports.mail.memory_mailbox import MemoryMailbox
from tests.usecases.nodes import agreed_cast

MAIL = MailSettings(imap="127.0.0.1:143", security="plain-loopback")
OTHER = MailSettings(imap="127.0.0.1:144", security="plain-loopback")


@dataclass
class Told(MemoryMailbox):
    """A mailbox whose server tells what arrives, or does not."""

    tells: bool = True
    waits: list[float] = field(default_factory=list)
    is_away: bool = False
    closed: int = 0
    meanwhile: Callable[[], None] = lambda: None
    was_over: list[bool] = field(default_factory=list)

    def wait(self, seconds: float, *, is_over: Callable[[], bool]) -> bool:
        self.waits.append(seconds)
        self.meanwhile()
        self.was_over.append(is_over())
        return self.tells

    def close(self) -> None:
        self.closed += 1

    @override
    def lying(self) -> Lying:
        if self.is_away:
            raise MailboxTroubleError("away")
        return super().lying()


class Pauses(Event):
    """Ends the watch after so many pauses, without any of them passing."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.lengths: list[float] = []

    @override
    def wait(self, timeout: float | None = None) -> bool:
        if len(self.lengths) == self.number:
            self.set()
        else:
            self.lengths.append(timeout or 0.0)
        return self.is_set()


@dataclass
class Watched:
    home: Home
    mailbox: Told
    opened: list[int] = field(default_factory=list)

    def settle(self, mail: MailSettings | None) -> None:
        write_settings(self.home.settings, HomeSettings(mail=mail))

    def pauses(self, number: int) -> list[float]:
        """Run the watch for so many looks; return how long it would have paused before each."""
        node, stop = Node(home=self.home, services=agreed_cast().bob.services), Pauses(number)
        sequencer = Sequencer(node=node, intake=Intake(), stop=stop)
        receiver = NodeReceiver(node=node, intake=sequencer.intake, refill=sequencer.refill)

        def opened(server: object) -> Told:
            self.opened.append(int(getattr(server, "port", 0)))
            return self.mailbox

        MailboxWatch(node=node, receiver=receiver, stop=stop, open_mailbox=opened).run()
        return stop.lengths


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    made = Watched(home=Home(tmp_path), mailbox=Told())
    made.settle(MAIL)
    return made


def test_where_the_server_tells_it_is_asked_to_and_the_next_look_follows_at_once(
    watched: Watched,
) -> None:
    assert watched.pauses(3) == [0.0, TOLD_SECONDS, TOLD_SECONDS]
    assert watched.mailbox.waits == [IDLE_SECONDS] * 3


def test_where_the_server_does_not_tell_we_look_every_two_seconds(watched: Watched) -> None:
    watched.mailbox.tells = False

    assert watched.pauses(3) == [0.0, LOOK_SECONDS, LOOK_SECONDS]


def test_what_could_be_taken_or_was_left_is_looked_at_again_without_waiting_to_be_told(
    watched: Watched,
) -> None:
    watched.mailbox.receive(b"no envelope")

    assert watched.pauses(2) == [0.0, LOOK_SECONDS]
    assert watched.mailbox.waits == [IDLE_SECONDS]  # after the second look, which found nothing
    assert len(watched.mailbox.mails) == 0


def test_a_mailbox_out_of_reach_is_tried_again_after_a_while_and_ends_nothing(
    watched: Watched,
) -> None:
    watched.mailbox.is_away = True

    assert watched.pauses(2) == [0.0, TROUBLE_SECONDS]
    assert watched.mailbox.waits == []


def test_a_wait_ends_when_the_settings_name_another_mailbox_which_is_opened_then(
    watched: Watched,
) -> None:
    watched.mailbox.meanwhile = lambda: watched.settle(OTHER)

    watched.pauses(2)

    assert watched.mailbox.was_over[0]
    assert watched.opened == [143, 144]


def test_without_a_mailbox_nobody_is_asked(watched: Watched) -> None:
    watched.settle(None)

    assert watched.pauses(2) == [0.0, LOOK_SECONDS]
    assert watched.opened == []
