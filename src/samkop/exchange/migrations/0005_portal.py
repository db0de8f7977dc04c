"""What somebody writes here by hand travels from mailbox to mailbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_ways_of_transport"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="transport",
            field=models.CharField(
                choices=[("directory", "Folder"), ("email", "E-mail"), ("portal", "Portal")],
                max_length=12,
            ),
        ),
    ]
