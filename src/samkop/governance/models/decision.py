"""A member's own decision about what is done together, and what happens to it since."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from samkop.governance.models.project import Project
from samkop.governance.vocabulary import (
    OF_COURT,
    Decider,
    DecisionEventKind,
    DecisionKind,
    DecisionState,
    Enforcement,
)

OVER = frozenset({DecisionState.ANNULLED, DecisionState.REVOKED})
OFFICIAL = Q(decider=Decider.OFFICIAL) & ~Q(delegation="")


class MemberDecision(models.Model):
    """What a member has decided about a project, or about an agreement outside any project.

    Written by the member itself, ``at`` that time; afterwards only ``state`` changes, by a
    ``DecisionEvent``. ``decided_by`` is the organ, or the official's title with the reference
    of the ``delegation``. Who joins orders between ``orders_from`` and ``orders_until`` for at
    most ``amount_limit_cents`` in all (without VAT; null: no limit of its own); who waits
    says for what (``reason``) and when it means to decide (``waits_until``); who leaves orders
    until ``orders_until``. ``replaces`` is what the member had decided about it before: that
    stands until this one takes effect, and where this one is annulled. ``about_agreement`` is
    the id of an agreement, a floor above. ``appeal_until`` is the last day of appeal, where it
    is known.
    """

    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="member_decisions"
    )
    # The composite foreign keys (project, region), (replaces, party) stand in the wall.
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    about_agreement = models.BigIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    kind = models.CharField(max_length=10, choices=DecisionKind)
    decider = models.CharField(max_length=10, choices=Decider)
    decided_by = models.CharField(max_length=120)
    delegation = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField()
    section = models.CharField(max_length=40, blank=True)
    register_number = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    orders_from = models.DateField(null=True, blank=True)
    orders_until = models.DateField(null=True, blank=True)
    waits_until = models.DateField(null=True, blank=True)
    amount_limit_cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    enforcement = models.CharField(max_length=20, choices=Enforcement)
    appeal_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=DecisionState, default=DecisionState.APPEALABLE)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # A participation references both: the right rests on the buyer's own decision.
            models.UniqueConstraint(fields=["id", "party"], name="member_decision_of_party"),
            models.UniqueConstraint(
                fields=["party", "project"],
                condition=Q(replaces__isnull=True),
                name="member_decision_first_on_project",
            ),
            models.UniqueConstraint(
                fields=["party", "about_agreement"],
                condition=Q(replaces__isnull=True),
                name="member_decision_first_on_agreement",
            ),
            models.CheckConstraint(
                condition=Q(
                    project__isnull=False, region__isnull=False, about_agreement__isnull=True
                )
                | Q(project__isnull=True, region__isnull=True, about_agreement__isnull=False),
                name="member_decision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values), name="member_decision_state_known"
            ),
            models.CheckConstraint(
                condition=Q(enforcement__in=Enforcement.values),
                name="member_decision_enforcement_known",
            ),
            models.CheckConstraint(
                condition=Q(decider=Decider.ORGAN) | OFFICIAL, name="member_decision_delegated"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=DecisionKind.JOIN,
                    orders_from__gte=F("decided_on"),
                    waits_until__isnull=True,
                )
                | Q(
                    kind=DecisionKind.LEAVE,
                    orders_from__isnull=True,
                    orders_until__isnull=False,
                    waits_until__isnull=True,
                )
                | Q(
                    kind=DecisionKind.WAIT,
                    orders_from__isnull=True,
                    orders_until__isnull=True,
                    waits_until__gt=F("decided_on"),
                )
                & ~Q(reason="")
                | Q(
                    kind=DecisionKind.DECLINE,
                    orders_from__isnull=True,
                    orders_until__isnull=True,
                    waits_until__isnull=True,
                ),
                name="member_decision_with_its_days",
            ),
            models.CheckConstraint(
                condition=Q(orders_until__isnull=True)
                | Q(orders_from__isnull=True)
                | Q(orders_until__gte=F("orders_from")),
                name="member_decision_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(amount_limit_cents__isnull=True, currency="")
                | Q(
                    kind=DecisionKind.JOIN, amount_limit_cents__gte=0, currency__regex="^[A-Z]{3}$"
                ),
                name="member_decision_limit_in_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(appeal_until__isnull=True) | Q(appeal_until__gte=F("decided_on")),
                name="member_decision_appealed_afterwards",
            ),
        ]
        indexes = [models.Index(fields=["project", "party"], name="member_decision_by_project")]

    @property
    def ordering_days(self) -> tuple[date | None, date | None]:
        """The first and the last day of ordering by this decision and those that it replaces.

        What was decided, whatever has become of it: whether that gives a right on a day the
        database says. None, None where nobody has joined; no last day: the term's.
        """
        one: MemberDecision | None = self
        last, leaves = None, False
        while one is not None:
            if one.kind == DecisionKind.JOIN:
                return one.orders_from, last if leaves else one.orders_until
            if one.kind == DecisionKind.LEAVE and not leaves and one.state not in OVER:
                last, leaves = one.orders_until, True
            one = one.replaces
        return None, None


class DecisionEvent(models.Model):
    """What has happened to a decision: an appeal, a court's order, that it became final.

    ``happened_on`` is its day; ``court`` and ``case_number`` where a court has it. Never
    changed; ``from_state`` and ``to_state`` are the decision's.
    """

    decision = models.ForeignKey(MemberDecision, on_delete=models.PROTECT, related_name="events")
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=DecisionEventKind)
    happened_on = models.DateField()
    court = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    from_state = models.CharField(max_length=12, choices=DecisionState)
    to_state = models.CharField(max_length=12, choices=DecisionState)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DecisionEventKind.values), name="decision_event_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(OF_COURT)) | ~Q(court="") & ~Q(case_number=""),
                name="decision_event_names_its_court",
            ),
        ]


class DecisionDocument(models.Model):
    """The document of a decision as it was uploaded, with its SHA-256."""

    decision = models.OneToOneField(
        MemberDecision, on_delete=models.PROTECT, primary_key=True, related_name="document"
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$") & ~Q(name=""),
                name="decision_document_hashed",
            )
        ]
