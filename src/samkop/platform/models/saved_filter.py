"""What a person keeps of lists: filters under a name, and the columns of one's choice."""

from __future__ import annotations

from django.db import models


class SavedFilter(models.Model):
    """A filter of a list under a name of one's own. Seen by that person alone, in that party.

    ``list_name`` is the list's slug; ``query`` the filters and the order as they stand in
    its address.
    """

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    list_name = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1_000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "party_id", "list_name", "name"],
                name="saved_filter_name_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """Which columns of a list one person wants to see; without a row the usual ones."""

    person_id = models.BigIntegerField()
    list_name = models.SlugField(max_length=40, db_index=False)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "list_name"], name="column_choice_once"),
        ]
