"""What the import of a file of organisations would do: its rows against what is registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.exchange.models import Endpoint
from samkop.exchange.rules import is_electronic_address, own_address
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of
from samkop.parties.models import Party, Region
from samkop.parties.organisation_rows import OrganisationRow, read_organisations
from samkop.parties.vocabulary import PartyKind

Key = tuple[str, str]


@dataclass(frozen=True)
class OrganisationsPlan:
    """The rows, their faults, and who is registered already, by scheme and identifier."""

    rows: list[OrganisationRow]
    faults: list[RowFault]
    parties: Mapping[Key, Party]
    regions: Mapping[str, Region]

    @property
    def newcomers(self) -> list[OrganisationRow]:
        """The rows of organisations that are not registered."""
        return [row for row in self.rows if row.key not in self.parties]


def plan_organisations(content: bytes, called: ColumnMap = NO_MAP) -> OrganisationsPlan:
    """Check a file against what is registered; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    rows, faults = read_organisations(table_of(content), called)
    known = Party.objects.filter(identifier__in=[row.identifier for row in rows])
    plan = OrganisationsPlan(
        rows, faults,
        {(party.identifier_scheme, party.identifier): party for party in known},
        {
            region.name_en: region
            for region in Region.objects.filter(name_en__in=[row.region for row in rows])
        },
    )  # fmt: skip
    faults.extend(_known_otherwise(plan))
    faults.extend(_without_purchasing_body(plan))
    faults.extend(_addresses(plan))
    faults.sort(key=lambda fault: fault.row)
    return plan


def address_of(row: OrganisationRow) -> Key:
    """The electronic address: the one named, else the one that follows from the number.

    Raises ValueError where the number is wrong.
    """
    if row.address:
        scheme, _colon, identifier = row.address.partition(":")
        return scheme.strip(), identifier.strip()
    return own_address(row.scheme, row.identifier)


def _known_otherwise(plan: OrganisationsPlan) -> Iterator[RowFault]:
    sentence = _("It is registered as %(known)s, which no file changes.")
    for row in plan.rows:
        party = plan.parties.get(row.key)
        for column in ("kind", "country") if party else ():
            known = getattr(party, column)
            if getattr(row, column) != known:
                code = f"party-{column}-differs"
                yield RowFault(row.row, column, code, sentence, {"known": known})


def _without_purchasing_body(plan: OrganisationsPlan) -> Iterator[RowFault]:
    bodies: dict[str, int] = {}
    for row in plan.rows:
        if row.kind == PartyKind.CENTRAL_PURCHASING_BODY:
            bodies[row.region] = bodies.get(row.region, 0) + 1
    sentence = _(
        "Region %(region)s is new and the file names %(count)s central purchasing bodies in it:"
        " exactly one has to serve it."
    )
    told = set()
    for row in plan.rows:
        count = bodies.get(row.region, 0)
        if row.region and row.region not in plan.regions and count != 1:
            if row.region not in told:
                facts = {"region": row.region, "count": count}
                yield RowFault(row.row, "region", "region-without-body", sentence, facts)
            told.add(row.region)


def _addresses(plan: OrganisationsPlan) -> Iterator[RowFault]:
    column = "electronic_address"
    wrong = _("“%(value)s” is no electronic address: write scheme:identifier, as in 0216:0037….")
    taken = _("Another organisation has the electronic address %(value)s.")
    owners: dict[Key, Key] = {
        (found.scheme, found.identifier): (found.party.identifier_scheme, found.party.identifier)
        for found in Endpoint.objects.select_related("party")
    }
    faulty = {fault.row for fault in plan.faults if fault.column.startswith("identifier")}
    for row in plan.rows:
        if row.row in faulty and not row.address:
            continue  # the number is told already, and no address follows from it
        address = address_of(row)
        value = {"value": ":".join(address)}
        if not is_electronic_address(*address):
            yield RowFault(row.row, column, "endpoint-invalid", wrong, value)
        elif owners.setdefault(address, row.key) != row.key:
            yield RowFault(row.row, column, "endpoint-taken", taken, value)
