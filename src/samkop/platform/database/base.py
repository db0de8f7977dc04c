"""The database backend: connects as a role of ours and lets no query past the door.

Django loads this module by the setting ``ENGINE = "samkop.platform.database"``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from samkop.platform.database.guard import guard
from samkop.platform.database.target import login_of

# The statements of an order and of the pages that are looked at most; psycopg's own 100 would
# have them pushed out, and planned again, by one another.
KEPT_STATEMENTS = 400


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with login data looked up when the first connection is made.

    The settings name a role only (``{"ROLE": "application"}`` or ``"owner"``): importing
    them touches no server, which keeps commands without a database fast.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        wrappers: list[Callable[..., Any]] = self.execute_wrappers
        if self.role == "application":
            wrappers.append(guard)

    @property
    def role(self) -> str:
        """``application`` or ``owner``."""
        return str(self.settings_dict["ROLE"])

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        found = super().get_new_connection(conn_params)
        found.prepared_max = KEPT_STATEMENTS
        return found

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict.update(login_of(self.role))
        return dict(super().get_connection_params())
