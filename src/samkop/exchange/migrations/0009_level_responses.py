"""What receivers say of messages (Peppol MLR), and who wants to hear that his were taken in."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import APPLICATION, append_only, either, party, protect


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0008_sender_of_a_known_message"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="wants_acknowledgement",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="MessageLevelResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("AB", "Received"), ("AP", "Accepted"), ("RE", "Refused")],
                        max_length=2,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=1000)),
                (
                    "faults",
                    models.JSONField(
                        default=list, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="level_responses",
                        to="exchange.message",
                    ),
                ),
                (
                    "answerer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["AB", "AP", "RE"])),
                        name="level_response_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", models.F("answerer")), _negated=True),
                        name="level_response_of_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (wants_acknowledgement) ON exchange_endpoint TO {APPLICATION}",
            reverse_sql="REVOKE UPDATE (wants_acknowledgement) ON exchange_endpoint"
            f" FROM {APPLICATION}",
        ),
        # Written by who answers, as a message of its own.
        protect(
            "exchange_messagelevelresponse",
            read=either(party("owner_id"), party("answerer_id")),
            write=party("answerer_id"),
        ),
        append_only("exchange_messagelevelresponse"),
        # Both stand in the mailbox of the party that is answered.
        migrations.RunSQL(
            "ALTER TABLE exchange_messagelevelresponse"
            " ADD CONSTRAINT level_response_in_mailbox FOREIGN KEY (message_id, owner_id)"
            " REFERENCES exchange_message (id, owner_id),"
            " ADD CONSTRAINT level_response_about_own FOREIGN KEY (about_id, owner_id)"
            " REFERENCES exchange_message (id, owner_id)",
            reverse_sql="ALTER TABLE exchange_messagelevelresponse"
            " DROP CONSTRAINT level_response_in_mailbox,"
            " DROP CONSTRAINT level_response_about_own",
        ),
    ]
