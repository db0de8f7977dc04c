"""The addresses of people and organisations."""

from __future__ import annotations

from django.urls import path

from samkop.parties.pages import acting, groups, own, people, people_import, places, roles, viewing
from samkop.platform.appearance import set_theme

urlpatterns = [
    path("accessibility/", own.accessibility, name="accessibility"),
    path("settings/", own.own_settings, name="own-settings"),
    path("settings/language/", acting.set_language, name="set-language"),
    path("settings/theme/", set_theme, name="set-theme"),
    path("settings/organisation/", acting.set_organisation, name="set-organisation"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/add/", people.person_add, name="person-add"),
    path("administration/people/add/send/", people.add_person, name="add-person"),
    path("administration/people/import/", people_import.upload, name="people-import"),
    path("administration/people/import/send/", people_import.send, name="people-import-send"),
    path(
        "administration/people/import/<int:people_file_id>/",
        people_import.shown,
        name="people-file",
    ),
    path(
        "administration/people/import/<int:people_file_id>/columns/",
        people_import.columns,
        name="people-file-columns",
    ),
    path(
        "administration/people/import/<int:people_file_id>/faults.csv",
        people_import.faults,
        name="people-file-faults",
    ),
    path(
        "administration/people/import/<int:people_file_id>/apply/",
        people_import.apply,
        name="people-file-apply",
    ),
    path("administration/people/<int:person_id>/", people.person, name="person"),
    path("administration/people/<int:person_id>/view/", viewing.start, name="start-viewing"),
    path("view-as/end/", viewing.end, name="end-viewing"),
    path("administration/people/<int:person_id>/account/", people.account, name="open-account"),
    path("administration/people/<int:person_id>/roles/", roles.give, name="assign-role"),
    path(
        "administration/people/<int:person_id>/roles/<int:assignment_id>/end/",
        roles.end,
        name="end-role",
    ),
    path("administration/groups/", groups.groups, name="groups"),
    path("administration/groups/add/", groups.add, name="add-group"),
    path("administration/groups/<int:group_id>/", groups.group, name="group"),
    path("administration/groups/<int:group_id>/members/", groups.take_in, name="add-group-member"),
    path(
        "administration/groups/<int:group_id>/members/<int:group_member_id>/end/",
        groups.end,
        name="end-group-member",
    ),
    path("administration/cost-centres/", places.cost_centres, name="cost-centres"),
    path("administration/cost-centres/add/", places.cost_centre_add, name="cost-centre-add"),
    path("administration/cost-centres/add/send/", places.add_centre, name="add-cost-centre"),
    path(
        "administration/cost-centres/<int:cost_centre_id>/manager/",
        places.cost_centre_manager,
        name="cost-centre-manager",
    ),
    path(
        "administration/cost-centres/<int:cost_centre_id>/manager/set/",
        places.set_manager,
        name="set-cost-centre-manager",
    ),
    path("administration/sites/", places.sites, name="delivery-locations"),
    path("administration/sites/add/", places.site_add, name="delivery-location-add"),
    path("administration/sites/add/send/", places.add_site, name="add-delivery-location"),
]
