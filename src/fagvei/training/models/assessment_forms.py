"""Forms of assessment as data: a form has versions, and a version that is published never changes."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, PublicIdModel, content_digest
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import RoleAssignment, User
from fagvei.training.rules.assessment_forms import Question, questions_of


class AssessmentFormQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AssessmentFormQuerySet":
        """For those who make forms: the common ones and those of an institution where the user is education lead."""
        led = RoleAssignment.objects.active().filter(user=user, role="education_lead", institution__isnull=False)
        own = led.filter(institution_id=OuterRef("institution_id"))
        return self.filter(Q(institution__isnull=True) & Q(Exists(led)) | Exists(own))

    def offered_at(self, institution: TrainingInstitution | None) -> "AssessmentFormQuerySet":
        """What can be used for a doctor of this institution now: the common forms and its own."""
        return self.filter(Q(institution__isnull=True) | Q(institution=institution), retired_at__isnull=True)


class AssessmentForm(PublicIdModel):
    """The name under which the versions of a form stand together. A local form belongs to one institution."""

    class Kind(models.TextChoices):
        OBSERVED_ENCOUNTER = "observed_encounter", _("observert samtale eller undersøkelse")
        OBSERVED_PROCEDURE = "observed_procedure", _("observert prosedyre")
        CASE_DISCUSSION = "case_discussion", _("drøfting av en sak")
        MULTISOURCE = "multisource", _("360-graders vurdering")
        LOCAL = "local", _("lokalt skjema")

    code = models.SlugField(_("kode"), max_length=80, unique=True)
    kind = models.CharField(_("type"), max_length=30, choices=Kind)
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment_forms",
    )
    retired_at = models.DateTimeField(_("tatt ut av bruk"), null=True, blank=True)

    objects = AssessmentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("vurderingsskjema")
        verbose_name_plural = _("vurderingsskjemaer")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="local_form_has_institution",
                condition=Q(kind="local", institution__isnull=False) | (~Q(kind="local") & Q(institution__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("training:assessment_form", args=[self.public_id])


class AssessmentFormVersion(AppendOnlyModel, Sourced):
    """What was asked, and with which words. Used or not, it is never edited: a change is the next version."""

    class Standing(models.TextChoices):
        RECOMMENDED = "recommended", _("anbefalt nasjonalt")
        MENTIONED = "mentioned", _("omtalt i nasjonal veileder")
        UNCONFIRMED = "unconfirmed", _("nasjonal anbefaling er ikke bekreftet")
        LOCAL = "local", _("lokalt skjema")

    form = models.ForeignKey(
        AssessmentForm, verbose_name=_("vurderingsskjema"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("versjon"))
    name = models.CharField(_("navn"), max_length=200)
    intro = models.TextField(_("til den som vurderer"), blank=True)
    questions = models.JSONField(_("spørsmål"))
    standing = models.CharField(_("nasjonal status"), max_length=20, choices=Standing)
    published_by = models.ForeignKey(
        User, verbose_name=_("publisert av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("publisert"), default=clock.now)

    class Meta:
        verbose_name = _("versjon av vurderingsskjema")
        verbose_name_plural = _("versjoner av vurderingsskjema")
        ordering = ["form", "number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> tuple[Question, ...]:
        return questions_of(self.questions)

    @property
    def wording(self) -> dict[str, Any]:
        return {"name": self.name, "intro": self.intro, "questions": self.questions}

    def wording_digest(self) -> str:
        """Stands in every answer, so that a question changed in the database is found."""
        return content_digest(self.wording)
