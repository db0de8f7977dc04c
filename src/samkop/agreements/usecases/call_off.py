"""Writing down how the suppliers of one procurement are called off, until it is adopted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Max, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffOffer, CallOffRule, FrameworkAgreement, ListPrice
from samkop.agreements.policies import may_prepare_agreement, may_run_call_off
from samkop.agreements.queries import call_off_of
from samkop.agreements.usecases.agreement import RUNNING_KINDS, acting_for, locked
from samkop.agreements.usecases.preparation import require_preparation
from samkop.agreements.vocabulary import LAST_RANK
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_allowed, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

FEWEST_SUPPLIERS = 2


@dataclass(frozen=True)
class Terms:
    """What the procurement published about the call-off.

    ``maximum_value_cents`` (without VAT) is what all suppliers' agreements together are worth
    at most: divided among them or, with ``shares_maximum``, used up by all. From
    ``mini_competition_from_cents`` on, where it is set, they compete.
    """

    number: str
    title: str
    method: str
    currency: str
    maximum_value_cents: int
    register_number: str
    turn_by: str = TurnBy.VALUE
    shares_maximum: bool = False
    mini_competition_from_cents: int | None = None


def prepare_call_off(*, actor: Actor, now: datetime, terms: Terms) -> CallOffRule:
    """Begin a rule of call-off, as the procurement published it; suppliers are added next.

    Raises Refused: ``not-allowed``, ``not-a-purchasing-body``, ``method-unknown``,
    ``maximum-value-missing``, ``competition-out-of-bounds``, ``call-off-number-taken``.
    """
    runner_id = acting_for(actor)
    require(may_prepare_agreement(actor))
    if not Party.objects.filter(id=runner_id, kind__in=RUNNING_KINDS).exists():
        raise Refused(
            "not-a-purchasing-body",
            _("Your organisation does not purchase for others: it cannot run an agreement."),
        )
    _check_terms(terms, runner_id)
    return create(CallOffRule(purchasing_body_id=runner_id, **asdict(terms)))


def change_call_off(*, actor: Actor, now: datetime, rule_id: int, terms: Terms) -> CallOffRule:
    """Write a rule that is not adopted yet down anew.

    Raises Refused as ``prepare_call_off``, and ``not-found``, ``call-off-adopted``,
    ``call-off-currency-differs``.
    """
    rule = _draft(actor, rule_id)
    _check_terms(terms, rule.purchasing_body_id, other_than=rule_id)
    ranked = FrameworkAgreement.objects.filter(call_off_rule=rule)
    if ranked.exclude(currency=terms.currency).exists():
        raise _refused(
            "call-off-currency-differs",
            _("The agreement has another currency than the rule. Correct one of them."),
        )
    return change(rule, **asdict(terms))


def remove_call_off(*, actor: Actor, now: datetime, rule_id: int) -> None:
    """Take a rule that is not adopted away, with its offers; the agreements stay, unranked.

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``.
    """
    rule = _draft(actor, rule_id)
    for offer in CallOffOffer.objects.filter(rule=rule):
        remove(offer)
    for agreement in FrameworkAgreement.objects.filter(call_off_rule=rule).order_by("id"):
        change(agreement, call_off_rule_id=None, call_off_rank=None)
    remove(rule)


def _check_terms(terms: Terms, runner_id: int, other_than: int = 0) -> None:
    if terms.method not in CallOffMethod.values or terms.turn_by not in TurnBy.values:
        raise Refused("method-unknown", _("Choose one of the methods of call-off."), status=422)
    if terms.maximum_value_cents <= 0:
        raise Refused(
            "maximum-value-missing",
            _("An agreement has a maximum value, without VAT. Enter what was published."),
        )
    direct_below = terms.mini_competition_from_cents
    if direct_below is not None and not 0 < direct_below <= terms.maximum_value_cents:
        raise Refused(
            "competition-out-of-bounds",
            _("Mini-competitions begin above 0 and at most at the maximum value."),
            status=422,
        )
    same = CallOffRule.objects.filter(purchasing_body_id=runner_id, number=terms.number)
    if same.exclude(id=other_than).exists():
        raise Refused(
            "call-off-number-taken",
            _("You have a rule of call-off %(number)s already. Choose another number."),
            number=terms.number,
        )


def rank_supplier(
    *, actor: Actor, now: datetime, rule_id: int, agreement_id: int, rank: int
) -> FrameworkAgreement:
    """Tie an agreement in preparation to the rule, with its supplier's rank (1 is first).

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``,
    ``terms-are-signed``, ``called-off-already``, ``call-off-currency-differs``,
    ``rank-out-of-bounds``, ``rank-taken``, ``supplier-ranked-already``.
    """
    rule = _draft(actor, rule_id)
    agreement = locked(actor, agreement_id)
    require_preparation(agreement)
    if agreement.call_off_rule_id is not None:
        raise _refused("called-off-already", _("This agreement has its rule of call-off already."))
    if agreement.currency != rule.currency:
        raise _refused(
            "call-off-currency-differs",
            _("The agreement has another currency than the rule. Correct one of them."),
        )
    if not 1 <= rank <= LAST_RANK:
        raise _refused("rank-out-of-bounds", _("A rank is between 1 and 99; 1 is the first."))
    placed = FrameworkAgreement.objects.filter(call_off_rule=rule)
    if placed.filter(call_off_rank=rank).exists():
        raise _refused("rank-taken", _("Another supplier has this rank. Choose another one."))
    if placed.filter(supplier_id=agreement.supplier_id).exists():
        raise _refused(
            "supplier-ranked-already", _("This supplier has a rank already by another agreement.")
        )
    return change(agreement, call_off_rule_id=rule.pk, call_off_rank=rank)


def unrank_supplier(
    *, actor: Actor, now: datetime, rule_id: int, agreement_id: int
) -> FrameworkAgreement:
    """Take a supplier out of a rule that is not adopted yet, with its offers.

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``.
    """
    rule = _draft(actor, rule_id)
    agreement = locked(actor, agreement_id)
    if agreement.call_off_rule_id != rule.pk:
        raise not_found()
    for offer in CallOffOffer.objects.filter(rule=rule, agreement=agreement):
        remove(offer)
    return change(agreement, call_off_rule_id=None, call_off_rank=None)


def enter_offer(
    *,
    actor: Actor,
    now: datetime,
    rule_id: int,
    agreement_id: int,
    position: str,
    seller_item_id: str,
) -> CallOffOffer:
    """Enter with which item a supplier answered a position; the one of before is replaced.

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``,
    ``position-missing``, ``item-without-price``, ``item-in-another-position``.
    """
    rule = _draft(actor, rule_id)
    agreement = locked(actor, agreement_id)
    if agreement.call_off_rule_id != rule.pk:
        raise not_found()
    position, seller_item_id = position.strip(), seller_item_id.strip()
    if not position:
        raise _refused("position-missing", _("Name the position of the price sheet."))
    if not ListPrice.objects.filter(agreement=agreement, seller_item_id=seller_item_id).exists():
        raise _refused(
            "item-without-price",
            _("The agreement has no price for this item. Enter its price first."),
        )
    offers = CallOffOffer.objects.filter(agreement=agreement)
    elsewhere = offers.filter(seller_item_id=seller_item_id).exclude(position=position)
    if elsewhere.exists():
        raise _refused(
            "item-in-another-position",
            _("This item answers another position already. Remove it there first."),
        )
    before = offers.filter(position=position).first()
    if before is not None:
        remove(before)
    return create(
        CallOffOffer(
            rule=rule, agreement=agreement, position=position, seller_item_id=seller_item_id
        )
    )


def remove_offer(*, actor: Actor, now: datetime, rule_id: int, offer_id: int) -> None:
    """Take an offer out of a rule that is not adopted yet.

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``.
    """
    rule = _draft(actor, rule_id)
    offer = CallOffOffer.objects.filter(rule=rule, id=offer_id).first()
    if offer is None:
        raise not_found()
    remove(offer)


def adopt_call_off(*, actor: Actor, now: datetime, rule_id: int) -> CallOffRule:
    """From now on the rule stands; its agreements can be put in force.

    Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``,
    ``suppliers-too-few``, ``parts-exceed-maximum``, ``part-exceeds-maximum``,
    ``positions-missing``.
    """
    rule = _draft(actor, rule_id)
    placed = FrameworkAgreement.objects.filter(call_off_rule=rule)
    if placed.count() < FEWEST_SUPPLIERS:
        raise _refused(
            "suppliers-too-few", _("One supplier needs no rule. Rank at least two suppliers.")
        )
    _check_parts(rule, placed)
    direct = rule.method != CallOffMethod.MINI_COMPETITION
    if direct and not CallOffOffer.objects.filter(rule=rule).exists():
        raise _refused(
            "positions-missing",
            _("No item is entered that can be called off directly. Enter the suppliers' offers."),
        )
    tell("call-off-adopted", rule_id=rule.pk)
    return change(rule, adopted_at=now)


def _check_parts(rule: CallOffRule, placed: QuerySet[FrameworkAgreement]) -> None:
    """Together, or where they share it each alone, at most what was published for all."""
    worth = placed.aggregate(together=Sum("maximum_value_cents"), most=Max("maximum_value_cents"))
    if rule.shares_maximum and worth["most"] > rule.maximum_value_cents:
        raise _refused(
            "part-exceeds-maximum",
            _("A supplier's agreement is worth more than was published for all. Lower its"
              " maximum value."),
        )  # fmt: skip
    if not rule.shares_maximum and worth["together"] > rule.maximum_value_cents:
        raise _refused(
            "parts-exceed-maximum",
            _("The suppliers' agreements together are worth more than was published for all."
              " Lower their maximum values, or let the suppliers share the maximum value."),
        )  # fmt: skip


def _draft(actor: Actor, rule_id: int) -> CallOffRule:
    """The rule, locked. Raises Refused: ``not-found``, ``not-allowed``, ``call-off-adopted``."""
    rule = CallOffRule.objects.select_for_update(no_key=True).filter(id=rule_id).first()
    if rule is None:
        # Row security locks what the actor's party writes; who only reads it is told so.
        call_off_of(rule_id)
        raise not_allowed()
    require(may_run_call_off(actor, rule))
    require_draft(rule)
    return rule


def require_draft(rule: CallOffRule) -> None:
    """What was published stands. Raises Refused ``call-off-adopted``."""
    if rule.adopted_at is not None:
        raise _refused(
            "call-off-adopted",
            _("The rule is adopted: it stands as it was published. Prepare a new one."),
        )


def _refused(code: str, sentence: Promise) -> Refused:
    return Refused(code, sentence)
