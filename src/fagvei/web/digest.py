"""One letter a day at most that says how much waits: numbers only, no names, no goals, one address.

Sent on weekdays (weekly: on Mondays) from seven in the morning, our own choice. A row per person and day, written in the
same transaction as the letter is enqueued, makes it happen once, however often `run_due` runs.
"""

import datetime as dt

from django.db import transaction

from fagvei.common import clock
from fagvei.people.mail import send_digest
from fagvei.people.models import DigestLetter, User
from fagvei.web.inbox import tasks_for, urgency

FROM_HOUR = 7
KEPT = dt.timedelta(days=30)


def send_digests(dry_run: bool) -> int:
    """Returns how many letters are enqueued (or would be)."""
    now = clock.now().astimezone(clock.OSLO)
    if now.hour < FROM_HOUR or now.weekday() > 4:
        return 0
    if not dry_run:
        DigestLetter.objects.filter(day__lt=clock.today() - KEPT).delete()
    return sum(_write_to(user, dry_run) for user in _readers(is_monday=now.weekday() == 0))


def _readers(*, is_monday: bool) -> list[User]:
    """Open accounts with an address who want a letter today and have not been asked about today."""
    wanted = [User.Digest.DAILY, User.Digest.WEEKLY] if is_monday else [User.Digest.DAILY]
    asked = DigestLetter.objects.filter(day=clock.today()).values("user_id")
    return list(
        User.objects.filter(is_active=True, digest__in=wanted).exclude(email="").exclude(pk__in=asked).order_by("pk")
    )


@transaction.atomic
def _write_to(user: User, dry_run: bool) -> int:
    tasks = tasks_for(user)
    count = sum(task.count for task in tasks)
    if dry_run:
        return int(count > 0)
    letter, is_new = DigestLetter.objects.get_or_create(user=user, day=clock.today(), defaults={"tasks": count})
    if not is_new or not count:
        return 0
    today = sum(task.count for task in tasks if urgency(task) == "today")
    send_digest.enqueue(letter.pk, today)
    return 1
