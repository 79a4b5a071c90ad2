"""Notices in the inbox, with an e-mail that says only that there is one."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
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
def choose_digest(*, digest: str, by: Any) -> User:
    """How often one's own letter about tasks comes."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.digest = User.Digest(digest)
    user.save(update_fields=["digest"])
    audit.record("digest_chosen", target=user, by=user, subject=user, details={"digest": user.digest})
    return user


@transaction.atomic
def mark_notifications_read(*, by: Any) -> int:
    """All of one's own. Not an event of the record, so the log does not have it."""
    return Notification.objects.filter(user=by, read_at__isnull=True).update(read_at=clock.now())
