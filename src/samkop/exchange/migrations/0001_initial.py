import django.contrib.postgres.constraints
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0004_wall_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(choices=[("in", "Received"), ("out", "Sent")], max_length=3),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stored", "Stored"),
                            ("accepted", "Accepted"),
                            ("applied", "Applied"),
                            ("quarantined", "In quarantine"),
                            ("waiting", "Waiting to be sent"),
                            ("sent", "Sent"),
                            ("alarm", "Not sent: alarm"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "document_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("order", "Order"),
                            ("order-response", "Order response"),
                            ("catalogue", "Catalogue"),
                        ],
                        max_length=40,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=200)),
                ("issue_date", models.DateField(blank=True, null=True)),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("transport", models.CharField(choices=[("directory", "Folder")], max_length=12)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField()),
                ("fault_code", models.CharField(blank=True, max_length=60)),
                (
                    "faults",
                    models.JSONField(
                        default=list, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="exchange.message",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempt", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("arrived", "Arrived"),
                            ("arrived-again", "Arrived again"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=500)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmissions",
                        to="exchange.message",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=4)),
                ("identifier", models.CharField(max_length=50)),
                (
                    "transport",
                    models.CharField(
                        choices=[("directory", "Folder")], default="directory", max_length=12
                    ),
                ),
                ("address", models.CharField(max_length=120)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "identifier"), name="endpoint_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("transport__in", ["directory"])),
                        name="endpoint_transport_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("transport", "directory"), _negated=True),
                            ("address__regex", "^[a-z0-9][a-z0-9-]*$"),
                            _connector="OR",
                        ),
                        name="endpoint_folder_is_plain",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("transport", "directory")),
                        expressions=[("address", "="), ("party", "<>")],
                        name="endpoint_folder_of_one_party",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["owner", "id"], name="message_list"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["sender", "id"], name="message_sent_list"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["receiver", "id"], name="message_received_list"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("subject", ""), _negated=True),
                fields=["subject"],
                name="message_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["quarantined", "alarm"])),
                fields=["owner", "state"],
                name="message_needs_attention",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["stored", "waiting", "alarm"])),
                fields=["direction", "next_attempt_at", "id"],
                name="message_to_take",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", "in"),
                        ("state__in", ("stored", "accepted", "applied", "quarantined")),
                    ),
                    models.Q(
                        ("direction", "out"),
                        ("state__in", ("waiting", "sent", "alarm", "withdrawn")),
                    ),
                    _connector="OR",
                ),
                name="message_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("direction", "out"), _negated=True),
                    models.Q(
                        ("issue_date__isnull", False),
                        ("receiver__isnull", False),
                        ("sender", models.F("owner")),
                    ),
                    _connector="OR",
                ),
                name="message_out_is_addressed",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "applied")), _negated=True),
                    models.Q(
                        ("issue_date__isnull", False),
                        ("receiver", models.F("owner")),
                        ("sender__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="message_taken_is_addressed",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("direction", "in")),
                fields=("owner", "sha256"),
                name="message_in_stored_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("accepted", "applied"))),
                fields=("owner", "sender", "document_type", "number", "issue_date"),
                name="message_in_taken_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("direction", "out")),
                fields=("owner", "document_type", "number"),
                name="message_out_numbered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("id", "owner"), name="message_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="transmission",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["sent", "failed", "arrived", "arrived-again"])),
                name="transmission_outcome_known",
            ),
        ),
    ]
