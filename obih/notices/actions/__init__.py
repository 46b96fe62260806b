"""What is put on people’s lists, into the outbox and on their devices; but for the senders nothing else
writes this room’s tables."""

from obih.notices.actions.devices import forget_device, keep_device, switch_device
from obih.notices.actions.forgetting import forget_old_notices
from obih.notices.actions.letters import make_letters
from obih.notices.actions.mail import (
    answer_link_requests,
    ask_for_link,
    change_mail_settings,
    mail_report,
    mail_settings,
    queue_mail,
    send_test_letter,
    try_again,
    wake_the_sender,
)
from obih.notices.actions.settings import change_settings, send_own_test_letter
from obih.notices.actions.telling import Telling, mark_read, notify, tell, tell_once

__all__ = [
    "Telling",
    "answer_link_requests",
    "ask_for_link",
    "change_mail_settings",
    "change_settings",
    "forget_device",
    "forget_old_notices",
    "keep_device",
    "mail_report",
    "mail_settings",
    "make_letters",
    "mark_read",
    "notify",
    "queue_mail",
    "send_own_test_letter",
    "send_test_letter",
    "switch_device",
    "tell",
    "tell_once",
    "try_again",
    "wake_the_sender",
]
