"""What a tender asks for: documents, requirements, grounds and criteria of the ESPD.

``lot`` is empty where all lots are meant; its composite foreign key with the tender stands in
the wall. All of it stands as it is once the tender is announced.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import DocumentKind, EspdKind


class TenderDocument(models.Model):
    """A file of the tender in one version; never changed, the newest counts.

    ``name`` is the file's, under which it has its versions, from 1; ``title`` says what it is.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="documents"
    )
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "name", "version"], name="tender_document_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="tender_document_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(version__gt=0, size__gt=0), name="tender_document_not_empty"
            ),
        ]


class Requirement(models.Model):
    """What every bid has to meet, and the evidence that is asked for (none where it is empty)."""

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="requirements"
    )
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    code = models.CharField(max_length=20)
    text = models.TextField()
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="requirement_code_unique"),
            models.UniqueConstraint(fields=["id", "tender"], name="requirement_of_tender"),
        ]

    def __str__(self) -> str:
        return self.code


class KnownSupplier(models.Model):
    """A supplier that the buyer knows on the market, for seeing what a requirement shuts out.

    The buyer's own working paper: nobody else sees it.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="known_suppliers"
    )
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "name"], name="known_supplier_once"),
            models.UniqueConstraint(fields=["id", "tender"], name="known_supplier_of_tender"),
        ]

    def __str__(self) -> str:
        return self.name


class KnownSupplierMark(models.Model):
    """Whether a known supplier meets a requirement, as far as the buyer knows."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        KnownSupplier, on_delete=models.PROTECT, related_name="marks", db_constraint=False
    )
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="marks", db_constraint=False
    )
    meets = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "requirement"], name="known_supplier_marked_once"
            )
        ]


class EspdCriterion(models.Model):
    """A ground for exclusion or a criterion for selection by its code in the list.

    ``text`` is the buyer's own threshold or what it means here.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="espd")
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=EspdKind)
    code = models.CharField(max_length=60)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="espd_criterion_once_a_tender"),
            models.CheckConstraint(
                condition=Q(kind__in=EspdKind.values), name="espd_criterion_kind_known"
            ),
        ]
