"""The composition root of a guest: its ports are files of its home, and nothing else.

Neither Django nor a database is loaded, and no connection is opened: an import contract holds the
first, and the only carrier is a folder that a verb names.

Source: docs/spec/guest.md; docs/decisions/0035-a-guest-keeps-files-that-are-replayed.md.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from servanda.core.keys.card import Card
from servanda.simulation.stopping import boundaries_of
from servanda.store.attachments.age_cipher import AgeCipher
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.store.evidence.archive import FolderArchive
from servanda.store.folder.folder_store import FolderStore
from servanda.store.head_file import FileHeads
from servanda.store.home.clock_file import ScriptedClock, SystemClock
from servanda.store.home.key_files import KeyFiles
from servanda.store.home.layout import FOLDER_MODE, Home, require_kind
from servanda.store.home.lease_file import HomeLease
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.ports.outside import Clock, OutboundTransport
from servanda.usecases.services import Services
from servanda.usecases.upkeep.require_newest import require_newest
from servanda.wiring import HomeCarriers, Node, SystemRandomness


@dataclass(kw_only=True)
class GuestCarriers(HomeCarriers):
    """A folder that a verb names, and no other way: whatever a card says, nothing is connected."""

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        if not self.only_folder:
            return []
        return [FolderOutbound(Path(self.only_folder), card.party)]


def open_guest(home: Home, *, clock: Clock | None = None) -> Node:
    """Open the guest in `home`, which is made if nothing is in it.

    Args:
        home: Of a guest, or empty.
        clock: None for the machine's; in a home that is not `real`, for the scripted one.

    Raises:
        OtherHomeError: It is a node's.
        BrokenStepError: A file of it is altered or missing.
        OlderFolderError: It was put back as it was before.
    """
    require_kind(home, guest=True)
    home.make()
    home.guest.mkdir(mode=FOLDER_MODE, exist_ok=True)
    store = FolderStore(home.guest, randomness=secrets.token_bytes)
    node = store.node()
    keys = KeyFiles(home.keys, secrets.token_bytes)
    carriers = GuestCarriers(home=home, keys=keys)
    is_scripted = node is not None and node.mode != "real"
    services = Services(
        clock=clock or (ScriptedClock(home.clock) if is_scripted else SystemClock()),
        randomness=SystemRandomness(),
        store=store,
        keys=keys,
        heads=FileHeads(home.heads),
        lease=HomeLease(path=home.lease),
        carriers=carriers,
        attachments=FolderAttachmentFiles(home.attachments),
        archive=FolderArchive(home.documents),
        cipher=AgeCipher(),
        boundaries=boundaries_of(os.environ, mode=None if node is None else node.mode),
    )
    carriers.services = services
    require_newest(services=services)
    return Node(home=home, services=services)
