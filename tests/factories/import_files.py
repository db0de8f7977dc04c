"""Files of the finance office for tests."""

from __future__ import annotations

from factories.ordering import NOW, Municipality
from samkop.ordering.models import ImportFile
from samkop.ordering.usecases.import_file import upload_import_file
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform


def an_import_file(
    buyer: Municipality,
    kind: str,
    content: bytes,
    by: Actor | None = None,
    name: str = "ekonomi.csv",
) -> ImportFile:
    """The file, uploaded by the buyer's finance clerk."""
    return perform(
        by or buyer.finance, upload_import_file, now=NOW, kind=kind, name=name, content=content
    )
