"""A course as it is run. What it *is* (code, names, outcomes, goals) is the learning activity it points down to."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.curriculum.models import LearningActivity
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User


class Course(PublicIdModel, Sourced):
    """One course and the RegUt that is liaison for it: who edits course, appointments and long-term plan."""

    class Organiser(models.TextChoices):
        REGUT = "regut", _("RegUt")
        EXTERNAL = "external", _("ekstern arrangør")

    activity = models.OneToOneField(
        LearningActivity, verbose_name=_("læringsaktivitet"), on_delete=models.PROTECT, related_name="run_as"
    )
    centre = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("fagkontakt"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
    )
    organiser = models.CharField(_("arrangeres av"), max_length=10, choices=Organiser, default=Organiser.REGUT)
    external_url = models.URLField(_("arrangørens side"), max_length=500, blank=True)
    credits_own_specialty_only = models.BooleanField(_("gir bare uttelling i egen spesialitet"), default=False)
    has_national_application = models.BooleanField(_("én nasjonal søknad"), default=False)
    external_dates = models.TextField(_("arrangørens datoer"), blank=True)
    digital_hours = models.PositiveSmallIntegerField(_("digitale timer"), null=True, blank=True)

    class Meta:
        verbose_name = _("kurs")
        verbose_name_plural = _("kurs")
        ordering = ["activity__position", "activity__code"]
        constraints = [
            models.CheckConstraint(
                name="external_course_has_a_page", condition=Q(organiser="regut") | ~Q(external_url="")
            )
        ]

    def __str__(self) -> str:
        return self.activity.name

    def get_absolute_url(self) -> str:
        return reverse("curriculum:course", args=[self.activity.code])

    @property
    def code(self) -> str:
        return self.activity.code


class CourseVersion(AppendOnlyModel, Fact):
    """What the liaison says that the course is, in the place of what the source said: all of it, with source and reason.

    Version 1 is the source's and has no row. In the demo real content stays, and a version of it is kept as a proposal.
    """

    digest_fields = ("course_id", "number", "content", "source", "reason", "is_applied", "by_id", "at")

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versjon"))
    content = models.JSONField(_("innhold"))
    source = models.CharField(_("kilde"), max_length=300)
    reason = models.TextField(_("begrunnelse"))
    is_applied = models.BooleanField(_("gjelder"), default=True)
    by = models.ForeignKey(User, verbose_name=_("endret av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("versjon av et kurs")
        verbose_name_plural = _("versjoner av kurs")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.CheckConstraint(
                name="course_version_has_source_and_reason", condition=~Q(source="") & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.number}"


class CourseAppointment(PublicIdModel, Fact):
    """Who leads the course or sits in its committee, and for which term. Events are the truth, the row the projection."""

    class Role(models.TextChoices):
        LEADER = "leader", _("kursleder")
        MEMBER = "member", _("medlem av kurskomité")

    digest_fields = ("course_id", "person_id", "role", "from_on", "to_on")

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="course_appointments"
    )
    role = models.CharField(_("i rollen"), max_length=10, choices=Role)
    from_on = models.DateField(_("fra"))
    to_on = models.DateField(_("til og med"))

    class Meta:
        verbose_name = _("oppnevning til kurs")
        verbose_name_plural = _("oppnevninger til kurs")
        ordering = ["course", "role", "from_on", "pk"]
        constraints = [
            models.CheckConstraint(name="appointment_ends_after_start", condition=Q(to_on__gte=F("from_on")))
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class AppointmentEvent(AppendOnlyModel, Fact):
    """One step of an appointment: given, or ended earlier with a reason."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed", _("oppnevnt")
        ENDED = "ended", _("avsluttet før tiden")

    digest_fields = ("appointment_id", "kind", "to_on_after", "reason", "by_id", "at")

    appointment = models.ForeignKey(
        CourseAppointment, verbose_name=_("oppnevning til kurs"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    to_on_after = models.DateField(_("til og med, etterpå"))
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for oppnevning til kurs")
        verbose_name_plural = _("hendelser for oppnevninger til kurs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
