"""How bids are priced and compared, while a tender is in preparation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.tendering.models import (
    AwardCriterion,
    AwardRule,
    EvaluationModel,
    Freeze,
    Lot,
    PriceLine,
    Tender,
)
from samkop.tendering.queries.freezing import freeze_of, hash_of, published_of
from samkop.tendering.usecases.contents import lot_named, upsert
from samkop.tendering.usecases.lots import prepared
from samkop.tendering.vocabulary import (
    IN_MONEY,
    IN_POINTS,
    LOTS_NAMED,
    AwardMethod,
    AwardRuleKind,
    ModelKind,
)


@dataclass(frozen=True)
class PriceTerms:
    """A line of a lot's price sheet: as the fields of ``PriceLine``; ``lot`` is its code."""

    lot: str
    code: str
    text: str
    unit: str
    quantity: Decimal
    price_max_cents: int | None = None
    item: str = ""
    years: tuple[int, ...] = ()


def set_price_line(*, actor: Actor, now: datetime, tender_id: int, terms: PriceTerms) -> PriceLine:
    """Add a line to a lot's price sheet, or write that of the code anew.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-such-lot``,
    ``quantity-missing``.
    """
    tender = prepared(actor, tender_id)
    lot = lot_named(tender, terms.lot)
    if lot is None:
        raise Refused("no-such-lot", _("The tender has no lot %(lot)s."), lot=terms.lot)
    if terms.quantity <= 0 or (terms.price_max_cents is not None and terms.price_max_cents <= 0):
        raise Refused(
            "quantity-missing",
            _("A line has a quantity above 0, and a highest price above 0 or none."),
        )
    return upsert(
        PriceLine, {"tender": tender, "lot": lot, "code": terms.code},
        text=terms.text, unit=terms.unit, quantity=terms.quantity,
        price_max_cents=terms.price_max_cents, item=terms.item, years=list(terms.years),
    )  # fmt: skip


@dataclass(frozen=True)
class CriterionTerms:
    """A criterion: as the fields of ``AwardCriterion``; ``lot`` is a code, empty for all lots."""

    code: str
    text: str
    scale_top: int
    weight: int | None = None
    deduction_cents: int | None = None
    scale_step: Decimal = Decimal(1)
    minimum_mark: Decimal | None = None
    lot: str = ""


def set_award_criterion(
    *, actor: Actor, now: datetime, tender_id: int, terms: CriterionTerms
) -> AwardCriterion:
    """Add a criterion, or write that of the code anew.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-such-lot``,
    ``scale-wrong``, ``weight-wrong``.
    """
    tender = prepared(actor, tender_id)
    top, step, least = Decimal(terms.scale_top), terms.scale_step, terms.minimum_mark
    if top <= 0 or step <= 0 or top % step or (least is not None and (least > top or least % step)):
        raise Refused(
            "scale-wrong",
            _("Marks go from 0 to the highest in equal steps, and the least that is asked for"
              " is one of them. Correct the scale."),
        )  # fmt: skip
    if terms.weight is not None and not 0 < terms.weight <= 1000:  # noqa: PLR2004 - permille
        raise Refused("weight-wrong", _("A weight lies between 1 and 1,000 permille."))
    values = {name: value for name, value in vars(terms).items() if name not in {"code", "lot"}}
    return upsert(
        AwardCriterion, {"tender": tender, "code": terms.code},
        lot=lot_named(tender, terms.lot), **values,
    )  # fmt: skip


@dataclass(frozen=True)
class ModelTerms:
    """A model: as the fields of ``EvaluationModel``; ``lot`` is a code, empty for all lots."""

    kind: str
    price_weight: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    method: str = AwardMethod.PER_LOT
    discounts: bool = False
    lot: str = ""


def set_evaluation_model(
    *, actor: Actor, now: datetime, tender_id: int, terms: ModelTerms
) -> EvaluationModel:
    """Say how bids are compared: on all lots, or on one by a model of its own.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-such-lot``,
    ``combination-needs-money``, ``combination-of-all-lots``, ``discounts-need-a-combination``,
    ``price-weight-wrong``.
    """
    tender = prepared(actor, tender_id)
    combines = terms.method == AwardMethod.COMBINATION
    if combines and ModelKind(terms.kind) not in IN_MONEY:
        raise Refused(
            "combination-needs-money",
            _("Lots are awarded together only by a model in money: points do not add up over"
              " lots. Choose such a model, or award by lot."),
        )  # fmt: skip
    if terms.lot and (combines or terms.discounts):
        raise Refused(
            "combination-of-all-lots",
            _("That lots are awarded together is said for all lots, not for one."),
        )
    if terms.discounts and not combines:
        raise Refused(
            "discounts-need-a-combination",
            _("Money off for several lots counts only where they are awarded together."),
        )
    points = ModelKind(terms.kind) in IN_POINTS
    if points != (terms.price_weight is not None):
        raise Refused(
            "price-weight-wrong",
            _("The price has a weight in the models that give points, and in no other."),
        )
    return upsert(
        EvaluationModel, {"tender": tender, "lot": lot_named(tender, terms.lot)},
        kind=terms.kind, price_weight=terms.price_weight, parameters=dict(terms.parameters),
        method=terms.method, discounts=terms.discounts,
    )  # fmt: skip


@dataclass(frozen=True)
class RuleTerms:
    """A rule over several lots: as the fields of ``AwardRule``."""

    kind: str
    clause: str
    value: int | None = None
    lots: Sequence[str] = ()


def set_award_rule(*, actor: Actor, now: datetime, tender_id: int, terms: RuleTerms) -> AwardRule:
    """Add a rule over several lots, quoted from the notice, or write it anew.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``rule-not-quoted``, ``rule-value-wrong``, ``rule-lots-wrong``.
    """
    tender = prepared(actor, tender_id)
    kind = AwardRuleKind(terms.kind)
    if not terms.clause.strip():
        raise Refused(
            "rule-not-quoted",
            _("A rule holds as the notice has it. Quote the clause (art. 46(2) and (3))."),
        )
    if (kind == AwardRuleKind.INCOMPATIBLE) != (terms.value is None) or (terms.value or 0) < 0:
        raise Refused("rule-value-wrong", _("The rule's number is missing or not one. Correct it."))
    lots = sorted(set(terms.lots))
    known = Lot.objects.filter(tender=tender, code__in=lots).count()
    if len(lots) != LOTS_NAMED.get(kind, 0) or known != len(lots):
        raise Refused("rule-lots-wrong", _("The rule names the wrong number of lots. Correct it."))
    return upsert(
        AwardRule, {"tender": tender, "kind": kind, "lots": lots},
        value=terms.value, clause=terms.clause,
    )  # fmt: skip


def freeze(tender: Tender, now: datetime) -> Freeze:
    """Keep all that is published of a locked tender, with its hash, as the next edition."""
    content, last = published_of(tender.pk), freeze_of(tender.pk)
    return create(
        Freeze(
            tender=tender, edition=last.edition + 1 if last else 1, content=content,
            sha256=hash_of(content), at=now,
        )
    )  # fmt: skip
