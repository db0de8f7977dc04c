"""A consultation may belong to a pre-study of its owner."""

from django.db import migrations

OF_ITS_STUDY = """
ALTER TABLE planning_marketconsultation ADD CONSTRAINT consultation_of_own_study
    FOREIGN KEY (study_id, owner_id) REFERENCES planning_prestudy (id, owner_id);
GRANT UPDATE (study_id) ON planning_marketconsultation TO samkop_app
"""
ALONE = """
ALTER TABLE planning_marketconsultation DROP CONSTRAINT consultation_of_own_study;
REVOKE UPDATE (study_id) ON planning_marketconsultation FROM samkop_app
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0007_consultation_study")]

    operations = [migrations.RunSQL(OF_ITS_STUDY, reverse_sql=ALONE)]
