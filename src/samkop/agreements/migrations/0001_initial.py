import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrameworkAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("register_number", models.CharField(max_length=60)),
                ("title_sv", models.CharField(max_length=200)),
                ("title_fi", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("mobile-devices", "Mobile devices"),
                            ("workstations", "Workstations and screens"),
                            ("meeting-rooms", "Meeting-room equipment"),
                            ("networks", "Network equipment"),
                            ("software", "Software"),
                            ("services", "Services"),
                        ],
                        max_length=20,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("term_justification", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in-preparation", "In preparation"),
                            ("interim", "Interim"),
                            ("in-force", "In force"),
                            ("suspended", "Suspended"),
                            ("annulled", "Annulled"),
                            ("exhausted", "Exhausted"),
                            ("ended", "Ended"),
                        ],
                        default="in-preparation",
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("maximum_value_cents", models.BigIntegerField()),
                (
                    "purchasing_body_acts_as",
                    models.CharField(
                        choices=[
                            ("intermediary", "Intermediary: suppliers pay a fee on turnover"),
                            ("wholesaler", "Wholesaler: resells with a markup"),
                        ],
                        max_length=12,
                    ),
                ),
                ("markup_permille", models.PositiveSmallIntegerField(default=0)),
                ("fee_permille", models.PositiveSmallIntegerField(default=0)),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_run",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements_supplied",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_on", models.DateField()),
                ("organ", models.CharField(max_length=120)),
                ("section", models.CharField(blank=True, max_length=40)),
                ("register_number", models.CharField(max_length=60)),
                ("orders_from", models.DateField()),
                ("orders_until", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommittedShare",
            fields=[
                (
                    "participation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="committed_share",
                        serialize=False,
                        to="agreements.participation",
                    ),
                ),
                ("committed_cents", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CeilingMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=120)),
                ("cents", models.BigIntegerField()),
                ("quantities", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("balance_cents", models.BigIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="parties.party",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.participation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seller_item_id", models.CharField(max_length=120)),
                ("price_group", models.CharField(max_length=60)),
                ("net_price_cents", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_prices",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Modification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("review-clause", "Review clause of the agreement, art. 72(1)(a)"),
                            ("additional", "Additional supplies or services, art. 72(1)(b)"),
                            ("unforeseen", "Unforeseeable circumstances, art. 72(1)(c)"),
                            ("de-minimis", "Below the threshold and ten per cent, art. 72(2)"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value_change_cents", models.BigIntegerField()),
                ("description", models.TextField()),
                ("decided_on", models.DateField()),
                ("register_number", models.CharField(max_length=60)),
                ("notice_number", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="modifications",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NamedBuyer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expected_share_cents", models.BigIntegerField()),
                ("maximum_share_cents", models.BigIntegerField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_buyers",
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceTier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("from_quantity", models.BigIntegerField()),
                ("discount_permille", models.PositiveSmallIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_tiers",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("in-preparation", "In preparation"),
                            ("interim", "Interim"),
                            ("in-force", "In force"),
                            ("suspended", "Suspended"),
                            ("annulled", "Annulled"),
                            ("exhausted", "Exhausted"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("in-preparation", "In preparation"),
                            ("interim", "Interim"),
                            ("in-force", "In force"),
                            ("suspended", "Suspended"),
                            ("annulled", "Annulled"),
                            ("exhausted", "Exhausted"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("register_number", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TierVolume",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_group", models.CharField(max_length=60)),
                ("quantity", models.BigIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tier_volumes",
                        to="agreements.frameworkagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ceiling",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="agreements.frameworkagreement",
                    ),
                ),
                ("maximum_cents", models.BigIntegerField()),
                ("committed_cents", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_cents__gte", 0),
                            ("committed_cents__lte", models.F("maximum_cents")),
                        ),
                        name="ceiling_never_over",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="committedshare",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="agreements.frameworkagreement"
            ),
        ),
        migrations.AddField(
            model_name="committedshare",
            name="buyer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
    ]
