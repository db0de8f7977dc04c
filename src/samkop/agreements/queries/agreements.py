"""Reads: agreements, who has joined, ceilings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
)
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import (
    Ceiling,
    CeilingMovement,
    CommittedShare,
    FrameworkAgreement,
    LegalBasis,
    Modification,
    NamedBuyer,
    Participation,
    Review,
)
from samkop.agreements.vocabulary import ORDERABLE, State
from samkop.core import period
from samkop.governance.models import MemberDecision
from samkop.governance.models.decision import OVER
from samkop.governance.vocabulary import DecisionKind
from samkop.parties.models import Party
from samkop.platform.database.prepared import Asked, prepared
from samkop.platform.refusals import Refused, not_found

# What was decided and gives no right now, while its goods are looked at all the same.
STOPPED = frozenset(
    {
        "member-waits", "decision-not-final", "decision-appealed", "enforcement-forbidden",
        "decision-annulled",
    }
)  # fmt: skip


@dataclass(frozen=True)
class BuyerStanding:
    """A named buyer, its decision if it has taken one, and what it has committed in cents.

    ``bases`` are its legal bases, the earliest first; ``code`` says why what it decided gives
    no right on the day asked for (None: it may order by it).
    """

    named: NamedBuyer
    participation: Participation | None
    committed_cents: int
    bases: tuple[LegalBasis, ...] = ()
    code: str | None = None

    @property
    def joined(self) -> bool:
        """Whether it has decided to join, from whatever day on."""
        return self.participation is not None and self.participation.orders_from is not None


@dataclass(frozen=True)
class NotOpen:
    """The running agreements that name a buyer and from which it does not order on a day.

    ``ahead``: not open yet, each with the first day of orders that the buyer has decided on
    (None: it has not decided). ``stopped``: its goods are seen all the same, as it waits or
    its decision to join is not carried out; each with the code of why, and the decision.
    """

    ahead: list[tuple[FrameworkAgreement, date | None]]
    stopped: list[tuple[FrameworkAgreement, str, MemberDecision]]


def day_of(party: Party, now: datetime) -> date:
    """The calendar day in the party's own time zone."""
    return period.day_of(now, party.time_zone)


