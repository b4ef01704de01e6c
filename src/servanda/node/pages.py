"""The WSGI application of the pages: Django's, with the one stylesheet served beside it."""

from pathlib import Path

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it ships no types

import servanda.interfaces.web.pages
from servanda.node.listener import WsgiApplication

STATIC_PREFIX = "static/"
_A_DAY = 86_400


def pages_application() -> WsgiApplication:
    """Return the application; Django's settings are those of this process."""
    folder = Path(servanda.interfaces.web.pages.__file__).parent / "static"
    application: WsgiApplication = WhiteNoise(
        get_wsgi_application(), root=folder, prefix=STATIC_PREFIX, max_age=_A_DAY
    )
    return application
