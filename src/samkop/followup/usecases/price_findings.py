"""Prices that drift: found by a job, asked about, answered by the supplier, concluded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.followup.models import PriceAnswer, PriceCheck, PriceFinding, PriceFindingPurchase
from samkop.followup.policies.prices import (
    may_answer_finding,
    may_handle_finding,
    may_watch_prices,
)
from samkop.followup.queries.price_drift import ListDrift, list_drifts, unfound_checks
from samkop.followup.queries.price_terms import Tolerances, regions_of_buyers, tolerances_of
from samkop.followup.vocabulary.prices import (
    ENDS,
    FINDING_TRANSITIONS,
    FindingKind,
    PriceAnswerKind,
    PriceCause,
    PriceFindingState,
    PurchaseSource,
)
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

FACT = "price-drift-found"
KINDS = {PurchaseSource.ORDERED: FindingKind.ORDER, PurchaseSource.INVOICED: FindingKind.INVOICE}
CAUSES = {
    FindingKind.LIST: PriceCause.LIST_ABOVE_INDEX,
    FindingKind.COMPARABLE: PriceCause.COMPARABLE,
    FindingKind.SUCCESSOR: PriceCause.SUCCESSOR,
}


def find_price_drift(*, actor: Actor, now: datetime) -> int:
    """Find what costs more than its rule, its index or its like allow, beyond the tolerance.

    Of the agreements that the acting party runs. A purchase stands in one finding for good, a
    list price is found once: run again, nothing is found twice. Each new finding is told as
    ``price-drift-found``. Returns how many are new. Raises Refused ``not-allowed``.
    """
    require(may_watch_prices(actor))
    party_id, today = actor.own_party_id, own_today()
    hold("price-drift", party_id)
    tolerances = tolerances_of(party_id)
    new = 0
    for check in unfound_checks(party_id):
        region_id = regions_of_buyers(party_id, check.bought_on).get(check.buyer_id)
        tolerance = tolerances.on(check.bought_on, region_id)
        if not tolerance.passes(check.difference_cents, check.ruled_cents):
            new += _take_in(check, region_id, now)
    return new + _find_list_drifts(party_id, tolerances, today, now)


def _take_in(check: PriceCheck, region_id: int | None, now: datetime) -> int:
    """Put a purchase into the finding that gathers its like; 1 where it begins one."""
    key = f"{check.source}:{check.agreement_id}:{check.item_id}:{check.buyer_id}:{check.cause}"
    finding = PriceFinding.objects.filter(
        purchasing_body_id=check.purchasing_body_id, key=key, state=PriceFindingState.FOUND
    ).first()
    newest = {
        "price_cents": check.ruled_cents + check.difference_cents,
        "expected_cents": check.ruled_cents,
    }
    if finding is not None:
        change(
            finding, quantity=finding.quantity + check.quantity,
            total_cents=finding.total_cents + check.total_difference_cents,
            seen_from=min(finding.seen_from, check.bought_on),
            seen_until=max(finding.seen_until, check.bought_on), **newest,
        )  # fmt: skip
        create(PriceFindingPurchase(finding=finding, check_made=check))
        return 0
    finding = create(
        PriceFinding(
            purchasing_body_id=check.purchasing_body_id, supplier_id=check.supplier_id,
            agreement_id=check.agreement_id, buyer_id=check.buyer_id, region_id=region_id,
            item_id=check.item_id, seller_item_id=check.seller_item_id, name=check.name,
            kind=KINDS[PurchaseSource(check.source)], cause=check.cause, key=key,
            currency=check.currency, quantity=check.quantity,
            total_cents=check.total_difference_cents, seen_from=check.bought_on,
            seen_until=check.bought_on, found_at=now, **newest,
        )
    )  # fmt: skip
    create(PriceFindingPurchase(finding=finding, check_made=check))
    _tell_found(finding)
    return 1


def _find_list_drifts(party_id: int, tolerances: Tolerances, today: date, now: datetime) -> int:
    drifts = {
        drift.key: drift for drift in list_drifts(party_id, today, tolerances.on(today, None))
    }
    rows = PriceFinding.objects.filter(purchasing_body_id=party_id, key__in=list(drifts))
    known = set(rows.values_list("key", flat=True))
    fresh = [drift for key, drift in drifts.items() if key not in known]
    for drift in fresh:
        _tell_found(create(_of_list(drift, party_id, now)))
    return len(fresh)


def _of_list(drift: ListDrift, party_id: int, now: datetime) -> PriceFinding:
    item = drift.item
    return PriceFinding(
        purchasing_body_id=party_id, supplier_id=item.supplier_id, agreement_id=item.agreement_id,
        item=item, seller_item_id=item.seller_item_id, name=item.name, kind=drift.kind,
        cause=CAUSES[drift.kind], key=drift.key, currency=item.currency,
        price_cents=drift.price_cents, expected_cents=drift.expected_cents,
        seen_from=drift.since, seen_until=drift.since, facts=drift.facts, found_at=now,
    )  # fmt: skip


def _tell_found(finding: PriceFinding) -> None:
    tell(
        FACT, finding_id=finding.pk, purchasing_body_id=finding.purchasing_body_id,
        agreement_id=finding.agreement_id, region_id=finding.region_id, kind=finding.kind,
    )  # fmt: skip


def ask_about_price(*, actor: Actor, now: datetime, finding_id: int, question: str) -> PriceFinding:
    """Ask the supplier, which sees the finding from then on and answers within the days set.

    Told as ``price-finding-asked``. Raises Refused: ``not-found``, ``not-allowed``,
    ``finding-in-another-state``, ``question-missing``.
    """
    finding = _locked(finding_id)
    require(may_handle_finding(actor, finding))
    _require_may_become(finding, PriceFindingState.ASKED)
    _require_text("question-missing", "question", question, _("Say what you ask the supplier."))
    today = own_today()
    days = tolerances_of(finding.purchasing_body_id).on(today, finding.region_id).answer_days
    change(
        finding, state=PriceFindingState.ASKED, question=question, asked_at=now,
        answer_due_on=today + timedelta(days=days),
    )  # fmt: skip
    tell("price-finding-asked", finding_id=finding.pk, supplier_id=finding.supplier_id)
    return finding


def answer_price_finding(
    *, actor: Actor, now: datetime, finding_id: int, kind: PriceAnswerKind, text: str,
    credit_reference: str = "",
) -> PriceAnswer:  # fmt: skip
    """Answer as the supplier; again where there is more to say, until the finding has ended.

    Told as ``price-finding-answered``. Raises Refused: ``not-found``, ``not-allowed``,
    ``finding-in-another-state``, ``answer-text-missing``, ``credit-note-missing``.
    """
    finding = PriceFinding.objects.filter(id=finding_id).first()
    if finding is None:
        raise not_found()
    require(may_answer_finding(actor, finding))
    if finding.state != PriceFindingState.ASKED:
        raise _in_another_state(finding)
    _require_text("answer-text-missing", "text", text, _("Say why the price is as it is."))
    if kind == PriceAnswerKind.CREDITS:
        _require_credit_note(credit_reference)
    made = create(
        PriceAnswer(
            finding=finding, purchasing_body_id=finding.purchasing_body_id,
            supplier_id=finding.supplier_id, kind=kind, text=text,
            credit_reference=credit_reference, person_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip
    tell(
        "price-finding-answered", finding_id=finding.pk,
        purchasing_body_id=finding.purchasing_body_id,
    )  # fmt: skip
    return made


def end_price_finding(
    *, actor: Actor, now: datetime, finding_id: int, state: PriceFindingState, conclusion: str,
    credit_reference: str = "",
) -> PriceFinding:  # fmt: skip
    """Conclude: the supplier's answer explains it, the price was corrected, or it was credited.

    Raises Refused: ``not-found``, ``not-allowed``, ``finding-in-another-state``,
    ``answer-missing`` (nobody explains it but the supplier), ``conclusion-missing``,
    ``credit-note-missing``.
    """
    finding = _locked(finding_id)
    require(may_handle_finding(actor, finding))
    if state not in ENDS:
        raise _in_another_state(finding)
    _require_may_become(finding, state)
    if state == PriceFindingState.EXPLAINED and not finding.answers.exists():
        raise Refused(
            "answer-missing",
            _("The supplier has not answered yet: wait for its explanation, or record how the"
              " price was corrected or credited."),
        )  # fmt: skip
    _require_text("conclusion-missing", "conclusion", conclusion, _("Say what settled it."))
    if state == PriceFindingState.CREDITED:
        _require_credit_note(credit_reference)
    return change(
        finding, state=state, conclusion=conclusion, credit_reference=credit_reference,
        settled_at=now, settled_by_id=actor.person_id,
    )  # fmt: skip


def remind_of_price_question(*, actor: Actor, now: datetime, finding_id: int) -> bool:
    """Remind the supplier, once, that the day has passed by which it was to answer.

    Told as ``price-answer-overdue``. Returns whether there was anything to remind of. Raises
    Refused: ``not-found``, ``not-allowed``.
    """
    require(may_watch_prices(actor))
    finding = _locked(finding_id)
    due = finding.answer_due_on
    open_still = finding.state == PriceFindingState.ASKED and finding.reminded_at is None
    if not open_still or due is None or own_today() <= due or finding.answers.exists():
        return False
    change(finding, reminded_at=now)
    tell(
        "price-answer-overdue", finding_id=finding.pk, supplier_id=finding.supplier_id,
        purchasing_body_id=finding.purchasing_body_id,
    )  # fmt: skip
    return True


def _locked(finding_id: int) -> PriceFinding:
    found = PriceFinding.objects.select_for_update().filter(id=finding_id).first()
    if found is None:
        raise not_found()
    return found


def _require_may_become(finding: PriceFinding, state: PriceFindingState) -> None:
    if state not in FINDING_TRANSITIONS[PriceFindingState(finding.state)]:
        raise _in_another_state(finding)


def _in_another_state(finding: PriceFinding) -> Refused:
    return Refused(
        "finding-in-another-state",
        _("This finding is in the state \u201c%(state)s\u201d: that step does not follow."),
        state=PriceFindingState(finding.state).label,
    )


def _require_text(code: str, name: str, text: str, sentence: object) -> None:
    if not text.strip():
        raise Refused(code, str(sentence), status=422, fields={name: str(sentence)})


def _require_credit_note(reference: str) -> None:
    _require_text(
        "credit-note-missing", "credit_reference", reference,
        _("Give the number of the credit note."),
    )  # fmt: skip
