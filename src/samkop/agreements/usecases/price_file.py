"""Prices, tiers, price rules and evidence from a file: all rows or none."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, PriceFile
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, day_of
from samkop.agreements.queries.price_files import (
    PricePlan,
    plan_price_file,
    price_columns,
    price_file_of,
)
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.price_rules import (
    NewClause,
    NewEvidence,
    NewRule,
    record_evidence,
    set_price_rules,
)
from samkop.agreements.usecases.prices import (
    NewPrice,
    refuse_if_over,
    set_list_prices,
    set_tiers,
)
from samkop.agreements.vocabulary import PriceFileKind, State
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.import_files import headings_of
from samkop.parties.models import HeadingMap
from samkop.parties.usecases.import_files import name_headings, require_table
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done, import_waits
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# Tendered, so that they stand once the agreement is in force.
TENDERED = frozenset({PriceFileKind.TIERS, PriceFileKind.RULES})


def upload_price_file(
    *, actor: Actor, now: datetime, agreement_id: int, kind: str, name: str, content: bytes
) -> PriceFile:
    """Keep a file until it is applied; it replaces the person's earlier one of its kind.

    Raises Refused: ``not-found`` (also for a kind that there is not), ``not-allowed``,
    ``agreement-is-over``, ``prices-are-fixed`` (tiers or rules of an agreement that is no
    longer in preparation), ``file-too-large``, ``file-unreadable``.
    """
    agreement = agreement_of(agreement_id)
    require(may_run_agreement(actor, agreement))
    if kind not in PriceFileKind.values:
        raise not_found()
    refuse_if_over(agreement)
    if kind in TENDERED and agreement.state != State.IN_PREPARATION:
        raise Refused(
            "prices-are-fixed",
            _("Tiers and price rules of %(number)s were tendered; they do not change during its"
              " term."),
            number=agreement.number,
        )  # fmt: skip
    sha256 = require_table(content)
    earlier = PriceFile.objects.filter(
        agreement=agreement, uploaded_by_id=actor.own_person_id, kind=kind
    )
    replaced = list(earlier.only("id"))
    earlier.delete()
    made = PriceFile(
        purchasing_body_id=agreement.purchasing_body_id, agreement=agreement,
        uploaded_by_id=actor.own_person_id, kind=kind, name=name[-200:], content=content,
        sha256=sha256, uploaded_at=now,
    )  # fmt: skip
    create_all([made])
    note(file=made.name, sha256=sha256)
    import_waits(
        now=now, kind=kind, name=name, sha256=sha256, file=made, instead_of=replaced
    )  # fmt: skip
    return made


def call_price_columns(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded file mean: heading to key, or to nothing.

    Raises Refused: ``not-found``, ``not-allowed``, ``column-unknown``.
    """
    file = price_file_of(file_id)
    require(may_run_agreement(actor, file.agreement))
    return name_headings(
        actor=actor, now=now, kind=file.kind, called=called, known=price_columns(file.kind)
    )


def apply_price_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, int]:
    """Give the agreement what an uploaded file says, and let the file go. As ``apply_prices``."""
    file = price_file_of(file_id)
    counts = apply_prices(
        actor=actor, now=now, agreement_id=file.agreement_id, kind=file.kind, name=file.name,
        content=bytes(file.content), called=headings_of(file.purchasing_body_id, file.kind),
        file=file,
    )  # fmt: skip
    PriceFile.objects.filter(pk=file.pk).delete()
    return counts


def apply_prices(
    *, actor: Actor, now: datetime, agreement_id: int, kind: str, name: str, content: bytes,
    called: ColumnMap = NO_MAP, file: PriceFile | None = None,
) -> dict[str, int]:  # fmt: skip
    """Give an agreement what a file of prices, tiers, price rules or evidence says.

    ``file`` is the uploaded one, where that is what is applied.

    Returns the counts ``rows``, ``changed``, ``unchanged``. Raises Refused: ``not-found``,
    ``not-allowed``, ``price-file-faulty`` with ``faults`` (row, column, code) among its facts,
    ``price-file-empty``, and as the use case by hand of the same kind.
    """
    agreement = agreement_of(agreement_id)
    require(may_run_agreement(actor, agreement))
    today = day_of(agreement.purchasing_body, now)
    plan = plan_price_file(kind, content, agreement, today, called)
    if plan.file.faults:
        raise Refused(
            "price-file-faulty",
            _("Nothing was taken: %(count)s cells of the file are wrong."),
            status=422, count=len(plan.file.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.file.faults],
        )  # fmt: skip
    if not plan.given:
        raise Refused(
            "price-file-empty", _("The file has no rows under its heading. Choose another.")
        )
    give = {
        PriceFileKind.LIST_PRICES: _give_prices,
        PriceFileKind.TIERS: _give_tiers,
        PriceFileKind.RULES: _give_rules,
        PriceFileKind.EVIDENCE: _give_evidence,
    }[PriceFileKind(kind)]
    give(actor, now, agreement, plan)
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, rows=len(plan.file.rows))
    import_done(
        now=now, kind=kind, name=name, sha256=sha256, rows=len(plan.file.rows),
        page=reverse("agreement-prices", args=[agreement.pk]), file=file,
    )  # fmt: skip
    return plan.counts()


def _give_prices(
    actor: Actor, now: datetime, agreement: FrameworkAgreement, plan: PricePlan
) -> None:
    by_day: dict[date, list[NewPrice]] = defaultdict(list)
    for day, *row in plan.given:
        by_day[day].append(NewPrice(*row))
    for day, prices in sorted(by_day.items()):
        set_list_prices(
            actor=actor, now=now, agreement_id=agreement.pk, prices=prices, valid_from=day
        )


def _give_tiers(
    actor: Actor, now: datetime, agreement: FrameworkAgreement, plan: PricePlan
) -> None:
    tiers: dict[str, list[Tier]] = defaultdict(list)
    for group, tier in plan.given:
        tiers[group].append(tier)
    set_tiers(actor=actor, now=now, agreement_id=agreement.pk, tiers=tiers)


def _give_rules(
    actor: Actor, now: datetime, agreement: FrameworkAgreement, plan: PricePlan
) -> None:
    rules = {
        group: NewRule(kind, permille, NewClause(*index) if index else None)
        for group, kind, permille, index in plan.given
    }
    set_price_rules(actor=actor, now=now, agreement_id=agreement.pk, rules=rules)


def _give_evidence(
    actor: Actor, now: datetime, agreement: FrameworkAgreement, plan: PricePlan
) -> None:
    shown = [NewEvidence(**values) for values in plan.given]
    record_evidence(actor=actor, now=now, agreement_id=agreement.pk, evidence=shown)
