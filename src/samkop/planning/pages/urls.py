"""Addresses of needs."""

from django.urls import path

from samkop.planning.pages import need_list, needs

urlpatterns = [
    path("needs/", need_list.needs, name="needs"),
    path("needs/add/", needs.adding, name="need-add"),
    path("needs/send/", needs.send, name="send-need"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/change/", needs.changing, name="change-need"),
    path("needs/<int:need_id>/change/send/", needs.change, name="send-change-of-need"),
    path("needs/<int:need_id>/report/", needs.report, name="report-need"),
    path("needs/<int:need_id>/withdraw/", needs.withdraw, name="withdraw-need"),
]
