"""What allauth tells. Signals only where it offers no other way to hear of it; our own verbs are actions."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset

from fagvei.people.stepup import stamp_authentication


def connect() -> None:
    authentication_step_completed.connect(stamp_authentication, dispatch_uid="fagvei-stamp-authentication")
    for signal in (authenticator_added, authenticator_reset):
        signal.connect(mark_codes_as_viewed, dispatch_uid="fagvei-mark-codes-as-viewed")


def mark_codes_as_viewed(*, authenticator: Authenticator, **kwargs: Any) -> None:
    """allauth would do it when the page is opened, and GET never writes."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.wrap().mark_as_viewed()
