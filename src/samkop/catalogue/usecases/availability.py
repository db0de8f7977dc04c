"""Suppliers say what they have; the purchasing body names what follows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreement_of
from samkop.catalogue.models import Availability, AvailabilityFile, CatalogueItem
from samkop.catalogue.policies import may_keep_range, may_state_availability
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.availability import availability_file_of, stock_list_in
from samkop.catalogue.rules.stock_lists import MOST, MOST_DAYS, Statement
from samkop.catalogue.vocabulary import STOCK, AvailabilitySource
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.imports import import_done, import_waits
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LARGEST_FILE = 20 * 1024 * 1024


def state_availability(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    statements: Sequence[Statement],
    source: str = AvailabilitySource.API,
) -> int:
    """Say of items of an agreement what there is; returns how many were said.

    All or nothing. Raises Refused: ``not-found``, ``not-allowed``, ``item-unknown``,
    ``item-twice``, ``number-out-of-bounds``.
    """
    agreement = agreement_of(agreement_id)
    require(may_state_availability(actor, agreement))
    return _say(agreement, statements, source, "", now)


def upload_availability(
    *, actor: Actor, now: datetime, agreement_id: int, name: str, content: bytes
) -> AvailabilityFile:
    """Keep a stock list for its dry run. Raises Refused: ``not-found``, ``not-allowed``,
    ``file-empty``, ``file-too-large``.
    """
    agreement = agreement_of(agreement_id)
    require(may_state_availability(actor, agreement))
    if not content:
        raise _wrong("file-empty", "file", _("The file is empty. Choose another."))
    if len(content) > LARGEST_FILE:
        raise _wrong("file-too-large", "file", _("The file is larger than 20 MB. Split it."))
    sha256 = hashlib.sha256(content).hexdigest()
    file = AvailabilityFile(
        party_id=actor.own_party_id, agreement=agreement, name=name[:200], content=content,
        sha256=sha256, uploaded_at=now,
    )  # fmt: skip
    create_all([file])
    note(file=sha256, name=file.name)
    import_waits(now=now, kind=STOCK, name=file.name, sha256=sha256, file=file, replaces=False)
    return file


def import_availability(*, actor: Actor, now: datetime, file_id: int) -> int:
    """Take what a stock list says; returns how many items. The file goes.

    Rows with faults are left out. Raises Refused: ``not-found``, ``not-allowed``,
    ``list-without-rows`` (nothing in it can be taken).
    """
    file = availability_file_of(file_id)
    require(may_state_availability(actor, file.agreement))
    found = stock_list_in(bytes(file.content), file.agreement_id)
    if not found.statements:
        raise Refused(
            "list-without-rows",
            _("No row of this list can be taken. Put the faults right and send it again."),
        )
    note(file=file.sha256, taken=len(found.statements), refused=len(found.faults))
    import_done(
        now=now, kind=STOCK, name=file.name, sha256=file.sha256, rows=len(found.statements),
        fault_count=len(found.faults),
        faults=[(f.row, f.column, f.code, f.sentence) for f in found.faults],
    )  # fmt: skip
    said = _say(file.agreement, found.statements, AvailabilitySource.FILE, file.sha256, now)
    AvailabilityFile.objects.filter(pk=file.pk).delete()
    return said


def name_successor(
    *,
    actor: Actor,
    now: datetime,
    item_id: int,
    successor_id: int | None,
    sold_until: date | None = None,
) -> CatalogueItem:
    """Say what follows an item on its own shelf, and until when it is sold.

    None takes either away. Raises Refused: ``not-found``, ``not-allowed``,
    ``successor-elsewhere`` (another agreement's item), ``successor-follows-it`` (a circle).
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    successor = item_of(successor_id) if successor_id is not None else None
    if successor is not None and successor.agreement_id != item.agreement_id:
        sentence = _("The successor has to stand on the same agreement. Choose one that does.")
        raise Refused("successor-elsewhere", sentence, fields={"successor": sentence})
    _no_circle(item, successor)
    return change(item, replaced_by=successor, sold_until=sold_until)


def _no_circle(item: CatalogueItem, successor: CatalogueItem | None) -> None:
    """No item follows itself, however long the way round."""
    seen = {item.pk}
    step = successor
    while step is not None:
        if step.pk in seen:
            sentence = _("That item is itself followed by this one. Choose another.")
            raise Refused("successor-follows-it", sentence, fields={"successor": sentence})
        seen.add(step.pk)
        step = step.replaced_by


def _say(
    agreement: FrameworkAgreement, statements: Sequence[Statement], source: str,
    sha256: str, now: datetime,
) -> int:  # fmt: skip
    numbers = [statement.seller_item_id for statement in statements]
    shelf = CatalogueItem.objects.filter(agreement=agreement, seller_item_id__in=numbers)
    items = dict(shelf.values_list("seller_item_id", "id"))
    unknown = next((number for number in numbers if number not in items), None)
    if unknown is not None:
        sentence = _("Item %(number)s is not in this agreement's catalogue. Correct the number.")
        raise Refused("item-unknown", sentence, status=422, number=unknown)
    if len(set(numbers)) < len(numbers):
        sentence = _("An item stands in the list more than once. Say it once.")
        raise Refused("item-twice", sentence, status=422)
    for statement in statements:
        _check(statement)
    create_all(
        (
            Availability(
                item_id=items[said.seller_item_id], agreement=agreement,
                purchasing_body_id=agreement.purchasing_body_id,
                supplier_id=agreement.supplier_id, in_stock=said.in_stock,
                reserved=said.reserved, lead_time_days=said.lead_time_days,
                next_delivery=said.next_delivery, ends_on=said.ends_on, source=source,
                source_hash=sha256, said_at=now,
            )
            for said in statements
        ),
        under=agreement,
    )  # fmt: skip
    tell(
        "availability-stated", agreement_id=agreement.pk,
        purchasing_body_id=agreement.purchasing_body_id,
    )  # fmt: skip
    return len(statements)


def _check(said: Statement) -> None:
    bounds = (
        ("in_stock", said.in_stock, MOST), ("reserved", said.reserved, MOST),
        ("lead_time_days", said.lead_time_days, MOST_DAYS),
    )  # fmt: skip
    for field, number, most in bounds:
        if number is not None and not 0 <= number <= most:
            sentence = gettext("Give a whole number from 0 to %(most)s.")
            raise _wrong("number-out-of-bounds", field, sentence % {"most": format_number(most)})


def _wrong(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]
