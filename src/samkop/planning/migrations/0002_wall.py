"""Who sees and who writes needs."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

OF_ITS_NEED = """
ALTER TABLE planning_needline ADD CONSTRAINT need_line_of_its_need
    FOREIGN KEY (need_id, owner_id) REFERENCES planning_need (id, owner_id)
"""
ALONE = "ALTER TABLE planning_needline DROP CONSTRAINT need_line_of_its_need"
DRAFT_OF_MINE = (
    "need_id IN (SELECT n.id FROM planning_need n WHERE n.state = 'draft'"
    " AND n.owner_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_initial"),
        ("parties", "0002_wall"),
        ("platform", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(OF_ITS_NEED, reverse_sql=ALONE),
        protect(
            "planning_need",
            read=either(party("owner_id"), f"state <> 'draft' AND {party('reported_to_id')}"),
            write=party("owner_id"),
            update=(
                "category", "title", "note", "wanted_from", "wanted_until", "state",
                "reported_to_id", "reported_at",
            ),
        ),
        # The need's own policy says who reads its lines.
        protect(
            "planning_needline",
            read="need_id IN (SELECT n.id FROM planning_need n)",
            write=DRAFT_OF_MINE,
            delete=DRAFT_OF_MINE,
        ),
    ]  # fmt: skip
