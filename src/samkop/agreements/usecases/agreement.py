"""Preparing an agreement and moving it from state to state."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import CallOffRule, FrameworkAgreement, StateChange
from samkop.agreements.policies import may_prepare_agreement, may_run_agreement
from samkop.agreements.queries import (
    agreement_of,
    ceiling_of,
    cheapest_price,
    day_of,
    expected_shares_of,
    room_of,
)
from samkop.agreements.rules import term_needs_justification
from samkop.agreements.vocabulary import TRANSITIONS, ActsAs, State
from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_allowed
from samkop.platform.unit_of_work import require

# From this a signed agreement begins. An interim one waits for its judgment
# (usecases/review.py); a suspended one is resumed, an exhausted one raised.
NEW = frozenset({State.IN_PREPARATION})
# A financier supplies money for devices: an agreement on leases is with it.
SUPPLYING_KINDS = (PartyKind.SUPPLIER, PartyKind.FINANCIER)
RUNNING_KINDS = BUYER_KINDS | {PartyKind.CENTRAL_PURCHASING_BODY}


def prepare_agreement(
    *,
    actor: Actor,
    now: datetime,
    number: str,
    register_number: str,
    titles: dict[str, str],
    category: str,
    supplier_id: int,
    valid_from: date,
    valid_until: date,
    currency: str,
    maximum_value_cents: int,
    acts_as: str = ActsAs.INTERMEDIARY,
    markup_permille: int = 0,
    fee_permille: int = 0,
    term_justification: str = "",
) -> FrameworkAgreement:
    """Write down an agreement that the actor's party runs; nothing is ordered from it yet.

    ``titles`` by language (sv, fi, en); ``maximum_value_cents`` without VAT, as published.
    Raises Refused: ``not-allowed``, ``not-a-purchasing-body``, ``not-a-supplier``,
    ``term-too-long``, ``term-ends-before-it-starts``, ``maximum-value-missing``,
    ``agreement-number-taken``, ``markup-and-fee``.
    """
    runner_id = acting_for(actor)
    require(may_prepare_agreement(actor))
    check_parties(runner_id, supplier_id)
    check_term(valid_from, valid_until, term_justification)
    check_money(maximum_value_cents, acts_as, markup_permille, fee_permille)
    taken = FrameworkAgreement.objects.filter(purchasing_body_id=runner_id, number=number)
    if taken.exists():
        raise Refused(
            "agreement-number-taken",
            _("You have an agreement %(number)s already. Choose another number."),
            number=number,
        )
    return create(
        FrameworkAgreement(
            number=number,
            register_number=register_number,
            title_sv=titles["sv"],
            title_fi=titles["fi"],
            title_en=titles["en"],
            category=category,
            purchasing_body_id=runner_id,
            supplier_id=supplier_id,
            valid_from=valid_from,
            valid_until=valid_until,
            term_justification=term_justification,
            currency=currency,
            maximum_value_cents=maximum_value_cents,
            purchasing_body_acts_as=acts_as,
            markup_permille=markup_permille,
            fee_permille=fee_permille,
        )
    )


def put_in_force(
    *, actor: Actor, now: datetime, agreement_id: int, register_number: str, reason: str = ""
) -> FrameworkAgreement:
    """The agreement is signed, and no review runs: the buyers who joined may order.

    Raises Refused: ``not-found``, ``not-allowed``, ``transition-not-allowed``,
    ``no-buyers-named``, ``shares-exceed-maximum``, ``term-is-over``, ``call-off-not-adopted``.
    """
    return begin(actor, now, agreement_id, NEW, State.IN_FORCE, reason, register_number)


def suspend(
    *, actor: Actor, now: datetime, agreement_id: int, reason: str, register_number: str = ""
) -> FrameworkAgreement:
    """Stop new orders for a time; those placed stay. Raises Refused as ``_move``."""
    return _move(actor, now, agreement_id, State.SUSPENDED, reason, register_number)


def resume(
    *, actor: Actor, now: datetime, agreement_id: int, reason: str, register_number: str = ""
) -> FrameworkAgreement:
    """Let orders be placed again after a suspension.

    Raises Refused as ``_move``, and ``term-is-over``.
    """
    suspended = frozenset({State.SUSPENDED})
    return begin(actor, now, agreement_id, suspended, State.IN_FORCE, reason, register_number)


def annul(
    *, actor: Actor, now: datetime, agreement_id: int, reason: str, register_number: str
) -> FrameworkAgreement:
    """A decision or judgment takes the agreement away. Raises Refused as ``_move``."""
    return _move(actor, now, agreement_id, State.ANNULLED, reason, register_number)


def end(
    *, actor: Actor, now: datetime, agreement_id: int, reason: str, register_number: str = ""
) -> FrameworkAgreement:
    """End the agreement, before its last day or after it. Raises Refused as ``_move``."""
    return _move(actor, now, agreement_id, State.ENDED, reason, register_number)


def declare_exhausted(
    *, actor: Actor, now: datetime, agreement_id: int, reason: str, register_number: str = ""
) -> FrameworkAgreement:
    """Record that the maximum value is reached: nothing on the price list fits any more.

    Orders beyond the maximum are refused without it; this is the decision for the register
    (C-23/20: the agreement has then no further effect). Raises Refused as ``_move``, and
    ``room-is-left``.
    """
    agreement = locked(actor, agreement_id)
    settle_ceiling(agreement_id)
    ceiling = ceiling_of(agreement_id)
    cheapest = cheapest_price(agreement_id, day_of(agreement.purchasing_body, now))
    room = room_of(ceiling) if ceiling else 0
    if room > 0 and (cheapest is None or cheapest <= room):
        raise Refused(
            "room-is-left",
            _("Something can still be ordered from %(number)s. End the agreement instead."),
            number=agreement.number,
        )
    return _move(actor, now, agreement_id, State.EXHAUSTED, reason, register_number)


def locked(actor: Actor, agreement_id: int) -> FrameworkAgreement:
    """The agreement, locked against other decisions on it, for somebody who may take one.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    agreement = (
        FrameworkAgreement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("purchasing_body")
        .filter(id=agreement_id)
        .first()
    )
    if agreement is None:
        # Row security locks what the actor's party writes; who only reads it is told so.
        agreement_of(agreement_id)
        raise not_allowed()
    require(may_run_agreement(actor, agreement))
    return agreement


