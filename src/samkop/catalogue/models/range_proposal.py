"""Proposals for the joint range, what they rested on, how they were decided, what follows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import ProposalState, RangeStep


class RangeProposal(models.Model):
    """What somebody proposes to change of a purchasing body's joint range, and why.

    ``item`` is the model that is taken in, taken out or replaced; ``successor`` what replaces
    it; ``configuration`` what gets the version that ``parts`` say. It is to take effect on
    ``wanted_from``; a model that goes is sold until ``sold_until``, or as long as it is offered.
    ``region`` is none where a body serves itself. The assumption of what one model more costs
    a member a year (``image_cents``, ``spares_cents``, ``knowledge_cents``) and how many
    ``members`` would use it can be changed while it is a draft.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=15, choices=RangeStep)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    successor = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    configuration = models.ForeignKey(
        "catalogue.Configuration", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    image = models.CharField(max_length=120, blank=True)
    mdm_profile = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    wanted_from = models.DateField()
    sold_until = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    image_cents = models.BigIntegerField()
    spares_cents = models.BigIntegerField()
    knowledge_cents = models.BigIntegerField()
    members = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    motion_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # What belongs to a proposal references both.
            models.UniqueConstraint(
                fields=["id", "purchasing_body"], name="range_proposal_of_body"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="range_proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    step__in=[RangeStep.TAKE_IN, RangeStep.TAKE_OUT], item__isnull=False,
                    successor__isnull=True, configuration__isnull=True,
                )
                | Q(
                    step=RangeStep.REPLACE, item__isnull=False, successor__isnull=False,
                    configuration__isnull=True,
                )
                | Q(
                    step=RangeStep.CONFIGURATION, item__isnull=True, successor__isnull=True,
                    configuration__isnull=False,
                ),
                name="range_proposal_says_what",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="range_proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(image_cents__gte=0, spares_cents__gte=0, knowledge_cents__gte=0),
                name="range_proposal_assumes_no_gain",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.ON_TABLE) | Q(motion_id__isnull=False),
                name="range_proposal_on_the_table_by_a_motion",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["purchasing_body", "-id"], name="range_proposal_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it does to what, in the reader's language."""
        return _title_of(self)

    @property
    def model_cents(self) -> int:
        """What one model costs a member a year, by its assumption."""
        return self.image_cents + self.spares_cents + self.knowledge_cents


def _title_of(row: RangeProposal | RangeChange) -> str:
    """``Replace a model by its successor: Phone 14 → Phone 15``."""
    what = row.configuration.name if row.configuration else ""
    if row.item is not None:
        what = row.item.shown_name
    if row.successor is not None:
        what = f"{what} \u2192 {row.successor.shown_name}"
    return f"{row.get_step_display()}: {what}"


class RangeProposalPart(models.Model):
    """A part of the version that a proposal gives a configuration; the first is the device."""

    proposal = models.ForeignKey(RangeProposal, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "position"], name="range_proposal_part_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 120)), name="range_proposal_part_bounded"
            ),
        ]


class ProposalFigures(models.Model):
    """What was known when a proposal was made: kept as it was, whatever changes afterwards.

    Prices are of one, without VAT, None where there was none; ``origin`` is how the new one
    came about, line by line. Wishes and complaints are people who had said so of what it is
    about. ``devices`` are in use at ``users`` organisations; ``variety_cents`` is what the
    proposal adds a year for all members, or less than 0 where it saves.
    """

    proposal = models.OneToOneField(RangeProposal, on_delete=models.PROTECT, related_name="figures")
    price_cents = models.BigIntegerField(null=True, blank=True)
    price_before_cents = models.BigIntegerField(null=True, blank=True)
    origin = models.JSONField(default=dict)
    wishes = models.PositiveIntegerField()
    complaints = models.PositiveIntegerField()
    devices = models.PositiveIntegerField()
    users = models.PositiveSmallIntegerField()
    variety_cents = models.BigIntegerField()
    at = models.DateTimeField()


class RangeDecision(models.Model):
    """How a proposal was decided: by a motion's vote, or by who keeps the range, with a reason.

    Once and for good; ``motion_id`` is none where no steering group voted.
    """

    # The composite foreign key (proposal_id, purchasing_body_id) stands in the wall.
    proposal = models.OneToOneField(
        RangeProposal, on_delete=models.PROTECT, related_name="decision"
    )
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    carried = models.BooleanField()
    decided_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    motion_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(motion_id__isnull=False) | ~Q(reason=""),
                name="range_decision_says_why",
            )
        ]


class RangeChange(models.Model):
    """What of the joint range changes on a day: read in the shop by whoever orders there.

    Its rows of the range, or its version of the configuration, were written with it and hold
    by their own dates. ``sold_until`` is the last day on which what goes can be ordered.
    """

    proposal = models.OneToOneField(RangeProposal, on_delete=models.PROTECT, related_name="change")
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    step = models.CharField(max_length=15, choices=RangeStep)
    item = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, blank=True,
        related_name="range_changes",
    )  # fmt: skip
    successor = models.ForeignKey(
        "catalogue.CatalogueItem", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    configuration = models.ForeignKey(
        "catalogue.Configuration", on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    effective_on = models.DateField()
    sold_until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=RangeStep.values), name="range_change_step_known"
            )
        ]
        indexes = [
            models.Index(fields=["agreement", "effective_on"], name="range_change_of_agreement")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it does to what, in the reader's language."""
        return _title_of(self)
