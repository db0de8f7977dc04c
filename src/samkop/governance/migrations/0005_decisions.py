"""Projects, and each member's own decision about them, with what happens to it since."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_wall_of_steering_group"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
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
                        choices=[
                            ("agreement", "An agreement"),
                            ("configuration-standard", "A configuration standard"),
                            ("service", "A service"),
                        ],
                        max_length=30,
                    ),
                ),
                ("title_sv", models.CharField(max_length=200)),
                ("title_fi", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("meaning", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in-preparation", "In preparation"),
                            ("open", "Open for decisions"),
                            ("closed", "Closed for new decisions"),
                            ("dropped", "Dropped"),
                        ],
                        default="in-preparation",
                        max_length=20,
                    ),
                ),
                ("decide_by", models.DateField()),
                ("register_number", models.CharField(blank=True, max_length=60)),
                ("motion_reference", models.CharField(blank=True, max_length=60)),
                ("prepared_at", models.DateTimeField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects_prepared",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MemberDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about_agreement", models.BigIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("join", "Joins"),
                            ("wait", "Waits"),
                            ("decline", "Declines"),
                            ("leave", "Leaves"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decider",
                    models.CharField(
                        choices=[("organ", "An organ"), ("official", "An official by delegation")],
                        max_length=10,
                    ),
                ),
                ("decided_by", models.CharField(max_length=120)),
                ("delegation", models.CharField(blank=True, max_length=120)),
                ("decided_on", models.DateField()),
                ("section", models.CharField(blank=True, max_length=40)),
                ("register_number", models.CharField(max_length=60)),
                ("reason", models.TextField(blank=True)),
                ("orders_from", models.DateField(blank=True, null=True)),
                ("orders_until", models.DateField(blank=True, null=True)),
                ("waits_until", models.DateField(blank=True, null=True)),
                ("amount_limit_cents", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "enforcement",
                    models.CharField(
                        choices=[
                            ("at-once", "At once, an appeal notwithstanding"),
                            ("unless-appealed", "At once, but not while an appeal is pending"),
                            ("when-final", "Only when it is final"),
                        ],
                        max_length=20,
                    ),
                ),
                ("appeal_until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("appealable", "Not final yet"),
                            ("appealed", "Appealed"),
                            ("stayed", "Enforcement forbidden"),
                            ("upheld", "Stands after the appeal"),
                            ("final", "Final"),
                            ("annulled", "Annulled"),
                            ("revoked", "Revoked"),
                        ],
                        default="appealable",
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_decisions",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="governance.memberdecision",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.project",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionDocument",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="document",
                        serialize=False,
                        to="governance.memberdecision",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionEvent",
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
                        choices=[
                            ("appealed", "Appealed"),
                            ("stayed", "The court forbids enforcement"),
                            ("stay-lifted", "The court allows enforcement again"),
                            ("appeal-rejected", "The appeal is rejected"),
                            ("appeal-withdrawn", "The appeal is withdrawn"),
                            ("final", "It has become final"),
                            ("annulled", "The court annuls it"),
                            ("revoked", "The member itself revokes it"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("court", models.CharField(blank=True, max_length=120)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                ("register_number", models.CharField(blank=True, max_length=60)),
                ("note", models.TextField(blank=True)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("appealable", "Not final yet"),
                            ("appealed", "Appealed"),
                            ("stayed", "Enforcement forbidden"),
                            ("upheld", "Stands after the appeal"),
                            ("final", "Final"),
                            ("annulled", "Annulled"),
                            ("revoked", "Revoked"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("appealable", "Not final yet"),
                            ("appealed", "Appealed"),
                            ("stayed", "Enforcement forbidden"),
                            ("upheld", "Stands after the appeal"),
                            ("final", "Final"),
                            ("annulled", "Annulled"),
                            ("revoked", "Revoked"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="governance.memberdecision",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "appealed",
                                    "stayed",
                                    "stay-lifted",
                                    "appeal-rejected",
                                    "appeal-withdrawn",
                                    "final",
                                    "annulled",
                                    "revoked",
                                ],
                            )
                        ),
                        name="decision_event_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    [
                                        "annulled",
                                        "appeal-rejected",
                                        "appeal-withdrawn",
                                        "appealed",
                                        "stay-lifted",
                                        "stayed",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("court", ""), _negated=True),
                                models.Q(("case_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_event_names_its_court",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("id", "region"), name="project_of_region"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["agreement", "configuration-standard", "service"])
                ),
                name="project_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["in-preparation", "open", "closed", "dropped"])),
                name="project_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("meaning", ""), _negated=True),
                name="project_says_what_it_means",
            ),
        ),
        migrations.AddIndex(
            model_name="memberdecision",
            index=models.Index(fields=["project", "party"], name="member_decision_by_project"),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.UniqueConstraint(
                fields=("id", "party"), name="member_decision_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("party", "project"),
                name="member_decision_first_on_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("party", "about_agreement"),
                name="member_decision_first_on_agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("about_agreement__isnull", True),
                        ("project__isnull", False),
                        ("region__isnull", False),
                    ),
                    models.Q(
                        ("about_agreement__isnull", False),
                        ("project__isnull", True),
                        ("region__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="member_decision_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "appealable",
                            "appealed",
                            "stayed",
                            "upheld",
                            "final",
                            "annulled",
                            "revoked",
                        ],
                    )
                ),
                name="member_decision_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("enforcement__in", ["at-once", "unless-appealed", "when-final"])
                ),
                name="member_decision_enforcement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decider", "organ"),
                    models.Q(("decider", "official"), models.Q(("delegation", ""), _negated=True)),
                    _connector="OR",
                ),
                name="member_decision_delegated",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "join"),
                        ("orders_from__gte", models.F("decided_on")),
                        ("waits_until__isnull", True),
                    ),
                    models.Q(
                        ("kind", "leave"),
                        ("orders_from__isnull", True),
                        ("orders_until__isnull", False),
                        ("waits_until__isnull", True),
                    ),
                    models.Q(
                        ("kind", "wait"),
                        ("orders_from__isnull", True),
                        ("orders_until__isnull", True),
                        ("waits_until__gt", models.F("decided_on")),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind", "decline"),
                        ("orders_from__isnull", True),
                        ("orders_until__isnull", True),
                        ("waits_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="member_decision_with_its_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("orders_until__isnull", True),
                    ("orders_from__isnull", True),
                    ("orders_until__gte", models.F("orders_from")),
                    _connector="OR",
                ),
                name="member_decision_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_limit_cents__isnull", True), ("currency", "")),
                    models.Q(
                        ("amount_limit_cents__gte", 0),
                        ("currency__regex", "^[A-Z]{3}$"),
                        ("kind", "join"),
                    ),
                    _connector="OR",
                ),
                name="member_decision_limit_in_a_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appeal_until__isnull", True),
                    ("appeal_until__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="member_decision_appealed_afterwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisiondocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sha256__regex", "^[0-9a-f]{64}$"), models.Q(("name", ""), _negated=True)
                ),
                name="decision_document_hashed",
            ),
        ),
    ]
