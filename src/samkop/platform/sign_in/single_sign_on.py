"""The providers of single sign-on by OpenID Connect, from the environment."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def providers(text: str) -> dict[str, Any]:
    """The setting ``SOCIALACCOUNT_PROVIDERS`` of allauth from ``SAMKOP_OIDC``, a JSON list.

    Each entry: ``id`` (stands in the address), ``name``, ``server_url``, ``client_id``,
    ``secret`` and, where one installation serves several organisations, ``domains``.
    Raises ImproperlyConfigured with a sentence.
    """
    try:
        apps = [_app(entry) for entry in json.loads(text)]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ImproperlyConfigured(
            "SAMKOP_OIDC must be a JSON list of objects with id, name, server_url, client_id"
            f" and secret; it could not be read: {error!r}"
        ) from error
    return {"openid_connect": {"APPS": apps}}


def _app(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "settings": {
            "server_url": entry["server_url"],
            "domains": [domain.lower() for domain in entry.get("domains", [])],
            "oauth_pkce_enabled": True,
        },
    }
