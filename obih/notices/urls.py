"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:pk>/read/", views.read_one, name="read_one"),
    path("mail/", views.mail, name="mail"),
    path("mail/test/", views.test_letter, name="test_letter"),
    path("mail/<int:pk>/again/", views.try_again, name="try_again"),
    path("ask-link/", views.ask_link, name="ask_link"),
]
