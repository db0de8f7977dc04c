"""The database backend: connects as a role of ours and lets no query past the door.

Django loads this module by the setting ``ENGINE = "samkop.platform.database"``.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg import RawCursor
from psycopg._preparing import PrepareManager
from psycopg.types.numeric import Int8Dumper

from samkop.platform.database.guard import guard
from samkop.platform.database.target import login_of

# The statements of an order and of the pages that are looked at most; psycopg's own 100 would
# have them pushed out, and planned again, by one another.
KEPT_STATEMENTS = 400


class _Kept(PrepareManager):
    """Statements that stay planned through a rollback, as PostgreSQL keeps them.

    psycopg forgets them all, for what they look at may have been made in the transaction. The
    application makes no tables; each refusal would have dozens of statements planned anew.
    ``forgets`` after a failure of the database itself, which a plan may be the reason of: a
    migration has given a column another type.
    """

    forgets = False

    def clear(self) -> bool:
        """Called at each rollback."""
        return super().clear() if self.forgets else False

    def validate(self, key: Any, prep: Any, name: bytes, results: Any) -> None:
        """What failed when it was new is not kept, here nor by the server."""
        super().validate(key, prep, name, results)
        if name and key not in self._names:
            self._to_flush.append(name)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with login data looked up when the first connection is made.

    The settings name a role only (``{"ROLE": "application"}`` or ``"owner"``): importing
    them touches no server, which keeps commands without a database fast.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._cursors: dict[str, RawCursor[Any]] = {}
        wrappers: list[Callable[..., Any]] = self.execute_wrappers
        if self.role == "application":
            wrappers.append(guard)
        self._own_wrappers = len(wrappers)

    @property
    def role(self) -> str:
        """``application`` or ``owner``."""
        return str(self.settings_dict["ROLE"])

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        found = super().get_new_connection(conn_params)
        if self.role == "application":
            threshold, found._prepared = found.prepare_threshold, _Kept()
            found.prepare_threshold = threshold
        found.prepared_max = KEPT_STATEMENTS
        self._cursors = {}
        return found

    @property
    def watched(self) -> bool:
        """Whether somebody besides the guard listens to the statements, or they are logged."""
        return self.queries_logged or len(self.execute_wrappers) > self._own_wrappers

    def cursor_of(self, sql: str) -> RawCursor[Any]:
        """The driver's cursor of this statement, which has found out how to pass its values."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        known = self._cursors.get(sql)
        if known is None:
            if len(self._cursors) == KEPT_STATEMENTS:
                self._cursors.clear()
            known = self._cursors[sql] = RawCursor(self.connection)
            known.adapters.register_dumper(int, Int8Dumper)
        return known

    def is_usable(self) -> bool:
        """Whether the server still holds the connection.

        Django asks the server, a way there and back for each request. Nobody speaks on an idle
        connection until it is ended: only when there is something to read, the server is asked.
        """
        if self.connection.closed:
            return False
        spoken = select.poll()
        spoken.register(self.connection.fileno(), select.POLLIN)
        return not spoken.poll(0) or super().is_usable()

    def rollback(self) -> None:
        """As Django does; after a failure of the database itself, without the plans."""
        if self.connection is not None and self.role == "application":
            self.connection._prepared.forgets = self.errors_occurred
        super().rollback()

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict.update(login_of(self.role))
        return dict(super().get_connection_params())
