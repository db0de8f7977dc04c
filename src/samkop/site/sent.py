"""A file that a program sends in, and what a kind of such files is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of
from samkop.parties.columns import Columns
from samkop.parties.faults import RowFault
from samkop.parties.import_files import headings_of
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.refusals import not_found

Fault = tuple[int, str, str, str]  # row, column, code, sentence


@dataclass(frozen=True)
class Given:
    """What a program says beside its file.

    ``called`` is what headings mean: heading to key, or to nothing; it goes before what the
    organisation has said. ``agreement_id`` is for prices and catalogues; ``cost_centre`` and
    ``delivery_location`` (codes) for orders; ``replaces_all`` for catalogues; ``programme`` for
    the list of an enrolment programme.
    """

    called: Mapping[str, str] = field(default_factory=dict)
    agreement_id: int | None = None
    cost_centre: str = ""
    delivery_location: str = ""
    replaces_all: bool = False
    programme: str = ""


@dataclass(frozen=True)
class Sent:
    """A file that is about to be checked or taken: who sent it, when that is, and its bytes."""

    actor: Actor
    now: datetime
    kind: str
    name: str
    content: bytes
    given: Given

    @property
    def party(self) -> Party:
        """The organisation that the program acts for."""
        return party_of(self.actor.own_party_id)

    @property
    def called(self) -> Mapping[str, str]:
        """What the file's headings mean."""
        return {**headings_of(self.actor.own_party_id, self.kind), **self.given.called}

    @property
    def agreement(self) -> FrameworkAgreement:
        """The agreement named. Raises Refused ``not-found``."""
        if self.given.agreement_id is None:
            raise not_found()
        return agreement_of(self.given.agreement_id)


@dataclass(frozen=True)
class Found:
    """What taking a file would do: how many rows, counts by name, and what is wrong."""

    rows: int
    counts: Mapping[str, int]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Kind:
    """``scope``: what the token needs besides; ``partly``: faulty rows can be left out.

    ``refuse`` raises Refused for who may not; ``take`` is one use case, and answers counts.
    """

    scope: str
    columns: Callable[[], Columns] | None
    refuse: Callable[[Sent], None]
    plan: Callable[[Sent], Found]
    take: Callable[[Sent, Found], Mapping[str, int]]
    partly: bool = False


def told(found: Sequence[RowFault]) -> tuple[Fault, ...]:
    """Faults as they are kept with a job."""
    return tuple((one.row, one.column, one.code, str(one)) for one in found)
