"""The composition root: which adapter fills which port; the only such place.

Everything that takes time to load is loaded from here, so a verb that needs no node (a help
text, `verify`) never pays for it.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import Card
from servanda.evidence.corpus.spread import Here, Spread
from servanda.simulation.stopping import boundaries_of
from servanda.store.attachments.age_cipher import AgeCipher
from servanda.store.attachments.files import FolderAttachmentFiles
from servanda.store.evidence.archive import FolderArchive
from servanda.store.evidence.proposals import FolderProposals
from servanda.store.home.clock_file import ScriptedClock, SystemClock
from servanda.store.home.key_files import KeyFiles
from servanda.store.home.layout import Home, home_of_environment, require_kind
from servanda.store.home.mail_settings import MailSettings
from servanda.store.home.settings_file import HomeSettings, read_settings
from servanda.usecases.ports.outside import Carriers, Clock, OutboundTransport, Randomness
from servanda.usecases.ports.proposals import LanguageModel, ProposalStore
from servanda.usecases.services import Services, own_card

if TYPE_CHECKING:
    from servanda.evidence.speech.parser import Parser
    from servanda.transports.https.identity import TlsIdentity
    from servanda.transports.mail.server import MailServer
    from servanda.transports.registry import OwnMail, WaySettings

SETTINGS_MODULE = "servanda.node.settings"


@dataclass(frozen=True, slots=True)
class SystemRandomness(Randomness):
    """The operating system's source for keys."""

    @override
    def token(self, size: int) -> bytes:
        return secrets.token_bytes(size)


def _hold_nothing() -> None:
    """Stand for a store without connections."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One node of this machine: its home, and the ports that its use cases are given.

    Attributes:
        home: Where everything lies.
        services: The filled ports.
        let_go: Lets go of this thread's connections to the database that are broken or old.
        close: Closes this thread's connections to the database; SQLite then tidies up its log.
    """

    home: Home
    services: Services
    let_go: Callable[[], None] = _hold_nothing
    close: Callable[[], None] = _hold_nothing

    @property
    def settings(self) -> HomeSettings:
        """Settings of the home, as they are at this moment."""
        return read_settings(self.home.settings)

    @property
    def carriers(self) -> "HomeCarriers":
        """The carriers, with the ways of this node that the port does not name."""
        carriers = self.services.carriers
        if not isinstance(carriers, HomeCarriers):
            raise TypeError(f"expected the carriers of a home, found {type(carriers).__name__}")
        return carriers


@dataclass(kw_only=True)
class HomeCarriers(Carriers):
    """The carriers of a home; what they need is loaded when something is first sent.

    Attributes:
        home: Whose settings name addresses and folders.
        keys: Our keys, for the certificate.
        only_folder: A folder for this one round, instead of every other way; empty for none.
    """

    home: Home
    keys: KeyFiles
    only_folder: str = ""
    services: Services | None = field(default=None, repr=False)

    @override
    def towards(self, card: Card) -> Sequence[OutboundTransport]:
        registry = import_module("servanda.transports.registry")
        if self.only_folder:
            return [registry.FolderOutbound(registry.Path(self.only_folder), card.party)]
        found: Sequence[OutboundTransport] = self._known.towards(card)
        return found

    @override
    def policy(self, party: PartyId) -> CarrierPolicy:
        return read_settings(self.home.settings).policies.get(party, CarrierPolicy())

    @cached_property
    def identity(self) -> "TlsIdentity":
        """Our TLS certificate and key, made once for this process."""
        made: TlsIdentity = import_module("servanda.transports.https.identity").build_identity(
            self.keys.load(),
            card=self._own_card(),
            host=host_of(self._own_card()),
            randomness=secrets.token_bytes,
        )
        return made

    @cached_property
    def _known(self) -> Carriers:
        registry = import_module("servanda.transports.registry")
        known: Carriers = registry.KnownCarriers(
            identity=lambda: self.identity, settings=self._ways
        )
        return known

    def _ways(self) -> "WaySettings":
        settings = read_settings(self.home.settings)
        registry = import_module("servanda.transports.registry")

        def own_mail() -> "OwnMail | None":
            mail = settings.mail
            if mail is None or not mail.smtp:
                return None
            server = mail_server(mail, mail.smtp, user=mail.smtp_user)
            made: OwnMail = registry.OwnMail(address=mail.address, server=server)
            return made

        found: WaySettings = registry.WaySettings(
            https=settings.https,
            folders=settings.folders,
            mail_to=settings.mail_to,
            mail=own_mail,
            policies=settings.policies,
        )
        return found

    def _own_card(self) -> Card:
        if self.services is None:
            raise TypeError("expected carriers that were given their services")
        return own_card(self.services)


def carrier_kinds() -> tuple[str, ...]:
    """Return the kinds of carriers there are, in the usual order."""
    return tuple(import_module("servanda.transports.registry").TRANSPORTS)


