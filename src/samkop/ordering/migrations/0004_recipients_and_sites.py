"""For whom something is asked, and where each line goes.

So far: for whoever asked, to the requisition's one site.
"""

import django.db.models.deletion
from django.db import migrations, models

PERSON = {
    "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "parties.person",
}  # fmt: skip
SITE = {"on_delete": django.db.models.deletion.PROTECT, "to": "parties.deliverylocation"}

# The lines are append-only; the owner fills in what they did not say before.
FILL = """
ALTER TABLE ordering_requisitionline DISABLE TRIGGER ordering_requisitionline_append_only;
UPDATE ordering_requisition SET recipient_id = requester_id;
UPDATE ordering_requisitionline l SET delivery_location_id = r.delivery_location_id
    FROM ordering_requisition r WHERE r.id = l.requisition_id;
UPDATE ordering_order o
    SET recipient_id = o.requester_id, delivery_location_id = r.delivery_location_id
    FROM ordering_requisition r WHERE r.id = o.requisition_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE ordering_requisitionline ENABLE TRIGGER ordering_requisitionline_append_only
"""
# Nothing for a stranger, nothing to a stranger's site, whoever writes.
TIED = """
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_for_a_colleague
    FOREIGN KEY (recipient_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_requisitionline ADD CONSTRAINT requisition_line_for_a_colleague
    FOREIGN KEY (recipient_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_requisitionline ADD CONSTRAINT requisition_line_to_own_site
    FOREIGN KEY (delivery_location_id, party_id)
    REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_for_a_colleague
    FOREIGN KEY (recipient_id, buyer_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_order ADD CONSTRAINT order_to_own_site
    FOREIGN KEY (delivery_location_id, buyer_id)
    REFERENCES parties_deliverylocation (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_order DROP CONSTRAINT order_to_own_site;
ALTER TABLE ordering_order DROP CONSTRAINT order_for_a_colleague;
ALTER TABLE ordering_requisitionline DROP CONSTRAINT requisition_line_to_own_site;
ALTER TABLE ordering_requisitionline DROP CONSTRAINT requisition_line_for_a_colleague;
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_for_a_colleague
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0003_register_of_authority"),
        ("parties", "0004_wall_of_people"),
    ]

    operations = [
        migrations.AddField("requisition", "recipient", models.ForeignKey(null=True, **PERSON)),
        migrations.AddField(
            "requisitionline", "delivery_location", models.ForeignKey(null=True, **SITE)
        ),
        migrations.AddField(
            "requisitionline",
            "recipient",
            models.ForeignKey(blank=True, null=True, **PERSON),
        ),
        migrations.AddField(
            "requisitionline",
            "reference",
            models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField("order", "recipient", models.ForeignKey(null=True, **PERSON)),
        migrations.AddField("order", "delivery_location", models.ForeignKey(null=True, **SITE)),
        migrations.AddField(
            "orderline",
            "reference",
            models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField("requisition", "recipient", models.ForeignKey(**PERSON)),
        migrations.AlterField("requisitionline", "delivery_location", models.ForeignKey(**SITE)),
        migrations.AlterField("order", "recipient", models.ForeignKey(**PERSON)),
        migrations.AlterField("order", "delivery_location", models.ForeignKey(**SITE)),
        migrations.AddIndex(
            "requisition",
            models.Index(fields=["party", "recipient", "-id"], name="requisition_by_recipient"),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
