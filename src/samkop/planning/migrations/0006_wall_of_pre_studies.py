"""Who sees and who writes pre-studies, and that nothing of one hangs on another's."""

from django.db import migrations

from samkop.platform.row_security import either, party, protect

STUDY, NEED = "planning_prestudy (id, owner_id)", "planning_need (id, owner_id)"
# (table, name, columns, the key that they reference)
TIED = (
    ("planning_studybuyer", "study_buyer_of_owner", "study_id, owner_id", STUDY),
    ("planning_includedneed", "included_need_of_owner", "study_id, owner_id", STUDY),
    (
        "planning_includedneed", "included_need_reported_to_owner", "need_id, owner_id",
        "planning_need (id, reported_to_id)",
    ),
    ("planning_includedneed", "included_need_of_buyer", "need_id, buyer_id", NEED),
    ("planning_homeworkpoint", "homework_point_of_its_study", "study_id, owner_id", STUDY),
    (
        "planning_homeworkevidence", "homework_evidence_of_its_point", "point_id, owner_id",
        "planning_homeworkpoint (id, owner_id)",
    ),
    ("planning_studiedservice", "studied_service_of_its_study", "study_id, owner_id", STUDY),
    (
        "planning_operatingform", "operating_form_of_its_service", "service_id, owner_id",
        "planning_studiedservice (id, owner_id)",
    ),
    (
        "planning_operatingcost", "operating_cost_of_its_form", "form_id, owner_id",
        "planning_operatingform (id, owner_id)",
    ),
    ("planning_plannedlot", "planned_lot_of_owner", "study_id, owner_id", STUDY),
    ("planning_plannedlotline", "lot_line_of_owner", "study_id, owner_id", STUDY),
    (
        "planning_plannedlotline", "lot_line_of_lot", "lot_id, study_id",
        "planning_plannedlot (id, study_id)",
    ),
    (
        "planning_plannedlotline", "lot_line_of_included_need", "need_id, study_id",
        "planning_includedneed (need_id, study_id)",
    ),
    (
        "planning_plannedlotline", "lot_line_of_need_line", "line_id, need_id",
        "planning_needline (id, need_id)",
    ),
)  # fmt: skip
MINE = party("owner_id")


def tied(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over two columns."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target}",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_pre_studies")]

    operations = [
        *(tied(*each) for each in TIED),
        # A buyer that is asked for its needs sees what for, and that its need was taken in.
        protect(
            "planning_studybuyer", read=either(MINE, party("buyer_id")), write=MINE, delete=MINE
        ),
        protect(
            "planning_prestudy",
            read=either(MINE, "id IN (SELECT b.study_id FROM planning_studybuyer b)"),
            write=MINE,
            update=(
                "number", "register_number", "title_sv", "title_fi", "title_en", "category", "aim",
                "state", "responsible_id", "finished_at",
            ),
        ),
        protect(
            "planning_includedneed", read=either(MINE, party("buyer_id")), write=MINE, delete=MINE
        ),
        protect(
            "planning_homeworkpoint",
            read=MINE,
            write=MINE,
            update=(
                "area", "question", "position", "responsible_id", "due_on", "answer", "state",
                "answered_by_id", "answered_at", "accepted_by_id", "accepted_at",
            ),
            delete=MINE,
        ),
        protect("planning_homeworkevidence", read=MINE, write=MINE, delete=MINE),
        protect(
            "planning_studiedservice", read=MINE, write=MINE,
            update=("name", "over_years", "rate_basis_points"),
        ),
        protect("planning_operatingform", read=MINE, write=MINE, delete=MINE),
        protect("planning_operatingcost", read=MINE, write=MINE, delete=MINE),
        protect(
            "planning_plannedlot",
            read=MINE,
            write=MINE,
            update=(
                "position", "title_sv", "title_fi", "title_en", "description", "unit", "division",
                "reason", "outsourcing", "outsourcing_reason",
            ),
            delete=MINE,
        ),
        protect("planning_plannedlotline", read=MINE, write=MINE, delete=MINE),
    ]  # fmt: skip
