"""The e-mail behind a notice. It carries no names, no content and no link that acts by itself."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from fagvei.people.models import DigestLetter, Notification


@task()
def send_notice(notification_pk: int) -> str:
    """Tell somebody that there is a notice. Sent again by the queue when the mail server is away."""
    notification = Notification.objects.select_related("user").get(pk=notification_pk)
    address = notification.user.email
    if not address or not notification.user.is_active:
        return "no address"
    with translation.override("nb"):
        subject = _("Du har et nytt varsel i Fagvei")
        body = (
            _("Noe venter på deg i Fagvei. Logg inn på vanlig måte for å se det:")
            + f"\n\n{settings.FAGVEI_BASE_URL}/oppgaver/\n"
        )
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    return "sent"


@task()
def send_digest(letter_pk: int, today: int) -> str:
    """How much waits, in numbers alone. `today` of them should be done today."""
    letter = DigestLetter.objects.select_related("user").get(pk=letter_pk)
    if not letter.user.email or not letter.user.is_active:
        return "no address"
    with translation.override("nb"):
        subject = _("Oppgaver i Fagvei")
        lines = [
            ngettext("%(n)s oppgave venter på deg.", "%(n)s oppgaver venter på deg.", letter.tasks)
            % {"n": letter.tasks}
        ]
        if today:
            lines.append(ngettext("%(n)s haster.", "%(n)s haster.", today) % {"n": today})
        how = _("Logg inn på vanlig måte. Du velger selv på Min side hvor ofte du får denne e-posten.")
        body = " ".join(lines) + f"\n\n{settings.FAGVEI_BASE_URL}/oppgaver/\n\n{how}\n"
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [letter.user.email])
    return "sent"
