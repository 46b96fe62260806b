"""All addresses of the house."""

from __future__ import annotations

from django.urls import include, path, re_path

from obih.site import views
from obih.site.api import absent, api, reference

handler400 = "obih.ui.middleware.bad_request"
handler403 = handler404 = "obih.ui.middleware.not_found"
handler500 = "obih.ui.middleware.fault"

urlpatterns = [
    path("_ui/", include("obih.ui.urls")),
    path("accounts/", include("obih.people.sign_in_urls")),
    path("", include("obih.people.urls")),
    path("", include("obih.workdays.urls")),
    path("", include("obih.law.urls")),
    path("", include("obih.nomenclature.urls")),
    path("", include("obih.notices.urls")),
    path("", include("obih.signatures.urls")),
    path("", include("obih.registry.urls")),
    path("", include("obih.tasks.urls")),
    path("", include("obih.contracts.urls")),
    path("", include("obih.council.urls")),
    path("", include("obih.appeals.urls")),
    path("", include("obih.desk.urls")),
    path("state/", views.state, name="state"),
    path("state/jobs/<int:job_id>/retry/", views.retry, name="state_retry"),
    path("api/v1/docs", reference, name="api_reference"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/(?P<rest>.*)$", absent),
]
