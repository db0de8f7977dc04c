"""What people wish, what is proposed for the joint range, how it was decided, what follows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0027_wall_of_competitions"),
        ("catalogue", "0017_sorted_by_shown_name"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="RangeProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("take-in", "Take a model in"),
                            ("take-out", "Take a model out"),
                            ("replace", "Replace a model by its successor"),
                            ("configuration", "Change a configuration's version"),
                        ],
                        max_length=15,
                    ),
                ),
                ("image", models.CharField(blank=True, max_length=120)),
                ("mdm_profile", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField()),
                ("wanted_from", models.DateField()),
                ("sold_until", models.DateField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("image_cents", models.BigIntegerField()),
                ("spares_cents", models.BigIntegerField()),
                ("knowledge_cents", models.BigIntegerField()),
                ("members", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("on-table", "Before the steering group"),
                            ("carried", "Carried"),
                            ("rejected", "Rejected"),
                            ("in-effect", "In effect"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("motion_id", models.BigIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "configuration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.configuration",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RangeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carried", models.BooleanField()),
                ("decided_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("motion_id", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="catalogue.rangeproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RangeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("take-in", "Take a model in"),
                            ("take-out", "Take a model out"),
                            ("replace", "Replace a model by its successor"),
                            ("configuration", "Change a configuration's version"),
                        ],
                        max_length=15,
                    ),
                ),
                ("effective_on", models.DateField()),
                ("sold_until", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "configuration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.configuration",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="range_changes",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change",
                        to="catalogue.rangeproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposalFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("price_cents", models.BigIntegerField(blank=True, null=True)),
                ("price_before_cents", models.BigIntegerField(blank=True, null=True)),
                ("origin", models.JSONField(default=list)),
                ("wishes", models.PositiveIntegerField()),
                ("complaints", models.PositiveIntegerField()),
                ("devices", models.PositiveIntegerField()),
                ("users", models.PositiveSmallIntegerField()),
                ("variety_cents", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="catalogue.rangeproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RangeProposalPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("quantity", models.PositiveSmallIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="catalogue.rangeproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("wish", "Wish"), ("complaint", "Complaint")], max_length=10
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("phone", "Phones"),
                            ("rugged-phone", "Rugged phones"),
                            ("tablet", "Tablets"),
                            ("laptop", "Laptops"),
                            ("desktop", "Desktop computers"),
                            ("monitor", "Monitors"),
                            ("dock", "Docks"),
                            ("headset", "Headsets"),
                            ("keyboard", "Keyboards"),
                            ("mouse", "Mice"),
                            ("camera", "Cameras"),
                            ("charger", "Chargers"),
                            ("printer", "Printers"),
                            ("projector", "Projectors"),
                            ("watch", "Watches"),
                            ("network", "Network devices"),
                            ("server", "Servers"),
                            ("storage", "Storage"),
                            ("sim", "Subscriptions"),
                            ("software", "Software"),
                            ("service", "Services"),
                            ("accessory", "Accessories"),
                        ],
                        max_length=20,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=200)),
                ("line_shown", models.BooleanField(default=False)),
                ("said_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="rangeproposal",
            index=models.Index(fields=["purchasing_body", "-id"], name="range_proposal_newest"),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.UniqueConstraint(
                fields=("id", "purchasing_body"), name="range_proposal_of_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "proposed",
                            "on-table",
                            "carried",
                            "rejected",
                            "in-effect",
                            "withdrawn",
                        ],
                    )
                ),
                name="range_proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("configuration__isnull", True),
                        ("item__isnull", False),
                        ("step__in", ["take-in", "take-out"]),
                        ("successor__isnull", True),
                    ),
                    models.Q(
                        ("configuration__isnull", True),
                        ("item__isnull", False),
                        ("step", "replace"),
                        ("successor__isnull", False),
                    ),
                    models.Q(
                        ("configuration__isnull", False),
                        ("item__isnull", True),
                        ("step", "configuration"),
                        ("successor__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="range_proposal_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="range_proposal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("image_cents__gte", 0), ("knowledge_cents__gte", 0), ("spares_cents__gte", 0)
                ),
                name="range_proposal_assumes_no_gain",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "on-table"), _negated=True),
                    ("motion_id__isnull", False),
                    _connector="OR",
                ),
                name="range_proposal_on_the_table_by_a_motion",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("motion_id__isnull", False),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="range_decision_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="rangechange",
            index=models.Index(
                fields=["agreement", "effective_on"], name="range_change_of_agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="rangechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step__in", ["take-in", "take-out", "replace", "configuration"])
                ),
                name="range_change_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposalpart",
            constraint=models.UniqueConstraint(
                fields=("proposal", "position"), name="range_proposal_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeproposalpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__range", (1, 120))),
                name="range_proposal_part_bounded",
            ),
        ),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(
                condition=models.Q(("taken_back_at__isnull", True)),
                fields=["purchasing_body", "item"],
                name="wish_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="wish",
            index=models.Index(fields=["party", "-id"], name="wish_newest"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("item__isnull", False), ("taken_back_at__isnull", True)),
                fields=("person", "item", "kind"),
                name="wish_once_an_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("item__isnull", True), ("taken_back_at__isnull", True)),
                fields=("person", "purchasing_body", "category", "kind"),
                name="wish_once_a_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "phone",
                            "rugged-phone",
                            "tablet",
                            "laptop",
                            "desktop",
                            "monitor",
                            "dock",
                            "headset",
                            "keyboard",
                            "mouse",
                            "camera",
                            "charger",
                            "printer",
                            "projector",
                            "watch",
                            "network",
                            "server",
                            "storage",
                            "sim",
                            "software",
                            "service",
                            "accessory",
                        ],
                    ),
                    ("kind__in", ["wish", "complaint"]),
                ),
                name="wish_says_what_we_know",
            ),
        ),
    ]
