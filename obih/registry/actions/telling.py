"""Showing a card to a colleague: a line in his notices and a letter that names nothing of the document."""

from __future__ import annotations

from uuid import UUID

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices.actions import notify
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.people.models import Account
from obih.people.principals import of_person
from obih.people.queries import actor_for
from obih.registry.access import why_not_share
from obih.registry.actions.sharing import document_to_change, share
from obih.registry.events import LINK_SENT
from obih.registry.queries.visibility import visible_to
from obih.ui.refusals import Refused

LETTER = (
    "Колега просить подивитися документ в Обігу: {who}.\n  {url}\n"
    "  Посилання відкриє картку після входу. Що це за документ, у листі не пишемо."
)


class NotSeen(Refused):
    """The colleague does not see the document; `may_share` says whether the sender can let him."""

    def __init__(self, sentence: str, *, may_share: bool) -> None:
        super().__init__(sentence, field="to")
        self.may_share = may_share


def send_link(
    document_id: UUID, to: Account, *, url: str, note: str = "", why: str = "", key: str, by: Actor
) -> None:
    """Tell a colleague to look at a document that he sees; with `why` it is first shared with him.

    `url` is the whole address for the letter. Raises NotSeen for one who does not see it.
    """
    if refusal := why_not_change(by):
        raise Refused(refusal)
    said = {"document": str(document_id), "to": to.pk, "note": note, "why": why}
    try:
        with unit_of_work():
            claim(by=by, action="registry.send_link", key=key, digest=digest_of(said), result={})
            _send(document_id, to, url, note.strip(), why.strip(), by)
    except AlreadyDone:
        return


def _send(document_id: UUID, to: Account, url: str, note: str, why: str, by: Actor) -> None:
    document, registration = document_to_change(document_id, by, locked=False)
    colleague = to.person
    if not visible_to(actor_for(to)).filter(pk=document.pk).exists():
        why_not = why_not_share(by, document, registration.journal)
        if why_not or not why:
            raise NotSeen(_not_seen(colleague.full_name, why_not), may_share=not why_not)
        share(document.pk, of_person(colleague.pk), why=why, by=by)
    text = f"{by.label} просить подивитися документ № {registration.number}"
    notify(
        colleague, kind="link", text=f"{text}: {note}" if note else text, brief="вам показали документ",
        in_letter=LETTER.format(who=by.label, url=url), document_key=str(document.pk),
        url=f"/documents/{document.pk}/",
    )  # fmt: skip
    record(LINK_SENT, by=by, about=document, to=colleague.full_name, person=colleague.pk)


def _not_seen(name: str, why_not: str | None) -> str:
    more = why_not or "Надайте доступ нижче, назвавши причину, і посилання надійде"
    return f"{name} не бачить цього документа. {more}"
