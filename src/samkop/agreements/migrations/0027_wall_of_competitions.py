"""Who sees mini-competitions and their results, and who writes them."""

from django.db import migrations

from samkop.platform.row_security import append_only, protect

# Whoever may read the tender: its owner, and from its announcement on who is invited.
INVITED = "tender_id IN (SELECT t.id FROM tendering_tender t)"
OF_A_COMPETITION = "competition_id IN (SELECT c.id FROM agreements_minicompetition c)"
MY_RULE = (
    "rule_id IN (SELECT r.id FROM agreements_calloffrule r"
    " WHERE r.purchasing_body_id = ANY (samkop_party_ids()))"
)
MY_COMPETITION = (
    "competition_id IN (SELECT c.id FROM agreements_minicompetition c"
    " JOIN agreements_calloffrule r ON r.id = c.rule_id"
    " WHERE r.purchasing_body_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0026_mini_competitions")]

    operations = [
        protect("agreements_minicompetition", read=INVITED, write=MY_RULE),
        append_only("agreements_minicompetition"),
        protect("agreements_competitionresult", read=OF_A_COMPETITION, write=MY_COMPETITION),
        append_only("agreements_competitionresult"),
    ]
