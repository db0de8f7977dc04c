"""A program under the supervisor: ``python -m samkop.site.supervisor.child ARGUMENTS…``."""

from __future__ import annotations

import os
import sys

from samkop.site.supervisor.keeper import PARENT
from samkop.site.supervisor.processes import die_with_parent


def main() -> None:
    """Be the program that the arguments name, for as long as the supervisor lives."""
    die_with_parent(int(os.environ.pop(PARENT)))
    if sys.argv[1] == "web":
        from samkop.site.supervisor.web import run

        descriptor, gate, workers = map(int, sys.argv[2:])
        run(descriptor=descriptor, gate=gate, workers=workers)
        return
    from samkop.site import cli

    sys.argv[0] = "samkop"
    cli.main()


if __name__ == "__main__":
    main()
