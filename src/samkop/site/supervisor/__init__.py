"""``samkop serve``: one process that keeps the pages, the worker and the database running."""

from samkop.site.supervisor.database import release_server
from samkop.site.supervisor.errors import ServeError
from samkop.site.supervisor.keeper import Program
from samkop.site.supervisor.listening import said_ready
from samkop.site.supervisor.serving import serve

__all__ = ["Program", "ServeError", "release_server", "said_ready", "serve"]
