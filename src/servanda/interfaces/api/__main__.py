"""Write the description of the interface to standard output: `python -m servanda.interfaces.api`.

No node and no home is needed. docs/reference/openapi.json is made so, and a test compares.
"""

import sys

import django
from django.conf import settings


def main() -> None:
    """Write the document."""
    settings.configure(USE_TZ=True)  # the forms need none of a node's settings
    django.setup()
    # Loaded here, for ninja reads Django's settings when it is loaded.
    from servanda.interfaces.api.description import describe, written  # noqa: PLC0415 - above
    from servanda.interfaces.api.service import service  # noqa: PLC0415 - above

    sys.stdout.buffer.write(written(describe(service)))


if __name__ == "__main__":
    main()
