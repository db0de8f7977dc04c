"""Addresses of pre-studies."""

from django.urls import path

from samkop.planning.pages import homework, lots, services, studies, study_list

STUDY = "pre-studies/<int:study_id>/"
POINT = f"{STUDY}homework/<int:point_id>/"
SERVICE = "pre-studies/services/<int:service_id>/"
FORM = f"{SERVICE}forms/<int:form_id>/"

urlpatterns = [
    path("pre-studies/", study_list.studies, name="pre-studies"),
    path("pre-studies/add/", studies.adding, name="pre-study-add"),
    path("pre-studies/send/", studies.send, name="send-pre-study"),
    path(STUDY, studies.study, name="pre-study"),
    path(f"{STUDY}change/", studies.changing, name="change-pre-study"),
    path(f"{STUDY}change/send/", studies.change, name="send-change-of-pre-study"),
    path(f"{STUDY}move/", studies.move, name="move-pre-study"),
    path(f"{STUDY}needs/", studies.needs, name="study-needs"),
    path(f"{STUDY}needs/include/", studies.include, name="include-needs"),
    path(f"{STUDY}needs/<int:need_id>/exclude/", studies.exclude, name="exclude-need"),
    path(f"{STUDY}buyers/expect/", studies.expect, name="expect-buyer"),
    path(f"{STUDY}buyers/<int:buyer_id>/leave/", studies.unexpect, name="unexpect-buyer"),
    path(f"{STUDY}homework/", homework.homework, name="homework"),
    path(f"{STUDY}homework/add/", homework.add, name="add-homework-point"),
    path(POINT, homework.point, name="homework-point"),
    path(f"{POINT}plan/", homework.plan, name="plan-homework-point"),
    path(f"{POINT}answer/", homework.answer, name="answer-homework-point"),
    path(f"{POINT}evidence/", homework.give_evidence, name="give-homework-evidence"),
    path(f"{POINT}accept/", homework.accept, name="accept-homework-point"),
    path(f"{POINT}reopen/", homework.reopen, name="reopen-homework-point"),
    path(f"{POINT}remove/", homework.remove, name="remove-homework-point"),
    path(
        f"{STUDY}evidence/<int:evidence_id>/", homework.evidence_file, name="homework-evidence"
    ),
    path(
        f"{STUDY}evidence/<int:evidence_id>/drop/", homework.drop_evidence,
        name="drop-homework-evidence",
    ),
    path(f"{STUDY}services/", services.services, name="study-services"),
    path(f"{STUDY}services/add/", services.add, name="add-study-service"),
    path(SERVICE, services.service, name="study-service"),
    path(f"{SERVICE}change/", services.change, name="change-study-service"),
    path(f"{SERVICE}forms/add/", services.new_form, name="add-operating-form"),
    path(f"{FORM}drop/", services.drop_form, name="drop-operating-form"),
    path(f"{FORM}cost/", services.new_cost, name="add-operating-cost"),
    path(f"{FORM}staff/", services.new_staff, name="add-operating-staff"),
    path(
        f"{SERVICE}costs/<int:cost_id>/drop/", services.drop_cost, name="drop-operating-cost"
    ),
    path(f"{STUDY}lots/", lots.lots, name="study-lots"),
    path(f"{STUDY}lots/plan/", lots.planning, name="planned-lot-add"),
    path(f"{STUDY}lots/plan/send/", lots.send, name="send-planned-lot"),
    path(f"{STUDY}lots/<int:planned_lot_id>/", lots.lot, name="planned-lot"),
    path(
        f"{STUDY}lots/<int:planned_lot_id>/change/", lots.change, name="send-change-of-planned-lot"
    ),
    path(f"{STUDY}lots/<int:planned_lot_id>/remove/", lots.remove, name="remove-planned-lot"),
]  # fmt: skip
