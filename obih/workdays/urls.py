"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.workdays import views

app_name = "workdays"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/days/<str:iso>/", views.day, name="day"),
    path("calendar/days/<str:iso>/removal/", views.removal, name="removal"),
    path("calendar/martial-law/", views.martial_law, name="martial_law"),
    path("calendar/hours/", views.hours, name="hours"),
]
