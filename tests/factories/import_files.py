"""Files of the finance office for tests."""

from __future__ import annotations

from factories.ordering import NOW, Municipality
from samkop.ordering.usecases.import_file import upload_import_file
from samkop.parties.models import ImportFile
from samkop.parties.usecases.people_import import upload_people_file
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


def a_people_file(administrator: Actor, content: bytes, name: str = "personal.csv") -> ImportFile:
    """A file of people, uploaded by their organisation's administrator."""
    return perform(
        administrator, upload_people_file, now=NOW, party_id=administrator.own_party_id,
        name=name, content=content,
    )  # fmt: skip
