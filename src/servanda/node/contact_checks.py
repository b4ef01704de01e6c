"""Ask the counterparts' contacts for a sign of life, while the node runs."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Origin
from servanda.store.sql import StoreFailedError
from servanda.usecases.conduct.ask_contacts import ask_contacts
from servanda.usecases.services import Services

LOOK_SECONDS = 300.0  # checks are months apart, or days

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class ContactChecks:
    """Looks for contacts that are to be checked.

    Attributes:
        services: The running node's ports.
        timer: Seconds that only grow.
    """

    services: Services
    timer: Callable[[], float] = time.monotonic
    _next_look: float = field(init=False, default=0.0)
    _fault: str = field(init=False, default="")
    _trouble: dict[Origin, str] = field(init=False, default_factory=dict)

    def look(self) -> None:
        """Queue the checks that are due; what is wrong or refused is logged once.

        Raises:
            StoreFailedError: The database is out of reach.
        """
        if self.timer() < self._next_look:
            return
        self._next_look = self.timer() + LOOK_SECONDS
        try:
            refused = ask_contacts(services=self.services).refused
        except StoreFailedError:
            raise
        except ServandaError as error:  # nothing about a contact may end the node
            if self._fault != str(error):
                _LOG.warning("contacts were not checked: %s", error)
            self._fault = str(error)
            return
        self._fault = ""
        for own, why in refused.items():
            if self._trouble.get(own) != why:
                _LOG.warning("the contacts of %s were not checked: %s", own, why)
        self._trouble = dict(refused)
