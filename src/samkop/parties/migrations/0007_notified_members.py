"""Only a party's own members are told things for it; foreign keys see through row security."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_wall_of_groups"),
        ("platform", "0005_wall_of_notifications"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE platform_notification ADD CONSTRAINT notification_to_member"
            " FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id)",
            reverse_sql="ALTER TABLE platform_notification DROP CONSTRAINT notification_to_member",
        ),
    ]
