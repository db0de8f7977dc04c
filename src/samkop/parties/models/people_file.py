"""A file of people between its upload and its import."""

from __future__ import annotations

from django.db import models


class PeopleFile(models.Model):
    """An uploaded file of people, as it came; it goes when it is imported or replaced.

    Private to the party. ``sha256`` stays in the audit trail when the content is gone.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
