"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.nomenclature import views

app_name = "nomenclature"
urlpatterns = [
    path("nomenclature/", views.index, name="index"),
    path("nomenclature/years/", views.years, name="years"),
    path("nomenclature/<int:pk>/", views.cases, name="cases"),
    path("nomenclature/<int:pk>/cases/", views.addition, name="addition"),
    path("nomenclature/<int:pk>/approval/", views.approval, name="approval"),
    path("nomenclature/cases/<int:pk>/", views.case, name="case"),
    path("nomenclature/cases/<int:pk>/closure/", views.closure, name="closure"),
]
