"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.people.views import accounts, bodies, persons, profile, structure

app_name = "people"
urlpatterns = [
    path("people/", persons.people_list, name="people"),
    path("people/add/", persons.person_add, name="person_add"),
    path("people/name-preview/", persons.name_preview, name="name_preview"),
    path("people/title-preview/", structure.title_preview, name="title_preview"),
    path("people/powers/", accounts.powers, name="powers"),
    path("people/<int:pk>/", persons.person_card, name="person"),
    path("people/<int:pk>/facts/", persons.person_change, name="person_change"),
    path("people/<int:pk>/appointments/", persons.appoint, name="appoint"),
    path("people/<int:pk>/dismissal/", persons.dismissal, name="dismissal"),
    path("people/<int:pk>/absences/", persons.absence, name="absence"),
    path("people/absences/<int:pk>/withdrawal/", persons.absence_withdraw, name="absence_withdraw"),
    path("people/<int:pk>/account/", accounts.account_open, name="account_open"),
    path("people/<int:pk>/account/link/", accounts.account_step, {"step": "link"}, name="account_link"),
    path(
        "people/<int:pk>/account/closure/", accounts.account_step, {"step": "closure"}, name="account_close"
    ),
    path(
        "people/<int:pk>/account/reopening/",
        accounts.account_step,
        {"step": "reopening"},
        name="account_reopen",
    ),
    path(
        "people/<int:pk>/account/unlocking/",
        accounts.account_step,
        {"step": "unlocking"},
        name="account_unlock",
    ),
    path(
        "people/<int:pk>/account/second-factor/",
        accounts.account_step,
        {"step": "second-factor"},
        name="account_second_factor",
    ),
    path("people/<int:pk>/roles/", accounts.role_grant, name="role_grant"),
    path("people/<int:pk>/view-as/", accounts.view_as, name="view_as"),
    path("view-as/end/", accounts.view_as_end, name="view_as_end"),
    path("people/roles/<int:pk>/revocation/", accounts.role_revoke, name="role_revoke"),
    path("people/appointments/<int:pk>/end/", persons.appointment_end, name="appointment_end"),
    path("people/appointments/<int:pk>/substitution/", persons.substitute, name="substitute"),
    path(
        "people/substitutions/<int:pk>/revocation/", persons.substitution_revoke, name="substitution_revoke"
    ),
    path("people/structure/", structure.tree, name="structure"),
    path("people/organisations/add/", structure.organisation_add, name="organisation_add"),
    path("people/organisations/<int:pk>/", structure.organisation_change, name="organisation_change"),
    path("people/organisations/<int:pk>/units/", structure.unit_add, name="unit_add"),
    path("people/organisations/<int:pk>/positions/", structure.position_add, name="position_add"),
    path("people/units/<int:pk>/", structure.unit_card, name="unit"),
    path("people/units/<int:pk>/name/", structure.unit_step, {"step": "name"}, name="unit_rename"),
    path("people/units/<int:pk>/place/", structure.unit_step, {"step": "place"}, name="unit_move"),
    path("people/units/<int:pk>/merger/", structure.unit_step, {"step": "merger"}, name="unit_merge"),
    path("people/units/<int:pk>/closure/", structure.unit_step, {"step": "closure"}, name="unit_close"),
    path("people/positions/<int:pk>/", structure.position_change, name="position_change"),
    path("people/positions/<int:pk>/closure/", structure.position_close, name="position_close"),
    path("people/bodies/", bodies.bodies, name="bodies"),
    path("people/bodies/add/", bodies.body_add, name="body_add"),
    path("people/bodies/<int:pk>/", bodies.body_card, name="body"),
    path("people/bodies/<int:pk>/facts/", bodies.body_step, {"step": "facts"}, name="body_change"),
    path("people/bodies/<int:pk>/closure/", bodies.body_step, {"step": "closure"}, name="body_close"),
    path("people/bodies/<int:pk>/members/", bodies.body_step, {"step": "members"}, name="body_join"),
    path("people/bodies/<int:pk>/sittings/", bodies.body_step, {"step": "sittings"}, name="body_sit"),
    path("people/memberships/<int:pk>/end/", bodies.member_leave, name="member_leave"),
    path("people/places/", structure.places, name="places"),
    path("people/places/districts/add/", structure.district_keep, name="district_add"),
    path("people/places/districts/<int:pk>/", structure.district_keep, name="district_change"),
    path("people/places/settlements/add/", structure.settlement_keep, name="settlement_add"),
    path("people/places/settlements/<int:pk>/", structure.settlement_keep, name="settlement_change"),
    path("people/tokens/", accounts.tokens, name="tokens"),
    path("people/tokens/<int:pk>/revocation/", accounts.token_revoke, name="token_revoke"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/second-factor.svg", profile.totp_picture, name="totp_picture"),
    path("link/<str:token>/", profile.one_time_link, name="one_time_link"),
    path("cannot-sign-in/", profile.cannot_sign_in, name="cannot_sign_in"),
]
