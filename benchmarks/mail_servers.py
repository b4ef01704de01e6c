"""Run the servers of a real mail path as a process of their own; ends when its input ends.

Their CPU is so never counted as ours. Prints one line of JSON: the ports, and where the password
of every mailbox lies.

Source: tests/mail_path.py, which the tests of the carrier use too.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mail_path import mail_path


def main(arguments: Sequence[str]) -> int:
    """Run them in the folder named first."""
    with mail_path(Path(arguments[0])) as path:
        shown = {
            "imap": path.imap_port,
            "password_file": str(path.password_file),
            "smtp": path.smtp.port,
        }
        print(json.dumps(shown), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
