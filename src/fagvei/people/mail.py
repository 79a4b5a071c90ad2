"""The e-mail behind a notice. It carries no names, no content and no link that acts by itself."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from fagvei.people.models import Notification


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
