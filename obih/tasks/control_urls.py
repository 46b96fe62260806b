"""Addresses of the control board and its reports."""

from __future__ import annotations

from django.urls import path

from obih.tasks.views import control, reminding_order, reports

urlpatterns = [
    path("control/", control.control, name="control"),
    path("control/tasks/", control.control_tasks, name="control_tasks"),
    path("control/calendar/", control.control_calendar, name="control_calendar"),
    path("control/reminding/", reminding_order.reminding_order, name="reminding_order"),
    path("control/reminders/", control.control_reminders, name="control_reminders"),
    path("control/reports/", reports.report_discipline, name="report_discipline"),
    path(
        "control/reports/discipline.<slug:kind>",
        reports.report_discipline_file,
        name="report_discipline_file",
    ),
    path("control/reports/late/", reports.report_late, name="report_late"),
    path("control/reports/late.<slug:kind>", reports.report_late_file, name="report_late_file"),
]
