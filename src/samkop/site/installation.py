"""What one installation keeps beside its database: folders, the secret key, static files."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from samkop.platform.embedded_postgres import default_data_dir


def prepare(environ: MutableMapping[str, str]) -> Path:
    """Make the data folder ready and tell Django of it through the environment.

    Returns the data folder. Runs before ``django.setup()`` in every command that uses the
    database; doing it again changes nothing.
    """
    data = default_data_dir(environ)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    environ["SAMKOP_DATA"] = str(data)
    environ.setdefault("DJANGO_SETTINGS_MODULE", "samkop.site.settings")
    environ.setdefault("SAMKOP_STATIC", str(data / "static"))
    environ.setdefault("SAMKOP_SECRET_KEY", kept_secret(data / "secrets" / "django-key"))
    return data


def say_address(environ: MutableMapping[str, str], port: int) -> None:
    """Where links in mails lead, when nobody has said: to this machine's own pages."""
    if port and not environ.get("SAMKOP_ORIGINS"):
        environ.setdefault("SAMKOP_ADDRESS", f"http://localhost:{port}")


def kept_secret(path: Path) -> str:
    """The secret in a file that only its owner reads; made on first use.

    Two processes that start together agree: the first whole file gets the name.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
