"""PostgreSQL for Samköp: the embedded server, and the roles and databases on any server.

Nothing here needs Django, so that the command line can start the server before it loads it.
"""

from samkop.platform.embedded_postgres.binaries import program
from samkop.platform.embedded_postgres.clones import clone_database, drop_database
from samkop.platform.embedded_postgres.connections import (
    ADMIN_ROLE,
    APPLICATION_ROLE,
    OWNER_ROLE,
    Parameters,
    Server,
)
from samkop.platform.embedded_postgres.errors import SENTENCES, EmbeddedPostgresError
from samkop.platform.embedded_postgres.layout import default_data_dir
from samkop.platform.embedded_postgres.lifecycle import Status, ensure_running, status, stop
from samkop.platform.embedded_postgres.roles import prepare_database
from samkop.platform.embedded_postgres.settings import Databases, connection_settings

__all__ = [
    "ADMIN_ROLE",
    "APPLICATION_ROLE",
    "OWNER_ROLE",
    "SENTENCES",
    "Databases",
    "EmbeddedPostgresError",
    "Parameters",
    "Server",
    "Status",
    "clone_database",
    "connection_settings",
    "default_data_dir",
    "drop_database",
    "ensure_running",
    "prepare_database",
    "program",
    "status",
    "stop",
]
