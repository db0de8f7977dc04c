"""The passwords of the database, drawn once and kept in 0600 files of whoever runs Samköp."""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account
from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.folders import (
    locked,
    private_folder,
    read_own,
    write_private,
)
from samkop.platform.embedded_postgres.layout import Layout


@dataclass(frozen=True, slots=True)
class Passwords:
    """Of the roles samkop_owner and samkop_app."""

    owner: str = field(repr=False)
    application: str = field(repr=False)


def draw_password() -> str:
    """256 random bits, without characters that need quoting."""
    return secrets.token_urlsafe(32)


def read_admin_password(layout: Layout) -> str:
    try:
        return read_own(layout.admin_password)
    except OSError as fault:
        raise EmbeddedPostgresError("password-missing", file=layout.admin_password) from fault


def draw_admin_password(layout: Layout) -> str:
    """Of a server that is about to be created; an interrupted attempt's password is kept."""
    return _kept(layout.admin_password, draw_password)


def database_passwords(layout: Layout) -> Passwords:
    """Of the two roles; the same for every process, however many ask at once."""
    text = _kept(
        layout.database_passwords,
        lambda: json.dumps(asdict(Passwords(draw_password(), draw_password()))),
    )
    try:
        return Passwords(**json.loads(text))
    except (ValueError, TypeError) as fault:
        raise EmbeddedPostgresError("password-missing", file=layout.database_passwords) from fault


def _kept(file: Path, draw: Callable[[], str]) -> str:
    try:
        return read_own(file)
    except FileNotFoundError:
        private_folder(file.parent, Account(os.geteuid(), os.getegid()))
    with locked(file.parent):
        if not file.exists():
            write_private(file, draw())
        return read_own(file)
