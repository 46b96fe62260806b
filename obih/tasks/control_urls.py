"""Addresses of the control board and its reports."""

from __future__ import annotations

from django.urls import path

from obih.tasks.views import control

urlpatterns = [
    path("control/", control.control, name="control"),
    path("control/tasks/", control.control_tasks, name="control_tasks"),
    path("control/calendar/", control.control_calendar, name="control_calendar"),
    path("control/reminders/", control.control_reminders, name="control_reminders"),
]
