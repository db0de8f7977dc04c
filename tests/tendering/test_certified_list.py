"""The certified list of an opening, on paper: by the owner's clock, lot by lot."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone, translation

from samkop.parties.models import Party
from samkop.tendering.certified_list import certified_list
from samkop.tendering.models import Opening, OpeningOfficer, Tender
from samkop.tendering.printing import printed_certified_list

DUE = datetime(2027, 6, 15, 10, tzinfo=UTC)


def row(name, lot):
    return {
        "name": name, "bidder": "5567891234", "lot": lot, "number": "a" * 32, "sealed": "b" * 64,
        "received_at": datetime(2027, 6, 15, 9, 59, 59, 999000, tzinfo=UTC).isoformat(),
        "fault": "",
    }  # fmt: skip


def paper(zone):
    owner = Party(legal_name="Provköping", country="SE", time_zone=zone)
    tender = Tender(number="U-1", register_number="D/1", title_en="IT", owner=owner, bids_until=DUE)
    opening = Opening(
        first=OpeningOfficer(name="Åsa"), second=OpeningOfficer(name="Bo"), at=DUE,
        listed=[row("Ask Ab", "LOT-0002"), row("Embla Ab", "LOT-0001")], frozen_sha256="c" * 64,
        late=[{"number": "e" * 32, "lot": "LOT-0001", "sealed": "f" * 64,
               "received_at": "2027-06-15T10:00:00.001+00:00"}],
    )  # fmt: skip
    return certified_list(tender, opening, "d" * 64)


def test_its_times_are_the_owners_whoever_reads_it():
    with translation.override("en"), timezone.override("Europe/Helsinki"):
        facts = dict(paper("Europe/Stockholm").facts)
        received = [cells[2] for cells in paper("Europe/Stockholm").listed.rows]
    assert facts["Bids until"].endswith("12:00:00.000")
    assert facts["Time zone"] == "Europe/Stockholm"
    assert [one[-12:] for one in received] == ["11:59:59.999"] * 2


def test_it_lists_lot_by_lot_names_its_tender_on_each_page_and_is_printed():
    with translation.override("en"):
        made = paper("Europe/Helsinki")
        assert [cells[1] for cells in made.listed.rows] == ["LOT-0001", "LOT-0002"]
        assert [cells[:2] for cells in made.late.rows] == [("LOT-0001", "2027-06-15 13:00:00.001")]
        assert made.footer.endswith("U-1 IT")
        assert printed_certified_list(made, "en")[:5] == b"%PDF-"
