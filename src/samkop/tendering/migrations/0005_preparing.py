"""What a tender is prepared with, and the notice by which bids are called for."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, protect

READABLE = "tender_id IN (SELECT t.id FROM tendering_tender t)"
MINE = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.owner_id = ANY (samkop_party_ids()))"
)
CHANGEABLE = "(term_reason, regime, prior_information_on, urgency_reason)"


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0013_one_import_file"),
        ("tendering", "0004_wall_of_awards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                            ("contract", "Contract notice"),
                            ("change", "Change notice"),
                            ("invitation", "Invitation to those invited"),
                        ],
                        max_length=20,
                    ),
                ),
                ("portal", models.CharField(blank=True, max_length=120)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("ted_number", models.CharField(blank=True, max_length=60)),
                ("dispatched_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="tender",
            name="prior_information_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="tender",
            name="regime",
            field=models.CharField(
                choices=[
                    ("union", "Above the thresholds of the Union"),
                    ("national", "Below the thresholds of the Union"),
                ],
                default="union",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="tender",
            name="term_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="tender",
            name="urgency_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="tender",
            constraint=models.CheckConstraint(
                condition=models.Q(("regime__in", ["union", "national"])),
                name="tender_regime_known",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="tender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="tendering.tender",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["contract", "change", "invitation"])),
                name="notice_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "invitation"),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        models.Q(("portal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_its_number",
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE {CHANGEABLE} ON tendering_tender TO samkop_app",
            reverse_sql=f"REVOKE UPDATE {CHANGEABLE} ON tendering_tender FROM samkop_app",
        ),
        protect("tendering_notice", read=READABLE, write=MINE),
        append_only("tendering_notice"),
    ]