def acting_for(actor: Actor) -> int:
    """The party acted for. Raises Refused ``not-allowed`` where there is none."""
    if actor.party_id is None:
        raise not_allowed()
    return actor.party_id


def settle_ceiling(agreement_id: int) -> None:
    """Bring the ceiling in line with the agreement, after orders on their way are through.

    From here to the end of the unit of work no order is committed under the agreement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT samkop_ceiling_settle(%s)", [agreement_id])


def record_state(
    agreement: FrameworkAgreement, to: State, now: datetime, reason: str, register_number: str
) -> FrameworkAgreement:
    """Write the new state and the decision behind it; the transition is known to be allowed."""
    create(
        StateChange(
            agreement=agreement,
            from_state=agreement.state,
            to_state=to,
            reason=reason,
            register_number=register_number,
            at=now,
        )
    )
    change(agreement, state=to)
    settle_ceiling(agreement.pk)
    tell("agreement-state-changed", agreement_id=agreement.pk, state=str(to))
    return agreement


def transition_not_allowed(agreement: FrameworkAgreement, to: State) -> Refused:
    """The agreement's state has no way to the other one."""
    return Refused(
        "transition-not-allowed",
        _("Agreement %(number)s is %(state)s and cannot become %(to)s. Look at its history."),
        number=agreement.number,
        state=State(agreement.state).label,
        to=to.label,
    )


def _move(
    actor: Actor, now: datetime, agreement_id: int, to: State, reason: str, register_number: str
) -> FrameworkAgreement:
    """Raises Refused: ``not-found``, ``not-allowed``, ``transition-not-allowed``."""
    agreement = locked(actor, agreement_id)
    if to not in TRANSITIONS[State(agreement.state)]:
        raise transition_not_allowed(agreement, to)
    return record_state(agreement, to, now, reason, register_number)


def begin(
    actor: Actor,
    now: datetime,
    agreement_id: int,
    before: frozenset[State],
    to: State,
    reason: str,
    register_number: str,
) -> FrameworkAgreement:
    """A move into a state in which orders are placed: somebody may order, and today.

    Raises Refused as ``put_in_force``.
    """
    agreement = locked(actor, agreement_id)
    if agreement.state not in before:
        raise transition_not_allowed(agreement, to)
    if CallOffRule.objects.filter(agreements=agreement_id, adopted_at__isnull=True).exists():
        raise Refused(
            "call-off-not-adopted",
            _("How %(number)s is called off is not adopted yet. Adopt the rule of call-off first."),
            number=agreement.number,
        )
    shares = expected_shares_of(agreement_id)
    if shares is None:
        raise Refused(
            "no-buyers-named",
            _("Nobody may order from %(number)s: name the buyers of the procurement first."),
            number=agreement.number,
        )
    if shares > agreement.maximum_value_cents:
        raise Refused(
            "shares-exceed-maximum",
            _("The buyers' expected shares are more than the maximum value. Correct the shares."),
        )
    if day_of(agreement.purchasing_body, now) > agreement.valid_until:
        raise Refused(
            "term-is-over",
            _("The term of %(number)s is over: it can only be ended."),
            number=agreement.number,
        )
    return _move(actor, now, agreement_id, to, reason, register_number)


def check_parties(runner_id: int, supplier_id: int) -> None:
    """Raises Refused: ``not-a-purchasing-body``, ``not-a-supplier``."""
    if not Party.objects.filter(id=runner_id, kind__in=RUNNING_KINDS).exists():
        raise Refused(
            "not-a-purchasing-body",
            _("Your organisation does not purchase for others: it cannot run an agreement."),
        )
    if not Party.objects.filter(id=supplier_id, kind__in=SUPPLYING_KINDS).exists():
        raise Refused("not-a-supplier", _("Choose an organisation that is a supplier."))


def check_term(valid_from: date, valid_until: date, justification: str) -> None:
    """Raises Refused: ``term-ends-before-it-starts``, ``term-too-long``."""
    if valid_until < valid_from:
        raise Refused(
            "term-ends-before-it-starts", _("The last day is before the first. Correct the term.")
        )
    if term_needs_justification(valid_from, valid_until) and not justification.strip():
        raise Refused(
            "term-too-long",
            _("More than four years need a justification (art. 33(1)). Write it, or shorten."),
        )


def check_money(maximum_cents: int, acts_as: str, markup: int, fee: int) -> None:
    """Raises Refused: ``maximum-value-missing``, ``markup-and-fee``."""
    if maximum_cents <= 0:
        raise Refused(
            "maximum-value-missing",
            _("An agreement has a maximum value, without VAT. Enter what was published."),
        )
    if (markup and acts_as != ActsAs.WHOLESALER) or (fee and acts_as != ActsAs.INTERMEDIARY):
        raise Refused(
            "markup-and-fee",
            _("A wholesaler has a markup and an intermediary a fee. Leave the other one empty."),
        )
