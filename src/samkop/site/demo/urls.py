"""The addresses of the demonstration, routed only when it is one."""

from __future__ import annotations

from django.urls import path

from samkop.site.demo import pages

urlpatterns = [
    path("demo/", pages.choose, name="demo"),
    path("demo/be/", pages.be, name="demo-be"),
]
