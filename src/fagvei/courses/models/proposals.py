"""A change of a course that concerns others than the RegUt that makes it, and waits for their yes. Events are the truth."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.courses import Course
from fagvei.organisations.models import RegionalEducationCentre, Specialty
from fagvei.people.models import User


class CourseProposal(PublicIdModel, Fact):
    """A course for one more specialty, with goals there; or, without a specialty, new content of a course that every RegUt answers for.

    What is proposed never changes: whoever wants something else takes it back and proposes anew. The state is the projection.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("venter på svar")
        AGREED = "agreed", _("sagt ja til")
        REFUSED = "refused", _("sagt nei til")
        WITHDRAWN = "withdrawn", _("trukket tilbake")

    MOVES: ClassVar[dict[str, set[str]]] = {State.WAITING: {State.AGREED, State.REFUSED, State.WITHDRAWN}}
    digest_fields = (
        "course_id", "centre_id", "specialty_id", "goals", "content", "source", "reason", "by_id", "state", "since",
    )  # fmt: skip

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="proposals")
    centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("RegUt som foreslår"), on_delete=models.PROTECT, related_name="+"
    )
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("felles med"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Tom når forslaget er en ny versjon."),
    )
    goals = models.JSONField(_("mål det bidrar til"), default=list, blank=True)
    content = models.JSONField(_("innhold"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300)
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("foreslått av"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.WAITING)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("forslag om et kurs")
        verbose_name_plural = _("forslag om kurs")
        ordering = ["course", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_shares_or_has_content",
                condition=Q(specialty__isnull=False, content__isnull=True)
                | Q(specialty__isnull=True, content__isnull=False),
            ),
            models.CheckConstraint(name="proposal_has_source_and_reason", condition=~Q(source="") & ~Q(reason="")),
            models.UniqueConstraint(
                name="one_version_waits",
                fields=["course"],
                condition=Q(state="waiting", specialty__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_sharing_waits",
                fields=["course", "specialty"],
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.specialty or _('ny versjon')}"

    def get_absolute_url(self) -> str:
        return reverse("courses:course_proposal", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def asked(self) -> RegionalEducationCentre | None:
        """The liaison of the other specialty. None: any other RegUt, for no source names one, or every RegUt answers."""
        return self.specialty.liaison_centre if self.specialty is not None else None

    @property
    def waits_for(self) -> str:
        return str(self.asked or _("en annen RegUt"))


class CourseProposalEvent(AppendOnlyModel, Fact):
    """One step: proposed, taken back, or answered; a no with the reason."""

    digest_fields = ("proposal_id", "centre_id", "state_after", "reason", "by_id", "at")

    proposal = models.ForeignKey(
        CourseProposal, verbose_name=_("forslag om et kurs"), on_delete=models.PROTECT, related_name="events"
    )
    centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("RegUt"), on_delete=models.PROTECT, related_name="+"
    )
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=CourseProposal.State)
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for forslag om et kurs")
        verbose_name_plural = _("hendelser for forslag om kurs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_state_after_display()
