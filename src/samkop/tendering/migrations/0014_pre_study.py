"""A tender knows the pre-study whose lots it took over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0008_wall_of_consultation_study"),
        ("tendering", "0013_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="tender",
            name="pre_study",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tenders",
                to="planning.prestudy",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (pre_study_id) ON tendering_tender TO samkop_app",
            reverse_sql="REVOKE UPDATE (pre_study_id) ON tendering_tender FROM samkop_app",
        ),
    ]
