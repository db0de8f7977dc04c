"""Configurations in saved baskets: seen and written with the basket that they lie in."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import protect

first = import_module("samkop.ordering.migrations.0013_saved_baskets")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0017_sorted_by_shown_name"),
        ("ordering", "0033_files_of_the_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedBasketConfiguration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "sim",
                    models.CharField(
                        blank=True, choices=[("esim", "eSIM"), ("sim", "SIM card")], max_length=10
                    ),
                ),
                (
                    "configuration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.configuration"
                    ),
                ),
                (
                    "saved_basket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="configurations",
                        to="ordering.savedbasket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("saved_basket", "configuration", "sim"),
                        name="saved_basket_configuration_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__range", (1, 10000))),
                        name="saved_basket_configuration_quantity_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sim", ""), ("sim__in", ["esim", "sim"]), _connector="OR"
                        ),
                        name="saved_basket_configuration_sim_known",
                    ),
                ],
            },
        ),
        protect(
            "ordering_savedbasketconfiguration",
            read=first.OF_SEEN,
            write=first.OF_MINE,
            delete=first.OF_MINE,
        ),
    ]
