"""Друкує нове одноразове посилання, щоб вибрати пароль: obih link ІМ’Я. Для того, хто не може увійти."""

from __future__ import annotations

import argparse

from obih.site import server
from obih.site.sentences import CommandProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="ІМ’Я", help="ім’я для входу")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="за якою адресою відкриють Обіг")


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django()
        from django.urls import reverse

        from obih.people.actions.accounts import give_link
        from obih.people.actors import SYSTEM
        from obih.people.models import Account
        from obih.ui.refusals import Refused

        account = Account.objects.filter(username=args.login.lower()).first()
        if account is None:
            raise CommandProblem(f"Немає такого імені для входу: {args.login}")
        try:
            token = give_link(account, by=SYSTEM)
        except Refused as refusal:
            raise CommandProblem(str(refusal)) from refusal
        print(args.address.rstrip("/") + reverse("people:one_time_link", args=[token]))
    return 0
