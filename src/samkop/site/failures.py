"""Which failures of a command have a sentence for a person, and what it is."""

from __future__ import annotations

import sys


def sentence_of(error: BaseException) -> str | None:
    """The sentence to print, or None when the failure is a fault of ours.

    Looks only at modules that are loaded: a failure cannot come from another.
    """
    known = {
        "samkop.platform.embedded_postgres.errors": "EmbeddedPostgresError",
        "samkop.platform.refusals": "Refused",
        "samkop.site.cli_demo": "NotADemoError",
        "samkop.site.supervisor.errors": "ServeError",
    }
    for module, name in known.items():
        kind = getattr(sys.modules.get(module), name, None)
        if kind and isinstance(error, kind):
            return str(error)
    operational = getattr(sys.modules.get("django.db"), "OperationalError", None)
    if operational and isinstance(error, operational):
        return f"The database does not answer: {error} Try `samkop doctor`."
    return None
