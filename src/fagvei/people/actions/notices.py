"""Notices in the inbox, with an e-mail that says only that there is one."""

from typing import Any

from django.db import transaction

from fagvei.common import clock
from fagvei.people.mail import send_notice
from fagvei.people.models import Notification, User


@transaction.atomic
def notify(*, user: User, kind: str, text: str, path: str = "") -> Notification:
    """Put a notice in the user's inbox and enqueue an e-mail that says only that there is one."""
    notification = Notification.objects.create(user=user, kind=kind, text=text, path=path)
    send_notice.enqueue(notification.pk)
    return notification


@transaction.atomic
def mark_notifications_read(*, by: Any) -> int:
    """All of one's own. Not an event of the record, so the log does not have it."""
    return Notification.objects.filter(user=by, read_at__isnull=True).update(read_at=clock.now())
