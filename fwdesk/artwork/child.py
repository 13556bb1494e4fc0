"""The decoder's other half: a process of its own, run as `python -I child.py` by `fwdesk.artwork.process`."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # -I leaves the house out of the path; from it come `decoding` and nothing else.
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    from fwdesk.artwork.decoding.serving import main

    main()
