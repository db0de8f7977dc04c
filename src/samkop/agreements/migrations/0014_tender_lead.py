"""How long the next tender takes: the purchasing body sets it in any state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0013_outside_orders_wall"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.AddField(
            model_name="frameworkagreement",
            name="tender_lead_months",
            field=models.PositiveSmallIntegerField(default=9),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("tender_lead_months__lte", 60)),
                name="framework_agreement_tender_lead_bounded",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (tender_lead_months) ON agreements_frameworkagreement TO samkop_app",
            reverse_sql="REVOKE UPDATE (tender_lead_months) ON agreements_frameworkagreement"
            " FROM samkop_app",
        ),
    ]
