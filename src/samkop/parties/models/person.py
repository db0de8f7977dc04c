"""People."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class SortKey(models.Func):
    """Lower case, other accents folded, å ä ö after z as Swedish and Finnish have them."""

    function = "parties_sort_key"
    output_field = models.TextField()


class Person(models.Model):
    """A person, who may belong to several parties.

    Private: seen by the party that registered the person, by the parties that the person
    belongs to, and by the person.
    """

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="sv")
    sort_key = models.GeneratedField(
        expression=SortKey("name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    registered_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="person_email_unique"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="person_email_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name
