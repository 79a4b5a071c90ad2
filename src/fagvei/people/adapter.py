"""How allauth meets our users: nobody signs up by themselves, and django-axes counts wrong passwords."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

ANYWHERE = "login_anywhere"  # in ACCOUNT_RATE_LIMITS


def username_for_axes(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The name that was typed, in one spelling: "ANNA" and "anna" are the same account and share their five attempts."""
    typed = (credentials or {}).get("username") or request.POST.get("login")
    return typed.strip().lower()[:200] if typed else None


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """axes counts per user and address; here the wrong tries at one user from all addresses are counted together.

        allauth's own limit stays in force for one-time codes.
        """
        typed = username_for_axes(request, credentials) or ""
        if not ratelimit.consume(request, action=ANYWHERE, key=typed, dry_run=True):
            raise ValidationError(
                _("Det er for mange feil forsøk på dette brukernavnet. Vent et kvarter, eller logg inn med passnøkkel.")
            )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        ratelimit.consume(request, action=ANYWHERE, key=username_for_axes(request, credentials) or "")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In bokmål whoever asks, and a mail server that is away must not tell which addresses exist."""
        try:
            with translation.override("nb"):
                super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("The mail server did not take a message of kind %s.", template_prefix)
