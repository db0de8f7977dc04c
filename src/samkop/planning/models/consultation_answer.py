"""What suppliers answer and ask in a consultation, and what the buyer tells everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.planning.models.consultation import ConsultationQuestion, MarketConsultation


class ConsultationFile(models.Model):
    """A file of a supplier's answer to a question, as it was sent; never changed."""

    consultation = models.ForeignKey(MarketConsultation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(
        ConsultationQuestion, on_delete=models.PROTECT, related_name="files", db_constraint=False
    )
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "supplier"], name="consultation_file_of_supplier")
        ]

    def __str__(self) -> str:
        return self.name


class ConsultationAnswer(models.Model):
    """A supplier's answer to a question; the highest ``version`` counts, each is kept.

    ``file_ids`` are the ``ConsultationFile`` that belong to this version.
    """

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="answers"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(
        ConsultationQuestion, on_delete=models.PROTECT, related_name="answers", db_constraint=False
    )
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    file_ids = models.JSONField(default=list)
    # Those files without their content, where ``queries.newest_answers_in`` reads the answer.
    files: list[ConsultationFile]
    given_at = models.DateTimeField()
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "supplier", "version"], name="consultation_answer_version"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="consultation_answer_says_it"),
        ]


class SupplierQuestion(models.Model):
    """A supplier asks the buyer; nobody else ever learns who asked."""

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="asked"
    )
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "consultation"], name="supplier_question_of_consultation"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="supplier_question_asks"),
        ]


class ConsultationMessage(models.Model):
    """What the buyer tells everybody, of its own accord or as an answer to a supplier's question.

    ``asked`` is that question in the buyer's own words, which name nobody.
    """

    consultation = models.ForeignKey(
        MarketConsultation, on_delete=models.PROTECT, related_name="messages"
    )
    question = models.ForeignKey(
        SupplierQuestion, on_delete=models.PROTECT, related_name="messages", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    asked = models.TextField(blank=True)
    text = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], name="consultation_message_once"),
            models.CheckConstraint(
                condition=~Q(text="")
                & (Q(question__isnull=True, asked="") | Q(question__isnull=False) & ~Q(asked="")),
                name="consultation_message_words_its_question",
            ),
        ]