def agreement_of(agreement_id: int) -> FrameworkAgreement:
    """The agreement with its parties and rule of call-off. Raises Refused ``not-found``."""
    found = (
        FrameworkAgreement.objects.select_related("purchasing_body", "supplier", "call_off_rule")
        .filter(id=agreement_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def agreement_of_number(purchasing_body_id: int, number: str) -> FrameworkAgreement:
    """An agreement that the purchasing body runs. Raises Refused ``agreement-unknown``."""
    agreements = FrameworkAgreement.objects.select_related("purchasing_body", "supplier")
    found = agreements.filter(purchasing_body_id=purchasing_body_id, number=number).first()
    if found is None:
        raise Refused(
            "agreement-unknown",
            _("There is no agreement %(number)s. Look up its number under Agreements."),
            status=404,
            number=number,
        )
    return found


def agreements_of(party_id: int) -> QuerySet[FrameworkAgreement]:
    """The agreements that a party runs, supplies or is named in, the newest first."""
    named = NamedBuyer.objects.filter(buyer_id=party_id).values("agreement_id")
    return (
        FrameworkAgreement.objects.filter(
            Q(purchasing_body_id=party_id) | Q(supplier_id=party_id) | Q(id__in=named)
        )
        .select_related("purchasing_body", "supplier", "ceiling__shared")
        .order_by("-valid_from", "-id")
    )


def agreements_not_over(party_id: int, today: date) -> QuerySet[FrameworkAgreement]:
    """Of ``agreements_of`` those that have not ended by decision, judgment or their last day."""
    return agreements_of(party_id).filter(
        ~Q(state__in=(State.ENDED, State.ANNULLED)), valid_until__gte=today
    )


def search_agreements(party_id: int, text: str, limit: int) -> list[FrameworkAgreement]:
    """The party's agreements whose number, title or supplier has this text, newest first.

    Agreements are counted in hundreds: they are read through, without an index.
    """
    named = Q(number__icontains=text) | Q(supplier__legal_name__icontains=text)
    for language in ("sv", "fi", "en"):
        named |= Q(**{f"title_{language}__icontains": text})
    return list(agreements_of(party_id).filter(named)[:limit])


def agreements_open_to(buyer_id: int, today: date) -> list[FrameworkAgreement]:
    """The agreements from which a buyer may order on a day, by number."""
    return list(
        FrameworkAgreement.objects.filter(
            id__in=_open_participations(buyer_id, today).values("agreement_id"),
        )
        .select_related("supplier")
        .order_by("number", "id")
    )


def agreements_not_open_to(buyer_id: int, today: date) -> NotOpen:
    """The running agreements that name a buyer, and from which it does not order by its own
    decision, or for want of one; each list by number. One statement for both.
    """
    own = FilteredRelation("participations", condition=Q(participations__buyer_id=buyer_id))
    named = NamedBuyer.objects.filter(agreement_id=OuterRef("pk"), buyer_id=buyer_id)
    running = (
        FrameworkAgreement.objects.filter(
            Exists(named), state__in=ORDERABLE, valid_from__lte=today, valid_until__gte=today
        )
        .annotate(own=own, code=decision_code(today, "own__decision_id"))
        .select_related("supplier", "own__decision__replaces")  # type: ignore[misc]  # ``own``
        .order_by("number", "id")
    )
    found = NotOpen([], [])
    for agreement in running:
        decided: Participation | None = getattr(agreement, "own", None)
        first = decided.orders_from if decided else None
        if decided is None or (first is not None and first > today):
            found.ahead.append((agreement, first))
        if decided is not None and agreement.code in STOPPED:
            found.stopped.append((agreement, agreement.code, decided.decision))
    return found


def joined_on(buyer_id: int, today: date) -> QuerySet[Participation]:
    """The buyer's participations whose decision gives it the right to order on a day."""
    return Participation.objects.alias(code=decision_code(today)).filter(
        buyer_id=buyer_id, code__isnull=True
    )


def joined_already(buyer_id: int, agreement_id: int) -> bool:
    """Whether what the buyer decided last about an agreement is to join."""
    rows = Participation.objects.filter(agreement_id=agreement_id, buyer_id=buyer_id)
    return rows.filter(decision__kind=DecisionKind.JOIN).exclude(decision__state__in=OVER).exists()


def decision_code(day: date, decision: str = "decision_id") -> Func:
    """Of a participation: why what was decided gives no right on a day; null where it does.

    ``decision`` is the way to the decision's id from other rows than participations.
    """
    return Func(
        F(decision), day, function="samkop_decision_code", output_field=TextField(null=True)
    )


def open_participation(buyer_id: int, agreement_id: int, today: date) -> Participation | None:
    """The buyer's participation if it may order on that day, with agreement and supplier."""
    return next(iter(_open_participation(buyer_id, agreement_id, today)), None)


def question_of_participation(buyer_id: int, agreement_id: int, today: date) -> Asked:
    """What ``open_participation`` asks, to be asked ahead."""
    return _open_participation.of(buyer_id, agreement_id, today)


@prepared
def _open_participation(buyer_id: int, agreement_id: int, today: date) -> QuerySet[Participation]:
    open_ones = _open_participations(buyer_id, today).filter(agreement_id=agreement_id)
    return open_ones.select_related("agreement__supplier").order_by("id")


def _open_participations(buyer_id: int, today: date) -> QuerySet[Participation]:
    bases = bases_on(today).filter(agreement_id=OuterRef("agreement_id"), buyer_id=buyer_id)
    return joined_on(buyer_id, today).filter(
        ~Q(agreement__state=State.INTERIM)
        | Q(agreement__interim_until__isnull=True)
        | Q(agreement__interim_until__gte=today),
        Exists(bases),
        agreement__state__in=ORDERABLE,
        agreement__valid_from__lte=today,
        agreement__valid_until__gte=today,
    )


def bases_on(day: date) -> QuerySet[LegalBasis]:
    """The legal bases that hold on a day, of any buyer."""
    return LegalBasis.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
    )


def review_of(agreement_id: int) -> Review | None:
    """The review of the award with its judgment, if there is or was one."""
    reviews = Review.objects.select_related("judgment")
    return reviews.filter(agreement_id=agreement_id).first()


def orders_committed(agreement_id: int) -> int:
    """How many orders still commit something, for whoever reads the whole ledger."""
    standing = (
        CeilingMovement.objects.filter(agreement_id=agreement_id)
        .values("participation_id", "reference")
        .annotate(cents=Sum("cents"))
        .filter(cents__gt=0)
    )
    return standing.count()


def buyers_of(agreement_id: int, on: date | None = None) -> list[BuyerStanding]:
    """Every named buyer, those who have joined first, each group by name.

    With ``on`` each says whether what it decided gives it the right to order on that day.
    """
    decisions = Participation.objects.filter(agreement_id=agreement_id).select_related(
        "buyer", "decision__replaces"
    )
    if on is not None:
        decisions = decisions.annotate(code=decision_code(on))
    joined = {decision.buyer_id: decision for decision in decisions}
    committed = dict(
        CommittedShare.objects.filter(agreement_id=agreement_id).values_list(
            "buyer_id", "committed_cents"
        )
    )
    named = NamedBuyer.objects.filter(agreement_id=agreement_id).select_related("buyer")
    bases: dict[int, list[LegalBasis]] = defaultdict(list)
    for basis in LegalBasis.objects.filter(agreement_id=agreement_id).order_by("valid_from"):
        bases[basis.buyer_id].append(basis)
    standings = [
        BuyerStanding(
            one, joined.get(one.buyer_id), committed.get(one.buyer_id, 0),
            tuple(bases.get(one.buyer_id, ())),
            getattr(joined.get(one.buyer_id), "code", None),
        )
        for one in named
    ]  # fmt: skip
    return sorted(standings, key=lambda one: (not one.joined, one.named.buyer.name))


def ceiling_of(agreement_id: int) -> Ceiling | None:
    """Maximum and committed cents; None while the agreement is in preparation."""
    return Ceiling.objects.select_related("shared").filter(agreement_id=agreement_id).first()


def room_of(ceiling: Ceiling) -> int:
    """The cents that can still be ordered: of its own maximum, and of one that is shared.

    A supplier does not see what it shares with others, and so is told its own alone.
    """
    own = ceiling.maximum_cents - ceiling.committed_cents
    together = ceiling.shared
    return min(own, together.maximum_cents - together.committed_cents) if together else own


def raised_by_ground(agreement: FrameworkAgreement) -> dict[str, int]:
    """The cents that modifications have added to the maximum value, by ground.

    Of all agreements that share it, where several do.
    """
    rule = agreement.call_off_rule
    found = (
        Modification.objects.filter(agreement__call_off_rule=rule)
        if rule and rule.shares_maximum
        else Modification.objects.filter(agreement=agreement)
    )
    return dict(
        found.values("ground")
        .annotate(cents=Sum("value_change_cents"))
        .values_list("ground", "cents")
    )


def modifications_of(agreement_id: int) -> QuerySet[Modification]:
    """The modifications of the maximum value, the newest first."""
    return Modification.objects.filter(agreement_id=agreement_id).order_by("-decided_on", "-id")


def expected_shares_of(agreement_id: int) -> int | None:
    """The sum of what the named buyers are expected to buy; None where nobody is named."""
    shares = NamedBuyer.objects.filter(agreement_id=agreement_id)
    total: int | None = shares.aggregate(cents=Sum("expected_share_cents"))["cents"]
    return total
