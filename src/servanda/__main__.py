"""`python -m servanda`: the command line."""

import sys

from servanda.interfaces.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
