"""The addresses of what a person keeps of lists."""

from __future__ import annotations

from django.urls import path

from samkop.platform.lists import pages

urlpatterns = [
    path("settings/filters/", pages.saved, name="saved-filters"),
    path("settings/filters/<int:saved_filter_id>/rename/", pages.rename, name="rename-filter"),
    path("settings/filters/<int:saved_filter_id>/remove/", pages.delete, name="remove-filter"),
    path("lists/<slug:list_name>/save/", pages.keep, name="save-filter"),
    path("lists/<slug:list_name>/columns/", pages.columns, name="choose-columns"),
]
