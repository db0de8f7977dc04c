"""What the makers' enrolment programmes say of an organisation's devices."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.catalogue.vocabulary import EnrolmentProgramme


class EnrolmentRecord(models.Model):
    """One device in the list that a programme gave: by serial number, by IMEI, or by both.

    Both in capitals without blanks. ``group_tag`` is the profile or group that it is enrolled
    for, empty where the list says none. ``listed_on`` is the day of the newest list with it.
    """

    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    programme = models.CharField(max_length=30, choices=EnrolmentProgramme)
    serial_number = models.CharField(max_length=100, blank=True)
    imei = models.CharField(max_length=20, blank=True)
    group_tag = models.CharField(max_length=100, blank=True)
    listed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "programme", "serial_number", "imei"],
                name="enrolment_record_once",
            ),
            models.CheckConstraint(
                condition=Q(programme__in=EnrolmentProgramme.values)
                & (~Q(serial_number="") | ~Q(imei="")),
                name="enrolment_record_names_a_device",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "serial_number"], name="enrolment_by_serial"),
            models.Index(fields=["owner", "imei"], name="enrolment_by_imei"),
        ]


class MdmEndpoint(models.Model):
    """Where an organisation's device management hears which devices were prepared.

    ``salt`` makes the secret by which the messages are signed, with the installation's own
    key: the secret itself stands nowhere (``rules.webhooks.secret_of``).
    """

    owner = models.OneToOneField("parties.Party", on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=300)
    salt = models.CharField(max_length=64)
    active = models.BooleanField(default=True)
    told_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
