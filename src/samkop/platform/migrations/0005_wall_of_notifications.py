"""What somebody is told, that person alone sees; the mail about it is the mailer's."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect, system_job

NOTIFIER = system_job("notifier")
OWN = "person_id = samkop_person_id()"


class Migration(migrations.Migration):
    dependencies = [("platform", "0004_notifications")]

    operations = [
        protect(
            "platform_notification",
            read=either(OWN, NOTIFIER),
            write=party("party_id"),
            update=("read_at",),
            update_when=OWN,
        ),
        protect(
            "platform_notificationmail",
            read=NOTIFIER,
            write=party("party_id"),
            update=("state", "due_at", "attempts", "settled_at", "last_error"),
            update_when=NOTIFIER,
        ),
        protect(
            "platform_notificationchoice",
            read=either(OWN, NOTIFIER),
            write=OWN,
            update=("delivery",),
        ),
        migrations.RunSQL(
            "GRANT USAGE ON SEQUENCE platform_notification_id_seq TO samkop_app",
            reverse_sql="REVOKE USAGE ON SEQUENCE platform_notification_id_seq FROM samkop_app",
        ),
    ]
