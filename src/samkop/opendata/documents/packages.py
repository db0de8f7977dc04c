"""Who publishes packages of releases here, and under which address."""

from __future__ import annotations

from django.conf import settings

from samkop.core.ocds import Publisher


def uri_of(path: str) -> str:
    """The address of a file of open data in this installation."""
    return f"{settings.PUBLIC_ADDRESS}/open-data/{path}"


def publisher() -> Publisher:
    """The publisher, the licence, and the page that says what is published and what not."""
    return Publisher(
        name=settings.OPEN_DATA_PUBLISHER, uri=uri_of(""), licence=settings.OPEN_DATA_LICENCE,
        policy=uri_of("published/"),
    )  # fmt: skip
