"""Baskets kept under a name: one's own, and those that a colleague shares."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import protect

MINE = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"
SEEN = "party_id = ANY (samkop_party_ids()) AND (shared OR person_id = samkop_person_id())"
OF_MINE = (
    "EXISTS (SELECT FROM ordering_savedbasket b WHERE b.id = saved_basket_id"
    " AND b.party_id = ANY (samkop_party_ids()) AND b.person_id = samkop_person_id())"
)
# The basket's own policy decides: the sub-select runs under it.
OF_SEEN = "EXISTS (SELECT FROM ordering_savedbasket b WHERE b.id = saved_basket_id)"
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0012_promises"),
        ("catalogue", "0002_wall"),
        ("parties", "0002_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedBasket",
            fields=[
                ("id", KEY),
                ("name", models.CharField(max_length=80)),
                ("shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("party", to("parties.party")),
                ("person", to("parties.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "person", "name"), name="saved_basket_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="saved_basket_has_a_name",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SavedBasketLine",
            fields=[
                ("id", KEY),
                ("quantity", models.PositiveIntegerField()),
                ("item", to("catalogue.catalogueitem")),
                (
                    "saved_basket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ordering.savedbasket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("saved_basket", "item"), name="saved_basket_line_once_per_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__range", (1, 10_000))),
                        name="saved_basket_line_quantity_bounded",
                    ),
                ]
            },
        ),
        protect("ordering_savedbasket", read=SEEN, write=MINE, update=("shared",), delete=MINE),
        protect("ordering_savedbasketline", read=OF_SEEN, write=OF_MINE, delete=OF_MINE),
    ]
