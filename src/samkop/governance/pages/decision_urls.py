"""Addresses of joint projects and of members' decisions."""

from django.urls import path

from samkop.governance.pages import decisions, project_list, projects

PROJECTS = (
    path("cooperation/projects/", project_list.joint_projects, name="joint-projects"),
    path("cooperation/projects/new/", projects.new_project, name="prepare-joint-project"),
    path("cooperation/projects/new/send/", projects.send_project, name="send-joint-project"),
    path(
        "cooperation/projects/<int:joint_project_id>/", projects.joint_project,
        name="joint-project",
    ),
    path(
        "cooperation/projects/<int:joint_project_id>/move/", projects.move_project,
        name="move-joint-project",
    ),
    path(
        "cooperation/projects/<int:joint_project_id>/change/", projects.change_project,
        name="change-joint-project",
    ),
    path(
        "cooperation/projects/<int:joint_project_id>/change/send/", projects.send_change,
        name="send-change-of-joint-project",
    ),
)  # fmt: skip
DECISIONS = (
    path("cooperation/decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path(
        "cooperation/decisions/<int:decision_id>/event/", decisions.send_event,
        name="send-decision-event",
    ),
    path(
        "cooperation/decisions/<int:decision_id>/file/", decisions.send_file,
        name="send-decision-document",
    ),
    path(
        "cooperation/decisions/<int:decision_id>/document/", decisions.document,
        name="decision-document",
    ),
)  # fmt: skip

urlpatterns = [*PROJECTS, *DECISIONS]
