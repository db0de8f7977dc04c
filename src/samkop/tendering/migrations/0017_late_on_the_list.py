"""The certified list tells of what came too late, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tendering", "0016_drafts_stay_unknown"),
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="late",
            field=models.JSONField(default=list),
        ),
    ]
