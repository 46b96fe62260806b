"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.notices import views, views_settings

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:pk>/read/", views.read_one, name="read_one"),
    path("profile/notices/", views_settings.settings, name="settings"),
    path("profile/notices/test-letter/", views_settings.own_test_letter, name="own_test_letter"),
    path("profile/notices/worker.js", views_settings.worker, name="worker"),
    path("profile/notices/key/", views_settings.push_key, name="push_key"),
    path("profile/notices/devices/", views_settings.device_add, name="device_add"),
    path("profile/notices/devices/<int:pk>/", views_settings.device_switch, name="device_switch"),
    path("profile/notices/devices/<int:pk>/removal/", views_settings.device_removal, name="device_removal"),
    path("profile/notices/devices/<int:pk>/test/", views_settings.device_test, name="device_test"),
    path("mail/", views.mail, name="mail"),
    path("mail/test/", views.test_letter, name="test_letter"),
    path("mail/<int:pk>/again/", views.try_again, name="try_again"),
    path("ask-link/", views.ask_link, name="ask_link"),
]
