"""What suppliers mark as trade secrets, and what the buyer decides (art. 21 of 2014/24/EU)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.planning.models.consultation import ConsultationQuestion, MarketConsultation
from samkop.planning.models.consultation_answer import ConsultationFile
from samkop.planning.models.meeting_note import MeetingNote


class TradeSecretClaim(models.Model):
    """A supplier says that a passage or a file is its trade secret, and why.

    It names where: the ``question`` that the answer is to, a ``file`` of an answer, or the
    ``note`` of a meeting. ``passage`` is the words as they stand there; what is accepted is
    masked wherever this supplier's words are published.
    """

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="claims"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(
        ConsultationQuestion, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    file = models.ForeignKey(
        ConsultationFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    note = models.ForeignKey(
        MeetingNote, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    passage = models.TextField(blank=True)
    reason = models.TextField()
    # The decision that counts; whoever reads claims puts it there (``queries.claims_in``).
    decision: TradeSecretDecision | None
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "supplier"], name="trade_secret_of_supplier"),
            models.CheckConstraint(
                condition=Q(question__isnull=False, file__isnull=True, note__isnull=True)
                | Q(question__isnull=True, file__isnull=False, note__isnull=True)
                | Q(question__isnull=True, file__isnull=True, note__isnull=False),
                name="trade_secret_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, passage="") | Q(file__isnull=True) & ~Q(passage=""),
                name="trade_secret_names_its_words",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="trade_secret_reasoned"),
        ]


class TradeSecretDecision(models.Model):
    """The buyer accepts a claim or refuses it; the newest decision counts.

    What is refused is published from ``published_from`` on, not before.
    """

    claim = models.ForeignKey(
        TradeSecretClaim, on_delete=models.PROTECT, related_name="decisions", db_constraint=False
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    reason = models.TextField()
    register_number = models.CharField(max_length=60)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    decided_at = models.DateTimeField()
    published_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(register_number=""),
                name="trade_secret_decision_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted=True, published_from__isnull=True)
                | Q(accepted=False, published_from__isnull=False),
                name="trade_secret_refused_has_its_day",
            ),
        ]
