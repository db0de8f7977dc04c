"""Prices by item can be decided on and published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0027_wall_of_competitions"),
        ("opendata", "0004_planning"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="PricePublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agreement_number", models.CharField(max_length=40)),
                ("category", models.CharField(max_length=20)),
                ("currency", models.CharField(max_length=3)),
                ("month", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PublishedPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=3)),
                ("unit_price_cents", models.BigIntegerField()),
                ("origin", models.JSONField(default=list)),
                ("purchases", models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="publicationdecision",
            name="publication_decision_field_known",
        ),
        migrations.AlterField(
            model_name="publicationdecision",
            name="field",
            field=models.CharField(
                choices=[
                    ("agreement.title", "Agreement: number, title, category"),
                    ("agreement.supplier", "Agreement: supplier"),
                    ("agreement.term", "Agreement: first and last day"),
                    ("agreement.value", "Agreement: maximum value"),
                    ("agreement.buyers", "Agreement: the buyers named in it"),
                    ("agreement.changes", "Agreement: changes of its maximum value"),
                    ("orders.total", "Orders: sum by supplier and month"),
                    ("orders.items", "Orders: which items"),
                    ("orders.prices", "Orders: how many, at which price"),
                    ("prices.items", "Prices: each item's price by month, over all buyers"),
                    ("prices.origin", "Prices: the steps that each comes from"),
                    ("prices.count", "Prices: number of purchases, small numbers left out"),
                    ("planning.consultation", "Market consultation: what it is about, its days"),
                    ("tender.title", "Tender: number, title, description, time limits"),
                    ("tender.value", "Tender: estimated value"),
                    ("tender.lots", "Tender: lots with their maximum values"),
                    ("tender.buyers", "Tender: the buyers it is for"),
                    ("award.suppliers", "Award: who won each lot"),
                    ("award.value", "Award: price of the bids that won"),
                    ("award.bids", "Award: number of bidders"),
                    ("award.reasons", "Award: reasons of the decision"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="publicationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        [
                            "agreement.title",
                            "agreement.supplier",
                            "agreement.term",
                            "agreement.value",
                            "agreement.buyers",
                            "agreement.changes",
                            "orders.total",
                            "orders.items",
                            "orders.prices",
                            "prices.items",
                            "prices.origin",
                            "prices.count",
                            "planning.consultation",
                            "tender.title",
                            "tender.value",
                            "tender.lots",
                            "tender.buyers",
                            "award.suppliers",
                            "award.value",
                            "award.bids",
                            "award.reasons",
                        ],
                    )
                ),
                name="publication_decision_field_known",
            ),
        ),
        migrations.AddField(
            model_name="pricepublication",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.frameworkagreement",
            ),
        ),
        migrations.AddField(
            model_name="pricepublication",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="pricepublication",
            name="supplier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="publishedprice",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="publishedprice",
            name="publication",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="prices",
                to="opendata.pricepublication",
            ),
        ),
        migrations.AddIndex(
            model_name="pricepublication",
            index=models.Index(
                fields=["agreement", "month", "-id"], name="price_publication_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricepublication",
            constraint=models.UniqueConstraint(
                fields=("agreement", "month", "number"), name="price_publication_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricepublication",
            constraint=models.UniqueConstraint(
                fields=("id", "owner"), name="price_publication_of_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricepublication",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="price_publication_of_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedprice",
            constraint=models.UniqueConstraint(
                fields=("publication", "item", "unit_price_cents"), name="published_price_once"
            ),
        ),
    ]
