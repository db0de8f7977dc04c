"""Making accounting files: every voucher goes in one, once, and a file never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, Prefetch
from django.utils.translation import gettext_lazy as _

from samkop.core.accounting import UnfitVoucherError
from samkop.core.period import day_of
from samkop.invoicing.documents.accounting import accounting_file
from samkop.invoicing.models import (
    AccountingSetup,
    ExportBatch,
    ExportedVoucher,
    Voucher,
    VoucherEntry,
)
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.accounting import waiting_vouchers
from samkop.invoicing.queries.coding import setup_of
from samkop.invoicing.vocabulary import FileForm
from samkop.parties.models import CostCentre, Party
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_VOUCHERS = 10_000  # in one file; what is beyond goes in the next


def export_vouchers(*, actor: Actor, now: datetime, until: date) -> ExportBatch:
    """Make a file of the vouchers up to a day that are in none; all of one currency.

    Of several currencies the first one's: make another file for the others. Two at once wait
    for each other, and the table's key lets no voucher in twice. Raises Refused:
    ``not-allowed``, ``accounting-not-set-up``, ``nothing-to-export``, ``account-not-numeric``.
    """
    require(may_keep_accounting(actor))
    party_id = actor.own_party_id
    hold("vouchers", party_id)
    setup = setup_of(party_id)
    if setup is None:
        raise Refused("accounting-not-set-up", _("Say first what your accounting files look like."))
    entries = Prefetch("entries", VoucherEntry.objects.order_by("place"))
    rows = waiting_vouchers(party_id).filter(day__lte=until).prefetch_related(entries)
    found = list(rows[:MOST_VOUCHERS])
    if not found:
        raise Refused(
            "nothing-to-export",
            _("Every voucher up to this day is in a file already. Fetch it again below."),
        )
    vouchers = [one for one in found if one.currency == found[0].currency]
    return _batch(actor, now, setup, vouchers)


def _batch(
    actor: Actor, now: datetime, setup: AccountingSetup, vouchers: Sequence[Voucher]
) -> ExportBatch:
    buyer = party_of(actor.own_party_id)
    today = day_of(now, buyer.time_zone)
    content = _content(setup, buyer, vouchers, today)
    last = ExportBatch.objects.filter(buyer=buyer).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    suffix = "SI" if setup.form == FileForm.SIE else "csv"
    batch = ExportBatch(
        buyer=buyer, number=number, form=setup.form, content=content,
        file_name=f"samkop-{number:05}-{today:%Y%m%d}.{suffix}",
        sha256=hashlib.sha256(content).hexdigest(), currency=vouchers[0].currency,
        voucher_count=len(vouchers), debit_cents=sum(one.debit_cents for one in vouchers),
        made_by_id=actor.own_person_id, at=now,
    )  # fmt: skip
    # The history names the file and its hash; the bytes stay out of it.
    create_all([batch])
    note(file=batch.file_name, sha256=batch.sha256)
    create_all(
        (ExportedVoucher(voucher=one, batch=batch, buyer_id=buyer.pk) for one in vouchers),
        under=batch,
    )
    return batch


def _content(
    setup: AccountingSetup, buyer: Party, vouchers: Sequence[Voucher], today: date
) -> bytes:
    codes = {entry.cost_centre for one in vouchers for entry in one.entries.all()}
    centres = CostCentre.objects.filter(party=buyer, code__in=codes)
    try:
        return accounting_file(setup, buyer, vouchers, centres, today)
    except UnfitVoucherError as unfit:
        raise Refused(
            unfit.code,
            _("Voucher %(number)s has an account that SIE does not know: it takes digits alone."
              " Choose the form that the voucher was coded for, and make its file first."),
            number=unfit.number,
        ) from unfit  # fmt: skip
