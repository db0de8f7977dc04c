"""Market consultations are published too, as the planning of a tender."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opendata", "0003_notices"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="publicationdecision",
            name="publication_decision_field_known",
        ),
        migrations.RemoveConstraint(
            model_name="release",
            name="release_kind_known",
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
        migrations.AlterField(
            model_name="release",
            name="kind",
            field=models.CharField(
                choices=[
                    ("agreement", "Agreement"),
                    ("orders", "Orders of a month"),
                    ("tender", "Tender"),
                    ("planning", "Market consultation"),
                ],
                max_length=10,
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
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agreement", "orders", "tender", "planning"])),
                name="release_kind_known",
            ),
        ),
    ]
