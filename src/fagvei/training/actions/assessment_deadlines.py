"""What time does: reminds those who were asked, once, and ends what nobody answered. Run by the system."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.people.actions import notify
from fagvei.training import rules
from fagvei.training.actions.assessments import end_link, locked, record, tell
from fagvei.training.actions.moves_of_assessments import move_assessment, move_round
from fagvei.training.actions.multisource import close_with, end_without_result, locked_round
from fagvei.training.letters import send_assessment_link, send_rater_link
from fagvei.training.models import (
    Assessment,
    AssessmentEvent,
    AssessmentInvitation,
    MultisourceEvent,
    MultisourceRound,
)


@transaction.atomic
def expire_assessments(*, by: None = None, dry_run: bool = False) -> int:
    """Neither answered nor signed in time. The doctor may ask again."""
    due = Assessment.objects.filter(state__in=Assessment.OPEN, expires_at__lte=clock.now())
    if dry_run:
        return due.count()
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    return sum(_expire(pk, by) for pk in ids)


def _expire(pk: int, by: None) -> bool:
    row = locked(Assessment(pk=pk))
    if row.state not in Assessment.OPEN or row.expires_at > clock.now():
        return False
    end_link(row)
    event = move_assessment(row, AssessmentEvent.Kind.EXPIRED, to=Assessment.State.EXPIRED, by=by, acting_as="system")
    record("assessment_expired", row, by, "system", [event])
    tell(row.doctor, "assessment_expired", _("Fristen for en vurdering du ba om, er ute."), row)
    return True


@transaction.atomic
def remind_assessors(*, by: None = None, dry_run: bool = False) -> int:
    """One reminder to who has no account: a new letter with a new link.

    Who has one finds it in the inbox, and is told of the inbox by letter as often as they chose (`people.digest`).
    """
    before = clock.now() - dt.timedelta(days=settings.FAGVEI_REMIND_AFTER_DAYS)
    waiting = AssessmentInvitation.objects.filter(
        assessment__state__in=Assessment.OPEN, assessment__expires_at__gt=clock.now(), reminded_at__isnull=True
    ).filter(sent_at__lte=before)
    if dry_run:
        return waiting.count()
    rows = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for invitation in rows:
        invitation.reminded_at = clock.now()
        invitation.save(update_fields=["reminded_at"])
        send_assessment_link.enqueue(invitation.pk)
    if rows:
        audit.record("assessors_reminded", target="training.AssessmentInvitation", by=by, details={"count": len(rows)})
    return len(rows)


@transaction.atomic
def end_rounds(*, by: None = None, dry_run: bool = False) -> int:
    """When the time is out, a round with five answers closes; one with fewer ends, and its answers are thrown away unread."""
    due = MultisourceRound.objects.filter(state=MultisourceRound.State.OPEN, expires_at__lte=clock.now())
    if dry_run:
        return due.count()
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        row = locked_round(MultisourceRound(pk=pk))
        if rules.may_close(row.answers.count()):
            close_with(row, by=by, acting_as="system")
        else:
            end_without_result(row, MultisourceEvent.Kind.TOO_FEW, by=by, acting_as="system")
            notify(
                user=row.doctor,
                kind="multisource_too_few",
                text=_("En runde er avsluttet uten resultat."),
                path=row.get_absolute_url(),
            )
    return len(ids)


@transaction.atomic
def remind_raters(*, by: None = None, dry_run: bool = False) -> int:
    """One reminder per round, to all who have not answered at once, so that it tells nothing of each."""
    before = clock.now() - dt.timedelta(days=settings.FAGVEI_REMIND_AFTER_DAYS)
    due = MultisourceRound.objects.filter(
        Q(since__lte=before), state=MultisourceRound.State.OPEN, reminded_at__isnull=True, expires_at__gt=clock.now()
    )
    if dry_run:
        return due.count()
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        row = locked_round(MultisourceRound(pk=pk))
        row.reminded_at = clock.now()
        event = move_round(
            row, MultisourceEvent.Kind.REMINDED, to=row.state, by=by, acting_as="system", waiting_on=row.waiting_on
        )
        for rater_pk in row.raters.filter(has_answered=False).order_by("pk").values_list("pk", flat=True):
            send_rater_link.enqueue(rater_pk)
        audit.record(
            "raters_reminded",
            target=row,
            by=by,
            acting_as="system",
            subject=row.doctor,
            controller=row.institution,
            facts=[row, event],
        )
    return len(ids)
