"""`python -m fwdesk`."""

from __future__ import annotations

import sys

from fwdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
