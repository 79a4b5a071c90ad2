"""Who had a seat and did not come: recorded by the host with a reason, explained by the doctor. Events are the truth."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.runs import CourseRun
from fagvei.people.models import User


class NoShow(PublicIdModel, Fact):
    """One doctor did not come to one run. Whether the reason is valid is the host's judgement, and may be judged anew."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("ført som ikke møtt")
        ANNULLED = "annulled", _("annullert")

    MOVES: ClassVar[dict[str, set[str]]] = {State.RECORDED: {State.ANNULLED}, State.ANNULLED: set()}
    digest_fields = ("run_id", "doctor_id", "state", "has_valid_reason", "since")

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="no_shows"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="no_shows")
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.RECORDED)
    has_valid_reason = models.BooleanField(_("gyldig grunn"))
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("ikke møtt på kurs")
        verbose_name_plural = _("ikke møtt på kurs")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "doctor"], condition=Q(state="recorded"), name="absent_from_a_run_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}"

    def get_absolute_url(self) -> str:
        return reverse("courses:no_show", args=[self.public_id])


class NoShowEvent(AppendOnlyModel, Fact):
    """One step: recorded, explained by the doctor, judged anew, annulled."""

    class Kind(models.TextChoices):
        RECORDED = "recorded", _("ført som ikke møtt")
        EXPLAINED = "explained", _("forklart av legen")
        JUDGED = "judged", _("vurdert på nytt")
        ANNULLED = "annulled", _("annullert")

    digest_fields = ("no_show_id", "kind", "state_after", "has_valid_reason_after", "text", "by_id", "acting_as", "at")

    no_show = models.ForeignKey(
        NoShow, verbose_name=_("ikke møtt på kurs"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=NoShow.State)
    has_valid_reason_after = models.BooleanField(_("gyldig grunn, etterpå"))
    text = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for ikke møtt på kurs")
        verbose_name_plural = _("hendelser for ikke møtt på kurs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
