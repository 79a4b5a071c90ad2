"""An assessment of a doctor: asked for, answered, signed by somebody whose identity is known. Events are the truth."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to
from fagvei.training.models.assessment_forms import AssessmentFormVersion
from fagvei.training.models.goals import Opinion, OpinionRequest, PlanGoal
from fagvei.training.models.outside_assessors import OutsideAssessor


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """One's own, those one was asked for, those of doctors one decides about or mentors; and what is signed about a goal
        one was asked for an opinion on."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
        supervised = doctor_ids_related_to(user, [Relation.Kind.SUPERVISOR])
        asked_about = OpinionRequest.objects.filter(person=user, as_role=Opinion.Role.SUPERVISOR).values("plan_goal_id")
        of_asked_goals = Assessment.goals.through.objects.filter(plangoal_id__in=asked_about).values("assessment_id")
        return self.filter(
            Q(doctor_id=user.pk)
            | doctor_ids_decided_by(user)
            | Q(doctor_id__in=mentored)
            | Q(doctor_id__in=supervised, assessor=user)
            | Q(doctor_id__in=supervised, pk__in=of_asked_goals, state=Assessment.State.SIGNED)
        )

    def counting(self) -> "AssessmentQuerySet":
        """Evidence: signed by a person whose identity is known, and not annulled."""
        return self.filter(state=Assessment.State.SIGNED)


class Assessment(PublicIdModel, Fact):
    """One assessment of one doctor; it may show several goals. The row follows from the events (`move_assessment`)."""

    class State(models.TextChoices):
        ASKED = "asked", _("bedt om, ikke besvart")
        ANSWERED = "answered", _("besvart, ikke signert")
        IDENTIFIED = "identified", _("signert av ekstern, venter på at lederen bekrefter")
        SIGNED = "signed", _("signert")
        DECLINED = "declined", _("avslått av vurdereren")
        WITHDRAWN = "withdrawn", _("trukket av legen")
        EXPIRED = "expired", _("utløpt")
        REFUSED = "refused", _("vurdereren ble ikke bekreftet")
        ANNULLED = "annulled", _("annullert")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.ASKED: {State.ANSWERED, State.DECLINED, State.WITHDRAWN, State.EXPIRED},
        State.ANSWERED: {State.IDENTIFIED, State.SIGNED, State.DECLINED, State.EXPIRED},
        State.IDENTIFIED: {State.SIGNED, State.REFUSED},
        State.SIGNED: {State.ANNULLED},
        **dict.fromkeys((State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.REFUSED, State.ANNULLED), set()),
    }
    OPEN = frozenset({State.ASKED, State.ANSWERED})
    READABLE = frozenset({State.SIGNED, State.ANNULLED})
    digest_fields = (
        "doctor_id", "institution_id", "version_id", "title", "held_on", "arena_id", "place", "goal_ids", "assessor_id",
        "invited_name", "outside_assessor_id", "state", "waiting_on_id", "since", "expires_at", "created_at",
    )  # fmt: skip

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="assessments")
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        AssessmentFormVersion,
        verbose_name=_("versjon av vurderingsskjema"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    title = models.CharField(_("hva som vurderes"), max_length=200)
    held_on = models.DateField(_("når"), default=clock.today)
    arena = models.ForeignKey(
        LearningArena, verbose_name=_("læringsarena"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(_("annet sted"), max_length=200, blank=True)
    goals = models.ManyToManyField(PlanGoal, verbose_name=_("læringsmål"), related_name="assessments")
    assessor = models.ForeignKey(
        User,
        verbose_name=_("vurderer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments_given",
    )
    invited_name = models.CharField(_("invitert vurderer"), max_length=200, blank=True)
    outside_assessor = models.ForeignKey(
        OutsideAssessor,
        verbose_name=_("ekstern vurderer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.ASKED)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    expires_at = models.DateTimeField(_("utløper"))
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kompetansevurdering")
        verbose_name_plural = _("kompetansevurderinger")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_assesses_oneself", condition=Q(assessor__isnull=True) | ~Q(assessor=F("doctor"))
            ),
            models.CheckConstraint(
                name="assessment_has_assessor", condition=Q(assessor__isnull=False) | ~Q(invited_name="")
            ),
            models.CheckConstraint(
                name="signed_assessment_has_known_assessor",
                condition=~Q(state__in=["signed", "annulled"])
                | Q(assessor__isnull=False)
                | Q(outside_assessor__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["doctor", "state"]), models.Index(fields=["waiting_on", "state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:assessment", args=[self.public_id])

    @property
    def goal_ids(self) -> list[int]:
        return sorted(goal.pk for goal in self.goals.all())

    @property
    def assessor_name(self) -> str:
        return str(self.assessor or self.outside_assessor or self.invited_name)

    @property
    def is_by_link(self) -> bool:
        return self.assessor_id is None


class AssessmentAnswer(AppendOnlyModel, Fact):
    """What the assessor wrote, with the digest of the form as it read then. The newest answer of an assessment holds."""

    digest_fields = ("assessment_id", "answers", "wording_digest", "by_id", "at")

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("kompetansevurdering"), on_delete=models.PROTECT, related_name="given_answers"
    )
    answers = models.JSONField(_("svar"))
    wording_digest = models.CharField(_("avtrykk av skjemaet"), max_length=64)
    by = models.ForeignKey(
        User, verbose_name=_("besvart av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("svar i kompetansevurdering")
        verbose_name_plural = _("svar i kompetansevurderinger")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment}"


class AssessmentEvent(AppendOnlyModel, Fact):
    """One step of an assessment. `by` is empty for somebody without an account and for the system."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("bedt om")
        STARTED = "started", _("startet av vurdereren")
        INVITED = "invited", _("lenke bestilt")
        INVITED_AGAIN = "invited_again", _("ny lenke bestilt")
        ANSWERED = "answered", _("besvart")
        IDENTIFIED = "identified", _("vurdereren identifisert")
        SIGNED = "signed", _("signert")
        DECLINED = "declined", _("avslått")
        WITHDRAWN = "withdrawn", _("trukket")
        EXPIRED = "expired", _("utløpt")
        REFUSED = "refused", _("vurdereren ikke bekreftet")
        ANNULLED = "annulled", _("annullert")

    digest_fields = ("assessment_id", "kind", "state_after", "by_id", "acting_as", "at", "comment", "waiting_on_id")

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("kompetansevurdering"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=Assessment.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)

    class Meta:
        verbose_name = _("hendelse for kompetansevurdering")
        verbose_name_plural = _("hendelser for kompetansevurdering")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class OutsideIdentification(AppendOnlyModel, Fact):
    """Who the holder of a link turned out to be, as an identity provider vouched for it, when the answer was signed."""

    digest_fields = ("assessment_id", "provider", "hpr_number", "name", "assurance", "at")

    assessment = models.OneToOneField(
        Assessment, verbose_name=_("kompetansevurdering"), on_delete=models.PROTECT, related_name="identification"
    )
    provider = models.CharField(_("identifisert med"), max_length=40)
    hpr_number = models.CharField(_("HPR-nummer"), max_length=9)
    name = models.CharField(_("navn i registeret"), max_length=200)
    assurance = models.PositiveSmallIntegerField(_("tillitsnivå"))
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("identifisering av ekstern vurderer")
        verbose_name_plural = _("identifiseringer av eksterne vurderere")

    def __str__(self) -> str:
        return self.name
