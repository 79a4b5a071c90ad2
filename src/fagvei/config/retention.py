"""How long each class of personal data is kept, what has run out on a day, and what the daily job then does.

The years are proposals of docs/privacy.md; the controller decides. Decisions (class A) never run out. Evidence and what is
formative (B, C) begin to run when the doctor is approved as a specialist; the appeal period is not in our sources and is
counted as none. Until an approval is known, nothing of B and C runs out, so the daily job leaves both alone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, QuerySet

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.models import IdempotencyKey
from fagvei.common.sensitivity import Retention
from fagvei.config.privacy import retention
from fagvei.curriculum.models import GoalImport
from fagvei.guideline.models import UnitComment
from fagvei.handbook.models import Feedback
from fagvei.people.models import Notification, SearchCount
from fagvei.surveys.queries.free_texts import words_to_erase
from fagvei.training.models import WrongCode

YEAR = dt.timedelta(days=365)
KEYS_KEPT = dt.timedelta(days=30)
CLOSED_KEPT = YEAR
CODES_KEPT = dt.timedelta(days=1)
# After the approval as a specialist.
AFTER_APPROVAL = {Retention.EVIDENCE: 2 * YEAR, Retention.FORMATIVE: YEAR}


def keys(on: dt.datetime) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(created_at__lt=on - KEYS_KEPT)


def search_counts(on: dt.datetime) -> QuerySet[SearchCount]:
    return SearchCount.objects.filter(day__lt=(on - KEYS_KEPT).date())


def notifications(on: dt.datetime) -> QuerySet[Notification]:
    return Notification.objects.filter(created_at__lt=on - CLOSED_KEPT)


def addresses_of_senders(on: dt.datetime) -> QuerySet[Feedback]:
    """What was reported stays as corrected or turned down; who sent it need not be known any longer."""
    closed = Feedback.objects.exclude(state__in=[Feedback.State.NEW, Feedback.State.IN_PROGRESS])
    return closed.filter(since__lt=on - CLOSED_KEPT).exclude(contact="")


def texts_of_comments(on: dt.datetime) -> QuerySet[UnitComment]:
    """What was answered stays; what the reader wrote need not."""
    closed = UnitComment.objects.filter(state__in=UnitComment.CLOSED, since__lt=on - CLOSED_KEPT)
    return closed.exclude(text="", more="")


def abandoned_imports(on: dt.datetime) -> QuerySet[GoalImport]:
    return GoalImport.objects.filter(confirmed_at__isnull=True, uploaded_at__lt=on - KEYS_KEPT)


def readings(on: dt.datetime) -> QuerySet[AccessLog]:
    column, days = AccessLog.deletable_after or ("at", 0)
    return AccessLog.objects.filter(**{f"{column}__lt": on - dt.timedelta(days=days + 1)})


def wrong_codes(on: dt.datetime) -> QuerySet[WrongCode]:
    return WrongCode.objects.filter(at__lt=on - CODES_KEPT)


# What runs out by its own date; the daily jobs of config/due.py do exactly this.
BY_DATE: dict[str, Callable[[dt.datetime], QuerySet]] = {
    "audit.AccessLog": readings,
    "common.IdempotencyKey": keys,
    "curriculum.GoalImport": abandoned_imports,
    "guideline.UnitComment": texts_of_comments,
    "handbook.Feedback": addresses_of_senders,
    "people.Notification": notifications,
    "people.SearchCount": search_counts,
    "surveys.FreeText": words_to_erase,
    "training.WrongCode": wrong_codes,
}


@dataclass(frozen=True)
class Line:
    """One table on one day: how many rows there are, and for how many the time has run out."""

    model: str
    kept: Retention
    rows: int
    expired: int


def report(on: dt.datetime, approved_on: dt.date | None = None) -> list[Line]:
    """Every table with personal fields. `approved_on` is as if every doctor had become a specialist on that day."""
    lines = [_line(label, kept, on, approved_on) for label, kept in retention().items()]
    return sorted(lines, key=lambda line: (line.kept, line.model))


def _line(label: str, kept: Retention, on: dt.datetime, approved_on: dt.date | None) -> Line:
    model: type[Model] = apps.get_model(label)
    rows = model._base_manager.count()
    if label in BY_DATE:
        expired = BY_DATE[label](on).count()
    elif kept in AFTER_APPROVAL and approved_on is not None:
        expired = rows if on.astimezone(clock.OSLO).date() > approved_on + AFTER_APPROVAL[kept] else 0
    else:
        expired = 0
    return Line(label, kept, rows, expired)
