"""Letters with a link. The token is made here, when the letter is written, so that it stands in no table and no queue.

A letter carries no name and no content. Its link opens a page and does nothing by itself; a new letter ends the old link.
"""

import secrets

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from fagvei.common import clock
from fagvei.training.models import AssessmentInvitation, MultisourceRater
from fagvei.training.models.invitations import WithToken, hash_of

NOT_ANY_MORE = "not any more"


@task()
def send_assessment_link(invitation_pk: int) -> str:
    with transaction.atomic():
        rows = AssessmentInvitation.objects.select_related("assessment").select_for_update(of=("self",))
        invitation = rows.get(pk=invitation_pk)
        assessment = invitation.assessment
        if assessment.state not in assessment.OPEN or assessment.expires_at <= clock.now():
            return NOT_ANY_MORE
        invitation.sent_at = clock.now()
        with translation.override("nb"):
            subject = _("Du er bedt om en vurdering i Fagvei")
            text = _("En lege i spesialisering har bedt deg om en vurdering. Lenken åpner skjemaet:")
            _send(invitation, subject, text)
    return "sent"


@task()
def send_rater_link(rater_pk: int) -> str:
    with transaction.atomic():
        rater = MultisourceRater.objects.select_related("round").select_for_update(of=("self",)).get(pk=rater_pk)
        round_ = rater.round
        if rater.has_answered or round_.state != round_.State.OPEN or round_.has_run_out(clock.now()):
            return NOT_ANY_MORE
        with translation.override("nb"):
            subject = _("Du er bedt om å svare i en 360-graders vurdering i Fagvei")
            text = _("Svaret blir ikke knyttet til deg, og vises bare sammen med andres. Lenken åpner skjemaet:")
            _send(rater, subject, text)
    return "sent"


def make_link(holder: WithToken) -> str:
    """A new token, which ends the old one. It is returned, not stored."""
    token = secrets.token_urlsafe(32)
    holder.token_hash = hash_of(token)
    holder.save()
    return token


def _send(holder: WithToken, subject: str, text: str) -> None:
    """When the mail server says no, the transaction is taken back and the old link still works."""
    token = make_link(holder)
    address = f"{settings.FAGVEI_BASE_URL}{reverse('training:invited', args=[token])}"
    ends = _("En lenke som er sendt deg tidligere om det samme, virker ikke lenger.")
    send_mail(subject, f"{text}\n\n{address}\n\n{ends}\n", settings.DEFAULT_FROM_EMAIL, [holder.email])
