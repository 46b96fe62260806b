"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.law import views

app_name = "law"
urlpatterns = [
    path("law/", views.index, name="index"),
    path("law/<slug:group>/", views.group, name="group"),
    path("law/<slug:group>/rules/", views.addition, name="addition"),
    path("law/<slug:group>/rules/<slug:code>/", views.rule, name="rule"),
    path("law/<slug:group>/rules/<slug:code>/withdrawal/", views.withdrawal, name="withdrawal"),
]