def mail_server(settings: MailSettings, address: str, *, user: str) -> "MailServer":
    """Return one of our mail servers.

    Args:
        settings: Of the home.
        address: `HOST:PORT` of the server.
        user: Whom we log in as; empty: no login.

    Raises:
        MisconfiguredError: The settings cannot be.
    """
    module = import_module("servanda.transports.mail.server")
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal():
        raise MisconfiguredError(f"expected HOST:PORT of a mail server, found {address!r:.120}")
    try:
        security = module.Security(settings.security)
    except ValueError as error:
        raise MisconfiguredError(
            f"expected tls, starttls or plain-loopback, found {settings.security!r:.40}"
        ) from error
    file = Path(settings.password_file) if user and settings.password_file else None
    server: MailServer = module.MailServer(
        host=host.strip("[]"), port=int(port), security=security, user=user, password_file=file
    )
    return server


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """How our mailbox is.

    Attributes:
        trouble: What keeps it from being read; empty if nothing does, or there is none.
        fill: How full it is, from 0 to 1; None where its server does not say.
    """

    trouble: str = ""
    fill: float | None = None


def mailbox_state(settings: MailSettings) -> MailboxState:
    """Look how our mailbox is.

    Raises:
        MisconfiguredError: The settings cannot be.
    """
    if not settings.imap:
        return MailboxState()
    server = mail_server(settings, settings.imap, user=settings.user)
    mailbox = import_module("servanda.transports.mail.mailbox").ImapMailbox(server)
    try:
        mailbox.lying()
        return MailboxState(fill=mailbox.fill())
    except MisconfiguredError as error:
        return MailboxState(trouble=f"{error.code}: {error}")
    finally:
        mailbox.close()


def host_of(card: Card) -> str:
    """Return the host of the HTTPS address in `card`; empty without one."""
    return urlsplit(card.newest.carriers.get("https", "")).hostname or ""


def evidence_parser(home: Home) -> "Parser | None":
    """Return the parser for evidence, if the user added its model to `home`; it loads when used.

    Raises:
        MisconfiguredError: A model was added, and the library that runs it is not installed.
    """
    model_files = import_module("servanda.parsers.model_files")
    folder = model_files.added_model(home.models)
    if folder is None:
        return None
    parser: Parser = import_module("servanda.parsers.spacy_parser").SpacyParser(
        folder, model=model_files.MODEL_NAME
    )
    return parser


def evidence_proposals(home: Home) -> ProposalStore:
    """Return where the proposals of language models are kept."""
    return FolderProposals(home.proposals)


def language_model(*, address: str, name: str, key: str) -> LanguageModel:
    """Return the language model that the user named; nothing is sent before it is asked.

    Raises:
        InvalidInputError: Address, name or key cannot be used.
    """
    model: LanguageModel = import_module("servanda.language_model.chat").ChatModel(
        address=address, name=name, key=key
    )
    return model


def evidence_spread(address: str) -> AbstractContextManager[Spread]:
    """Return a context with where evidence is analysed: here, or on the cluster at `address`."""
    if not address:
        return nullcontext(Here())
    spread: AbstractContextManager[Spread] = import_module(
        "servanda.cluster.dask_spread"
    ).dask_spread(address)
    return spread


def open_node(*, home: Home | None = None, clock: Clock | None = None) -> Node:
    """Open the node in `home`, whose store is brought to this version of the software.

    Args:
        home: None for the home that the environment names.
        clock: None for the machine's; in a home that is not `real`, for the scripted one.

    Raises:
        MisconfiguredError: The home or its database cannot be used.
    """
    found = home or home_of_environment()
    require_kind(found, guest=False)
    found.make()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    # Not `django.setup`, which loads what answers web requests as well, for every verb; the pages
    # call it themselves.
    settings = import_module("django.conf").settings
    import_module("django.apps").apps.populate(settings.INSTALLED_APPS)
    store_module = import_module("servanda.store.django_store")
    import_module("servanda.store.schema").ensure_schema()
    store = store_module.open_store("default")
    keys = KeyFiles(found.keys, secrets.token_bytes)
    carriers = HomeCarriers(home=found, keys=keys)
    node = store.node()
    is_scripted = node is not None and node.mode != "real"
    services = Services(
        clock=clock or (ScriptedClock(found.clock) if is_scripted else SystemClock()),
        randomness=SystemRandomness(),
        store=store,
        keys=keys,
        heads=import_module("servanda.store.head_file").FileHeads(found.heads),
        lease=import_module("servanda.store.lease").FileLease(path=found.lease),
        carriers=carriers,
        attachments=FolderAttachmentFiles(found.attachments),
        archive=FolderArchive(found.documents),
        cipher=AgeCipher(),
        boundaries=boundaries_of(os.environ, mode=None if node is None else node.mode),
    )
    carriers.services = services
    database = import_module("django.db")
    return Node(
        home=found,
        services=services,
        let_go=database.close_old_connections,
        close=database.connections.close_all,
    )
