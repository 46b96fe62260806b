"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.tasks import control_urls, resolving_urls
from obih.tasks.views import acquaintance, acts, deeds, given, tasks, week

app_name = "tasks"
urlpatterns = [
    *control_urls.urlpatterns,
    *resolving_urls.urlpatterns,
    path("week/", week.week, name="week"),
    path("documents/<uuid:document_id>/acquaintance/", acquaintance.acquaintance, name="acquaintance"),
    path("documents/<uuid:document_id>/points/", acts.act_points, name="act_points"),
    path("acquaintance/readers/", acquaintance.readers, name="readers"),
    path("acquaintance/lines/<int:line_id>/", acquaintance.acquainted, name="acquainted"),
    path("acquaintance/<int:list_id>/paper/", acquaintance.signed_on_paper, name="signed_on_paper"),
    path("acquaintance/<int:list_id>/print/", acquaintance.acquaintance_print, name="acquaintance_print"),
    path("tasks/given/", given.given_tasks, name="given"),
    path("tasks/<int:point_id>/", tasks.task, name="task"),
    path("tasks/files/<uuid:file_id>/", tasks.report_file, name="report_file"),
    *(
        path(f"tasks/<int:point_id>/{name}/", deeds.deed, {"name": name}, name=f"task_{name}")
        for name in deeds.KINDS
    ),
]
