"""A doctor's own calendar, fetched by a calendar program with a secret in the address. Only the print of the secret is kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import PublicIdModel
from fagvei.people.models import User


class PersonalCalendar(PublicIdModel):
    """`seed` changes with every renewal; closed, there is no print and no address works."""

    doctor = models.OneToOneField(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="personal_calendar"
    )
    seed = models.UUIDField(_("frø for adressen"), default=uuid.uuid4)
    secret_hash = models.CharField(_("avtrykk av adressen"), max_length=64, blank=True, db_index=True)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("kalenderadresse")
        verbose_name_plural = _("kalenderadresser")

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.secret_hash != ""
