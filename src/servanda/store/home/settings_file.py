"""Settings of one home: where it listens, and the ways to a counterpart that its card omits.

A card is written by the counterpart and names only addresses; a folder to write into is never
taken from it, it is always named here, by our own operator.

Source: docs/reference/cli.md, `servanda init` and `servanda counterpart add`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.errors import MisconfiguredError, ServandaError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId, parse_party
from servanda.store.home.mail_settings import MailSettings, parse_mail_settings
from servanda.store.home.whole_file import write_whole

_VERSION = "servanda-settings/1"
_MEMBERS = frozenset({"folders", "https", "listen", "pages", "v"})
_OPTIONAL = frozenset({"carriers", "mail", "mail_to"})  # written only where they say something


class BrokenSettingsError(MisconfiguredError):
    """The settings file is there and cannot be read."""

    code: ClassVar[str] = "broken-settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSettings:
    """What the operator chose for this home.

    Attributes:
        listen: `HOST:PORT` that the HTTPS carrier binds; empty: no such carrier.
        pages: `HOST:PORT` of the pages.
        https: Addresses that replace those of counterparts' cards.
        folders: Folders through which counterparts are reached too.
        mail: Our mail servers; None: this home has no mail.
        mail_to: Mail addresses that replace those of counterparts' cards.
        policies: Which carriers are used towards a counterpart, where that was said.
    """

    listen: str = ""
    pages: str = ""
    https: Mapping[PartyId, str] = field(default_factory=dict)
    folders: Mapping[PartyId, str] = field(default_factory=dict)
    mail: MailSettings | None = None
    mail_to: Mapping[PartyId, str] = field(default_factory=dict)
    policies: Mapping[PartyId, CarrierPolicy] = field(default_factory=dict)

    def with_carriers(
        self, party: PartyId, *, https: str | None, folder: str | None, mail: str | None = None
    ) -> "HomeSettings":
        """Return these settings with ways to `party` replaced where given."""
        return replace(
            self,
            https=self.https if https is None else {**self.https, party: https},
            folders=self.folders if folder is None else {**self.folders, party: folder},
            mail_to=self.mail_to if mail is None else {**self.mail_to, party: mail},
        )


def read_settings(file: Path) -> HomeSettings:
    """Return the settings in `file`; without a file, empty ones.

    Raises:
        BrokenSettingsError: The file is damaged.
    """
    try:
        members = canonical.parse_object(file.read_bytes())
        if members.keys() - _OPTIONAL != _MEMBERS:
            raise BrokenSettingsError(f"expected the members of {_VERSION}")
        return HomeSettings(
            listen=_text(members["listen"]),
            pages=_text(members["pages"]),
            https=_by_party(members["https"]),
            folders=_by_party(members["folders"]),
            mail=_mail(members["mail"]) if "mail" in members else None,
            mail_to=_by_party(members.get("mail_to", {})),
            policies=_policies(members.get("carriers", {})),
        )
    except FileNotFoundError:
        return HomeSettings()
    except (OSError, ServandaError) as error:
        raise BrokenSettingsError(f"{file} cannot be read ({error}); restore it") from error


def write_settings(file: Path, settings: HomeSettings) -> None:
    """Replace the settings in `file`."""
    members: Mapping[str, JsonValue] = {
        "folders": {party: path for party, path in settings.folders.items()},
        "https": {party: address for party, address in settings.https.items()},
        "listen": settings.listen,
        "pages": settings.pages,
        "v": _VERSION,
        **({"mail": settings.mail.members()} if settings.mail is not None else {}),
        **(
            {"mail_to": {party: to for party, to in settings.mail_to.items()}}
            if settings.mail_to
            else {}
        ),
        **({"carriers": _policy_members(settings.policies)} if settings.policies else {}),
    }
    write_whole(file, canonical.encode(members))


def _mail(value: JsonValue) -> MailSettings:
    if not isinstance(value, Mapping):
        raise BrokenSettingsError("expected the members of the mail settings")
    return parse_mail_settings({name: _text(one) for name, one in value.items()})


def _policy_members(policies: Mapping[PartyId, CarrierPolicy]) -> Mapping[str, JsonValue]:
    return {
        party: {"failures": policy.failures, "order": list(policy.order)}
        for party, policy in policies.items()
    }


def _policies(value: JsonValue) -> Mapping[PartyId, CarrierPolicy]:
    if not isinstance(value, Mapping):
        raise BrokenSettingsError("expected carriers by party")
    return {parse_party(party): _policy(one) for party, one in value.items()}


def _policy(value: JsonValue) -> CarrierPolicy:
    if not isinstance(value, Mapping) or value.keys() != {"failures", "order"}:
        raise BrokenSettingsError("expected order and failures of carriers")
    order, failures = value["order"], value["failures"]
    if not isinstance(order, list) or type(failures) is not int:
        raise BrokenSettingsError("expected a list of carriers and a number")
    return CarrierPolicy(order=tuple(map(_text, order)), failures=failures)


def _by_party(value: JsonValue) -> Mapping[PartyId, str]:
    if not isinstance(value, Mapping):
        raise BrokenSettingsError("expected texts by party")
    return {parse_party(party): _text(text) for party, text in value.items()}


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise BrokenSettingsError("expected text")
    return value
