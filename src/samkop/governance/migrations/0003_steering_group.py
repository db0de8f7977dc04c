"""The steering group: rules, seats, meetings, motions, votes, minutes."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import samkop.governance.models.steering_group


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_wall_of_security"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("link", models.URLField(blank=True, max_length=300)),
                ("starts_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("called", "Called"),
                            ("open", "Open"),
                            ("closed", "Closed"),
                            ("minutes-approved", "Minutes approved"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_because", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
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
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("point", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("late", models.BooleanField(default=False)),
                ("admitted_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="governance.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SteeringGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_sv", models.CharField(max_length=120)),
                ("name_fi", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("established_at", models.DateTimeField()),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steering_group",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("reasons", models.TextField(blank=True)),
                ("subject_reference", models.CharField(blank=True, max_length=80)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("on-agenda", "On an agenda"),
                            ("carried", "Carried"),
                            ("rejected", "Rejected"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("final_text", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="governance.agendaitem",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="governance.steeringgroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("register_number", models.CharField(max_length=60)),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="governance.meeting",
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="meeting",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="governance.steeringgroup",
            ),
        ),
        migrations.CreateModel(
            name="GroupRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("decided_on", models.DateField()),
                ("organ", models.CharField(max_length=120)),
                ("section", models.CharField(blank=True, max_length=40)),
                ("register_number", models.CharField(max_length=60)),
                (
                    "majority",
                    models.CharField(
                        choices=[
                            ("simple", "More than half"),
                            ("qualified", "A share of its own"),
                            ("unanimity", "All"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("votes-cast", "Of the votes cast"),
                            ("members", "Of all members"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "abstentions",
                    models.CharField(
                        choices=[
                            ("not-counted", "Not counted"),
                            ("counted", "Counted among the votes cast"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        choices=[
                            ("chair", "The chair's vote decides"),
                            ("rejected", "It is rejected"),
                        ],
                        max_length=12,
                    ),
                ),
                ("numerator", models.PositiveSmallIntegerField(default=0)),
                ("denominator", models.PositiveSmallIntegerField(default=1)),
                ("quorum_numerator", models.PositiveSmallIntegerField(default=1)),
                ("quorum_denominator", models.PositiveSmallIntegerField(default=2)),
                ("quorum_more_than", models.BooleanField(default=True)),
                ("notice_days", models.PositiveSmallIntegerField(default=7)),
                ("delegations_a_holder", models.PositiveSmallIntegerField(default=1)),
                ("body_takes_part", models.BooleanField(default=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="governance.steeringgroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="governance.agendaitem",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="group",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.steeringgroup",
            ),
        ),
        migrations.CreateModel(
            name="SteeringSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steering_seats",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeatHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("rank", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("decided_on", models.DateField()),
                ("organ", models.CharField(max_length=120)),
                ("section", models.CharField(blank=True, max_length=40)),
                ("register_number", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "party",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats_held",
                        to="parties.person",
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MotionAmendment",
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
                            ("replace", "Replace a passage"),
                            ("add", "Add to the end"),
                            ("rewrite", "Another text instead of the whole"),
                        ],
                        max_length=12,
                    ),
                ),
                ("passage", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("turn", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("moved", "Moved"),
                            ("carried", "Carried"),
                            ("rejected", "Rejected"),
                            ("fallen", "Fallen"),
                        ],
                        default="moved",
                        max_length=12,
                    ),
                ),
                ("moved_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="governance.motion",
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesAdjuster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjusters",
                        to="governance.meeting",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingDelegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="governance.meeting",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "holder_seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="meeting",
            name="chair_seat",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.steeringseat",
            ),
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "party",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dissents",
                        to="governance.motion",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("deputy", "Deputy"),
                            ("delegation", "By delegation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "party",
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
                    "represented_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="governance.meeting",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seatholder",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
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
                            ("motion", "Motion"),
                            ("amendment", "Amendment"),
                            ("late-item", "Whether a late item is taken up"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("carried", "Carried"),
                            ("rejected", "Rejected"),
                            ("void", "Void: no quorum"),
                        ],
                        max_length=12,
                    ),
                ),
                ("yes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("no", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("abstained", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("voters", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("present", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("quorum", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("base", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("needed", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tie", models.BooleanField(default=False)),
                ("by_chair", models.BooleanField(default=False)),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="governance.motionamendment",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringgroup",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="governance.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="governance.meeting",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="governance.motion",
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
                    "rules",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.grouprules",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")], max_length=8
                    ),
                ),
                ("cast_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attendance",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.attendance",
                    ),
                ),
                (
                    "cast_by",
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
                        db_index=False,
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.steeringseat",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="governance.vote",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approved_at", models.DateTimeField()),
                (
                    "adjuster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="governance.minutesadjuster",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="governance.minutes",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("minutes", "adjuster"), name="minutes_approval_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="steeringgroup",
            constraint=models.UniqueConstraint(
                fields=("id", "region"), name="steering_group_of_region"
            ),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(fields=["region", "-id"], name="motion_newest"),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(
                condition=models.Q(("subject_reference", ""), _negated=True),
                fields=["subject_reference"],
                name="motion_by_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(fields=("id", "group"), name="motion_of_group"),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "on-agenda", "carried", "rejected", "lapsed"])
                ),
                name="motion_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                ),
                name="motion_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "lapsed"]),
                    ("agenda_item__isnull", False),
                    _connector="OR",
                ),
                name="motion_stands_on_an_agenda",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("state__in", ["proposed", "on-agenda"])
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("state__in", ["carried", "rejected", "lapsed"]),
                    ),
                    _connector="OR",
                ),
                name="motion_decided_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(
                fields=("meeting", "version"), name="minutes_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(fields=("id", "meeting"), name="minutes_of_meeting"),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    models.Q(("register_number", ""), _negated=True),
                ),
                name="minutes_hashed_and_registered",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.UniqueConstraint(
                fields=("group", "valid_from"), name="group_rules_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.UniqueConstraint(fields=("id", "group"), name="group_rules_of_group"),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["votes-cast", "members"]),
                    ("majority__in", ["simple", "qualified", "unanimity"]),
                    ("abstentions__in", ["not-counted", "counted"]),
                    ("tie__in", ["chair", "rejected"]),
                ),
                name="group_rules_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("majority", "qualified"), _negated=True),
                    models.Q(
                        ("denominator__gte", models.F("numerator")),
                        (
                            "denominator__lt",
                            django.db.models.expressions.CombinedExpression(
                                models.Value(2), "*", models.F("numerator")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="group_rules_majority_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quorum_denominator__gte", 1),
                    ("quorum_numerator__gte", 1),
                    ("quorum_numerator__lte", models.F("quorum_denominator")),
                ),
                name="group_rules_quorum_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouprules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__gte", models.F("decided_on")),
                    models.Q(("register_number", ""), _negated=True),
                ),
                name="group_rules_rest_on_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendapaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="agenda_paper_hashed"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("meeting", "point"),
                name="agenda_item_point_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("id", "meeting"), name="agenda_item_of_meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="agenda_item_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="steeringseat",
            constraint=models.UniqueConstraint(
                fields=("group", "party"), name="steering_seat_once_a_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="steeringseat",
            constraint=models.UniqueConstraint(
                fields=("id", "group", "party"), name="steering_seat_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.UniqueConstraint(fields=("id", "seat"), name="seat_holder_of_seat"),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="seat_holder_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__gte", models.F("decided_on")),
                    models.Q(("register_number", ""), _negated=True),
                    models.Q(("organ", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                ),
                name="seat_holder_rests_on_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__lte", 9)), name="seat_holder_rank"
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("seat", "="),
                    ("rank", "="),
                    (
                        samkop.governance.models.steering_group.DateRange(
                            "valid_from",
                            "valid_until",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="seat_holder_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="motionamendment",
            constraint=models.UniqueConstraint(fields=("id", "motion"), name="amendment_of_motion"),
        ),
        migrations.AddConstraint(
            model_name="motionamendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["moved", "carried", "rejected", "fallen"])),
                name="amendment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="motionamendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "replace"), models.Q(("passage", ""), _negated=True)),
                    models.Q(
                        ("kind__in", ["add", "rewrite"]),
                        ("passage", ""),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="amendment_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesadjuster",
            constraint=models.UniqueConstraint(
                fields=("meeting", "seat"), name="minutes_adjuster_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="minutesadjuster",
            constraint=models.UniqueConstraint(
                fields=("id", "meeting", "party"), name="minutes_adjuster_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdelegation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("meeting", "seat"),
                name="meeting_delegation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingdelegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat", models.F("holder_seat")), _negated=True),
                name="meeting_delegation_to_another",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["region", "-starts_at", "-id"], name="meeting_newest"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("group", "number"), name="meeting_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("id", "group"), name="meeting_of_group"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["planned", "called", "open", "closed", "minutes-approved", "cancelled"],
                    )
                ),
                name="meeting_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("venue", ""), _negated=True),
                    models.Q(("link", ""), _negated=True),
                    _connector="OR",
                ),
                name="meeting_is_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "cancelled"]),
                    ("called_at__isnull", False),
                    _connector="OR",
                ),
                name="meeting_was_called",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "closed", "minutes-approved"]), _negated=True),
                    models.Q(("chair_seat__isnull", False), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_has_a_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.UniqueConstraint(
                fields=("motion", "seat"), name="dissent_once_a_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="dissent_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)),
                fields=("meeting", "seat"),
                name="attendance_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("id", "meeting", "seat", "represented_by"), name="attendance_of_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("presence", "delegation"),
                        models.Q(("represented_by", models.F("party")), _negated=True),
                    ),
                    models.Q(
                        ("presence__in", ["member", "deputy"]),
                        ("represented_by", models.F("party")),
                    ),
                    _connector="OR",
                ),
                name="attendance_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True),
                    ("left_at__gte", models.F("arrived_at")),
                    _connector="OR",
                ),
                name="attendance_left_after_arriving",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("id", "meeting"), name="vote_of_meeting"),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("meeting",),
                name="vote_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "motion"), models.Q(("outcome", "void"), _negated=True)
                ),
                fields=("motion",),
                name="vote_once_on_a_motion",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "amendment"), models.Q(("outcome", "void"), _negated=True)
                ),
                fields=("amendment",),
                name="vote_once_on_an_amendment",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amendment__isnull", True),
                        ("item__isnull", True),
                        ("kind", "motion"),
                        ("motion__isnull", False),
                    ),
                    models.Q(
                        ("amendment__isnull", False),
                        ("item__isnull", True),
                        ("kind", "amendment"),
                        ("motion__isnull", False),
                    ),
                    models.Q(
                        ("amendment__isnull", True),
                        ("item__isnull", False),
                        ("kind", "late-item"),
                        ("motion__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="vote_asks_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("abstained__isnull", False),
                        ("base__isnull", False),
                        ("closed_at__isnull", False),
                        ("needed__isnull", False),
                        ("no__isnull", False),
                        ("outcome__in", ["carried", "rejected", "void"]),
                        ("voters__isnull", False),
                        ("yes__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="vote_closed_with_its_count",
            ),
        ),
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(fields=["vote", "seat", "id"], name="ballot_of_vote"),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("vote", "seat"),
                name="ballot_one_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["yes", "no", "abstain"])),
                name="ballot_choice_known",
            ),
        ),
    ]
