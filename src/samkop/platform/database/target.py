"""Where the database is: looked up once a process, replaceable by the tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

Login = Mapping[str, Any]


def _of_this_installation() -> Mapping[str, Login]:
    from samkop.platform import embedded_postgres

    databases = embedded_postgres.connection_settings(
        embedded_postgres.default_data_dir(os.environ), os.environ
    )
    return {
        "application": django_settings(databases.application),
        "owner": django_settings(databases.owner),
    }


_lookup: Callable[[], Mapping[str, Login]] = _of_this_installation
_found: dict[str, Login] = {}


def use(lookup: Callable[[], Mapping[str, Login]]) -> None:
    """Take the logins from ``lookup`` from now on; for tests, before the first query."""
    global _lookup  # noqa: PLW0603 - one target a process, as Django has one settings module
    _lookup = lookup
    _found.clear()


def login_of(role: str) -> Login:
    """Django's NAME, USER, PASSWORD, HOST and PORT of ``application`` or ``owner``.

    Raises what the lookup raises (``EmbeddedPostgresError`` with a sentence for people).
    """
    if role not in _found:
        _found.update(_lookup())
    return _found[role]


def django_settings(conninfo: Mapping[str, Any]) -> Login:
    """A psycopg connection dict in the words of Django's ``DATABASES``."""
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    settings = {name: str(conninfo.get(key) or "") for key, name in known.items()}
    settings["PORT"] = str(conninfo.get("port") or "")
    return settings
