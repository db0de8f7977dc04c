"""The certified list of an opening, as a page shows it and as a paper has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samkop.core.sealing import Fault
from samkop.tendering.models import Opening, Tender
from samkop.tendering.opened_contents import UNREADABLE
from samkop.tendering.paper import Table
from samkop.tendering.paper_facts import zone_of
from samkop.tendering.sealing_words import FAULTS


@dataclass(frozen=True, slots=True)
class CertifiedPaper:
    """What ``typeset/certified_list.typ`` prints."""

    title: str
    footer: str
    facts: tuple[tuple[str, str], ...]
    listed: Table
    late: Table
    hashes: Table
    texts: tuple[str, ...]
    headings: dict[str, str]
    officers: tuple[str, ...]


def fault_sentence(code: str) -> str:
    """What was wrong with a bid, in the reader's language; empty where nothing was."""
    if code == UNREADABLE:
        return _("It was opened and has no bid.json that can be read.")
    return str(FAULTS[Fault(code)]) if code else ""


def listed_rows(opening: Opening) -> list[dict[str, Any]]:
    """The list's rows with the time as a time and the fault as a sentence."""
    return [
        {
            **row, "received": datetime.fromisoformat(row["received_at"]),
            "sentence": fault_sentence(row["fault"]),
        }
        for row in opening.listed
    ]  # fmt: skip


def late_rows(opening: Opening) -> list[dict[str, Any]]:
    """What came too late, with the time as a time; it was not opened."""
    return [{**row, "received": datetime.fromisoformat(row["received_at"])} for row in opening.late]


def certified_list(tender: Tender, opening: Opening, root: str) -> CertifiedPaper:
    """The paper, in the language that is active; its times are those of the owner."""
    with timezone.override(zone_of(tender)):
        return _certified(tender, opening, root)


def _certified(tender: Tender, opening: Opening, root: str) -> CertifiedPaper:
    rows = sorted(listed_rows(opening), key=lambda row: (row["lot"], row["name"]))
    late, officers = late_rows(opening), (opening.first.name, opening.second.name)
    return CertifiedPaper(
        title=_("Certified list of the opening of bids"),
        footer=f"{_('Certified list of the opening of bids')} · {tender.number} {tender.title}",
        facts=(
            (_("Tender"), f"{tender.number} {tender.title}"),
            (_("Register number"), tender.register_number),
            (_("Contracting authority"), tender.owner.name),
            (_("Bids until"), _moment(tender.bids_until)),
            (_("Opened on"), _moment(opening.at)),
            (_("Time zone"), tender.owner.time_zone),
            (_("Opened by"), " · ".join(officers)),
            (
                _("What was published, as SHA-256"),
                _grouped(opening.frozen_sha256) or _("It was changed since it was frozen."),
            ),
        ),
        listed=Table(
            tuple(
                (label, False)
                for label in (_("Bidder"), _("Lot"), _("Received"), _("Outcome"))
            ),
            tuple(
                (
                    f"{row['name']} ({row['bidder']})", row["lot"], _moment(row["received"]),
                    row["sentence"] or _("Opened"),
                )
                for row in rows
            ),
        ),
        late=Table(
            ((_("Lot"), False), (_("Received"), False), (_("Number of the receipt"), False)),
            tuple(
                (row["lot"], _moment(row["received"]), _grouped(row["number"])) for row in late
            ),
        ),
        hashes=Table(
            ((_("Number of the receipt"), False), (_("SHA-256 of the sealed bid"), False)),
            tuple((_grouped(row["number"]), _grouped(row["sealed"])) for row in [*rows, *late]),
        ),
        texts=(
            _("All bids were opened at once. Late, replaced and withdrawn bids were not opened."),
            _("Root of the register, published after the deadline: %(root)s")
            % {"root": _grouped(root)},
        ),
        headings={
            "listed": _("Bids"), "late": _("Came after the deadline, not opened"),
            "hashes": _("Numbers and hashes"), "none": _("No bid came in."),
            "signed": _("Certified by"),
        },
        officers=officers,
    )  # fmt: skip


def _grouped(digits: str) -> str:
    """Hexadecimal in groups of eight, so that it breaks over lines and is read aloud."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def _moment(at: datetime | None) -> str:
    """To the second in the zone that is active; the limit and receipts count to the millisecond."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    day, milliseconds = date_format(local, "SHORT_DATE_FORMAT"), local.microsecond // 1000
    return f"{day} {local:%H:%M:%S}.{milliseconds:03}"
