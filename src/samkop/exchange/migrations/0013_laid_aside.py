"""What waits in quarantine and needs nothing more is laid aside, for a reason."""

from django.db import migrations, models
from django.db.models import Q

from samkop.platform.row_security import APPLICATION

KEPT = f"GRANT UPDATE (laid_aside_because) ON exchange_message TO {APPLICATION}"
NOT_KEPT = f"REVOKE UPDATE (laid_aside_because) ON exchange_message FROM {APPLICATION}"
STATES = [
    ("stored", "Stored"),
    ("accepted", "Accepted"),
    ("applied", "Applied"),
    ("quarantined", "In quarantine"),
    ("laid-aside", "Laid aside"),
    ("waiting", "Waiting to be sent"),
    ("sent", "Sent"),
    ("alarm", "Not sent: alarm"),
    ("withdrawn", "Withdrawn"),
]
IN = ("stored", "accepted", "applied", "quarantined", "laid-aside")
OUT = ("waiting", "sent", "alarm", "withdrawn")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0012_orders_by_cxml")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="laid_aside_because",
            field=models.CharField(blank=True, max_length=500, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(choices=STATES, max_length=12),
        ),
        migrations.RemoveConstraint(model_name="message", name="message_state_known"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(("direction", "in"), ("state__in", IN))
                | Q(("direction", "out"), ("state__in", OUT)),
                name="message_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=(Q(("state", "laid-aside")) & ~Q(("laid_aside_because", "")))
                | (~Q(("state", "laid-aside")) & Q(("laid_aside_because", ""))),
                name="message_laid_aside_for_a_reason",
            ),
        ),
        migrations.RunSQL(KEPT, reverse_sql=NOT_KEPT),
    ]
