"""One round for runs of several hosts: each host says for its own run whether it joins. Events are the truth."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.runs import CourseRun
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User


class JointInvitation(PublicIdModel, Fact):
    """A RegUt asks the host of a run whether it joins a round that the asking one leads. The row is the projection."""

    class State(models.TextChoices):
        ASKED = "asked", _("spurt")
        JOINED = "joined", _("er med")
        REFUSED = "refused", _("er ikke med")
        LEFT = "left", _("gikk ut av runden")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.ASKED: {State.JOINED, State.REFUSED},
        State.JOINED: {State.REFUSED, State.LEFT},
        State.REFUSED: {State.ASKED, State.JOINED},
        State.LEFT: {State.ASKED, State.JOINED},
    }
    digest_fields = ("run_id", "lead_centre_id", "state", "since")

    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="joint_invitations"
    )
    lead_centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("RegUt som leder runden"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.ASKED)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("spørsmål om felles søknadsrunde")
        verbose_name_plural = _("spørsmål om felles søknadsrunde")
        ordering = ["run__starts_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "lead_centre"], name="asked_once_by_each_lead")]

    def __str__(self) -> str:
        return f"{self.run}, {self.lead_centre}"

    def get_absolute_url(self) -> str:
        return reverse("courses:joint_invitation", args=[self.public_id])


class JointInvitationEvent(AppendOnlyModel, Fact):
    """One step: asked, joined, or not, with the reason."""

    digest_fields = ("invitation_id", "state_after", "reason", "by_id", "at")

    invitation = models.ForeignKey(
        JointInvitation,
        verbose_name=_("spørsmål om felles søknadsrunde"),
        on_delete=models.PROTECT,
        related_name="events",
    )
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=JointInvitation.State)
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for spørsmål om felles søknadsrunde")
        verbose_name_plural = _("hendelser for spørsmål om felles søknadsrunde")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_state_after_display()
