"""Створює порожню установку для справжньої роботи й друкує одноразовий вхід адміністратора.

Приклад: obih init --council "Калинопільська селищна рада" --surname Савчук --name Роман
"""

from __future__ import annotations

import argparse

from obih.site import schema, server
from obih.site.sentences import CommandProblem
from obih.site.serving import run_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--council", required=True, metavar="НАЗВА", help="повна назва ради")
    parser.add_argument("--edrpou", default="", metavar="КОД", help="код ЄДРПОУ ради")
    parser.add_argument("--surname", required=True, metavar="ПРІЗВИЩЕ", help="прізвище адміністратора")
    parser.add_argument("--name", required=True, metavar="ІМ’Я", help="ім’я адміністратора")
    parser.add_argument("--patronymic", default="", metavar="ПО-БАТЬКОВІ")
    parser.add_argument("--email", default="", metavar="ПОШТА", help="службова пошта адміністратора")
    parser.add_argument("--login", default="admin", help="ім’я для входу (звичайно admin)")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="за якою адресою відкриють Обіг")


def run(args: argparse.Namespace) -> int:
    with server.running():
        if not schema.is_current():
            run_command("migrate", "--if-needed")
        server.set_up_django()
        token = _begin(args)
        from django.urls import reverse

        link = args.address.rstrip("/") + reverse("people:one_time_link", args=[token])
    print(f"Установку створено: {args.council}")
    print(f"Ім’я для входу адміністратора: {args.login}")
    print(f"Одноразове посилання, щоб вибрати пароль (діє 24 години): {link}")
    print("Запустіть Обіг: obih serve (для комп’ютерів ради: obih serve --lan).")
    return 0


def _begin(args: argparse.Namespace) -> str:
    """Rules, calendar, council, its first journal and the administrator, all in one transaction."""
    from django.utils import timezone

    from obih.history.work import unit_of_work
    from obih.law.actions import seed_profile
    from obih.nomenclature.actions import open_nomenclature
    from obih.people.actions.accounts import open_account
    from obih.people.actions.staff import add_person
    from obih.people.actions.structure import create_organisation
    from obih.people.actors import SYSTEM
    from obih.people.models import Account
    from obih.people.vocabulary import OrganisationKind, Role
    from obih.registry.actions import seed_journals
    from obih.ui.refusals import Refused
    from obih.workdays.actions import seed_calendar

    if Account.objects.exists():
        raise CommandProblem("Тут уже є облікові записи: установку створено раніше, нічого не змінено.")
    year = timezone.localdate().year
    try:
        with unit_of_work():
            seed_profile(by=SYSTEM)
            seed_calendar(by=SYSTEM)
            council = create_organisation(
                code="rada", kind=OrganisationKind.COUNCIL, name=args.council, short_name="", by=SYSTEM,
                edrpou=args.edrpou,
            )  # fmt: skip
            open_nomenclature(council.code, year, organisation_title=council.name, by=SYSTEM)
            seed_journals(council, year, by=SYSTEM)
            person = add_person(
                surname=args.surname,
                given_name=args.name,
                patronymic=args.patronymic,
                email=args.email,
                by=SYSTEM,
            )
            roles = [(Role.ADMINISTRATOR, council)]
            _account, token = open_account(person, username=args.login, by=SYSTEM, roles=roles)
    except Refused as refusal:
        raise CommandProblem(str(refusal)) from refusal
    return token
