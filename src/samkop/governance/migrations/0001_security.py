"""Guidelines and attestations, security incidents and their clocks, devices without support."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attested_at", models.DateTimeField()),
                ("renew_by", models.DateField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Guideline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_sv", models.CharField(max_length=200)),
                ("title_fi", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=200)),
                ("review_months", models.PositiveSmallIntegerField()),
                ("started_at", models.DateTimeField()),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
            name="GuidelineVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("adopted", "Adopted"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("text_sv", models.TextField(blank=True)),
                ("text_fi", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("attest_by", models.DateField(blank=True, null=True)),
                (
                    "adopted_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("security-group", "The region's security group"),
                            ("motion", "A motion of the steering group"),
                        ],
                        max_length=15,
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True)),
                ("adopted_reference", models.CharField(blank=True, max_length=120)),
                ("drafted_at", models.DateTimeField()),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="governance.guideline",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.guidelineversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuidelinePoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text_sv", models.CharField(max_length=1000)),
                ("text_fi", models.CharField(max_length=1000)),
                ("text_en", models.CharField(max_length=1000)),
                (
                    "keeper",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="governance.guidelineversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GuidelineFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "keeper",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="governance.guidelineversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AttestedPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[("follows", "Follows"), ("explains", "Explains")], max_length=8
                    ),
                ),
                ("mend_by", models.DateField(blank=True, null=True)),
                (
                    "attestation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="governance.attestation",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.guidelinepoint",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.guidelineversion",
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("point__number"), nulls_first=True), "id"),
            },
        ),
        migrations.AddField(
            model_name="attestation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attestations",
                to="governance.guidelineversion",
            ),
        ),
        migrations.CreateModel(
            name="SecurityContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("reach", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecurityIncident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("red", "TLP:RED"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("amber", "TLP:AMBER"),
                            ("green", "TLP:GREEN"),
                            ("clear", "TLP:CLEAR"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "Reported"),
                            ("handled", "Being handled"),
                            ("contained", "Contained"),
                            ("closed", "Closed"),
                        ],
                        default="reported",
                        max_length=10,
                    ),
                ),
                ("significant", models.BooleanField()),
                ("personal_data", models.BooleanField()),
                ("aware_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                (
                    "reported_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField()),
                ("affected", models.TextField(blank=True)),
                ("services", models.PositiveIntegerField(blank=True, null=True)),
                ("devices", models.PositiveIntegerField(blank=True, null=True)),
                ("persons", models.PositiveIntegerField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "originator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="governance.securityincident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField()),
                (
                    "originator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="governance.securityincident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentIndicator",
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
                            ("ip", "IP address"),
                            ("domain", "Domain"),
                            ("url", "Web address"),
                            ("email", "E-mail address"),
                            ("hash", "Hash of a file"),
                        ],
                        max_length=6,
                    ),
                ),
                ("value", models.CharField(max_length=500)),
                ("added_at", models.DateTimeField()),
                (
                    "originator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="governance.securityincident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentEntry",
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
                            ("began", "Began"),
                            ("detected", "Detected"),
                            ("aware", "Became aware"),
                            ("action", "Action"),
                            ("contained", "Contained"),
                            ("recovered", "Recovered"),
                            ("authority", "Told an authority"),
                            ("note", "Note"),
                            ("state", "New state"),
                            ("mark", "New marking"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("text", models.CharField(blank=True, max_length=2000)),
                ("written_at", models.DateTimeField()),
                (
                    "originator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="governance.securityincident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.CharField(
                        choices=[
                            ("early-warning", "Early warning"),
                            ("notification", "Incident notification"),
                            ("final-report", "Final report"),
                            ("personal-data", "Personal data breach"),
                        ],
                        max_length=15,
                    ),
                ),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("warn_at", models.DateTimeField(blank=True, null=True)),
                ("authority", models.CharField(max_length=120)),
                ("source", models.CharField(max_length=300)),
                ("checked", models.BooleanField()),
                ("applies", models.BooleanField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=120)),
                (
                    "originator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="governance.securityincident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupportSharing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shared", models.BooleanField()),
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AttestationReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("red", "TLP:RED"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("amber", "TLP:AMBER"),
                            ("green", "TLP:GREEN"),
                            ("clear", "TLP:CLEAR"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.CharField(max_length=2000)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "attested",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reason",
                        to="governance.attestedpoint",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark__in", ["red", "amber+strict", "amber", "green", "clear"]),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="attestation_reason_marked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviceSupport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_use", models.PositiveIntegerField()),
                ("lost", models.PositiveIntegerField()),
                ("losing", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("counted_on", models.DateField()),
                (
                    "party",
                    models.OneToOneField(
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
                                "in_use__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("lost"), "+", models.F("losing")
                                    ),
                                    "+",
                                    models.F("unknown"),
                                ),
                            )
                        ),
                        name="device_support_adds_up",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="guideline",
            constraint=models.UniqueConstraint(fields=("id", "keeper"), name="guideline_of_keeper"),
        ),
        migrations.AddConstraint(
            model_name="guideline",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_months__gte", 1), ("review_months__lte", 60)),
                name="guideline_review_in_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.UniqueConstraint(
                fields=("guideline", "number"), name="guideline_version_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.UniqueConstraint(
                fields=("id", "keeper"), name="guideline_version_of_keeper"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "proposed"])),
                fields=("guideline",),
                name="guideline_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("adopted_on__isnull", False),
                        ("attest_by__isnull", False),
                        ("state", "adopted"),
                        ("valid_from__isnull", False),
                        models.Q(("adopted_by", ""), _negated=True),
                        ("attest_by__gte", models.F("valid_from")),
                    ),
                    models.Q(
                        models.Q(("state", "adopted"), _negated=True),
                        ("adopted_by", ""),
                        ("adopted_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="guideline_version_adopted_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file_name", ""), ("sha256", "")),
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    _connector="OR",
                ),
                name="guideline_version_file_hashed",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinepoint",
            constraint=models.UniqueConstraint(
                fields=("version", "number"), name="guideline_point_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinepoint",
            constraint=models.UniqueConstraint(
                fields=("id", "version"), name="guideline_point_of_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="attestedpoint",
            constraint=models.UniqueConstraint(
                fields=("attestation", "point"), name="attested_point_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="attestedpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mend_by__isnull", True), ("stance", "follows")),
                    models.Q(("mend_by__isnull", False), ("stance", "explains")),
                    _connector="OR",
                ),
                name="attested_point_mended_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.UniqueConstraint(
                fields=("id", "member"), name="attestation_of_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=models.UniqueConstraint(
                fields=("id", "version"), name="attestation_of_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="securitycontact",
            constraint=models.UniqueConstraint(
                fields=("party", "person"), name="security_contact_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="securityincident",
            constraint=models.UniqueConstraint(
                fields=("id", "originator"), name="incident_of_originator"
            ),
        ),
        migrations.AddConstraint(
            model_name="securityincident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mark__in", ["red", "amber+strict", "amber", "green", "clear"])
                ),
                name="incident_marked",
            ),
        ),
        migrations.AddConstraint(
            model_name="securityincident",
            constraint=models.CheckConstraint(
                condition=models.Q(("aware_at__lte", models.F("reported_at"))),
                name="incident_aware_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidenttext",
            constraint=models.UniqueConstraint(
                fields=("incident", "number"), name="incident_text_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentrecipient",
            constraint=models.UniqueConstraint(
                fields=("incident", "party", "person"),
                name="incident_recipient_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentindicator",
            constraint=models.UniqueConstraint(
                fields=("incident", "kind", "value"), name="incident_indicator_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidententry",
            constraint=models.CheckConstraint(
                condition=models.Q(("happened_at__lte", models.F("written_at"))),
                name="incident_entry_happened",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentclock",
            constraint=models.UniqueConstraint(
                fields=("incident", "report"), name="incident_clock_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentclock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("begun_at__isnull", True),
                        ("due_at__isnull", True),
                        ("warn_at__isnull", True),
                    ),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("due_at__gt", models.F("begun_at")),
                        ("warn_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="incident_clock_runs_whole",
            ),
        ),
    ]
