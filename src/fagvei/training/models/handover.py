"""Hand-over to a new mentor, supervisor or leader, and a doctor's change of employer. Rights follow relations, to the second."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import led_or_deputised_by


class HandoverQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "HandoverQuerySet":
        """One's own as doctor, those of doctors one leads, what is handed over to oneself, and by oneself until it takes effect."""
        led = led_or_deputised_by(user).values("doctor_id")
        standing = Relation.objects.active().filter(person=user).values("pk")
        ahead = Q(takes_effect_at__gt=clock.now())
        return self.filter(
            Q(doctor_id=user.pk)
            | Q(doctor_id__in=led)
            | Q(ahead, former=user)
            | Q(ahead, successor=user)
            | Q(successor=user, relation__in=standing)
        )

    def standing(self) -> "HandoverQuerySet":
        """Not called off."""
        return self.filter(call_off__isnull=True)


class Handover(AppendOnlyModel, Fact):
    """From one person to another, at an instant. The relation itself starts and ends then; what waits is taken over then too."""

    digest_fields = (
        "doctor_id", "kind", "former_id", "successor_id", "relation_id", "institution_id", "takes_effect_at", "reason",
        "by_id", "acting_as", "at",
    )  # fmt: skip
    undigested_fields = ("former_until",)  # what is done with it stands in the digest of the relation

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(_("relasjon"), max_length=20, choices=Relation.Kind)
    former = models.ForeignKey(User, verbose_name=_("fra"), on_delete=models.PROTECT, related_name="handovers_from")
    successor = models.ForeignKey(User, verbose_name=_("til"), on_delete=models.PROTECT, related_name="handovers_to")
    relation = models.ForeignKey(Relation, verbose_name=_("relasjon"), on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="+"
    )
    takes_effect_at = models.DateTimeField(_("gjelder fra"))
    former_until = models.DateTimeField(_("den forrige skulle slutte"), null=True, blank=True)
    reason = models.CharField(_("begrunnelse for byttet"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("planlagt av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = HandoverQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("overlevering")
        verbose_name_plural = _("overleveringer")
        ordering = ["-takes_effect_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="handover_to_somebody_else", condition=~Q(former=F("successor"))),
            models.CheckConstraint(name="nobody_takes_over_own_record", condition=~Q(doctor=F("successor"))),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.successor}"

    def get_absolute_url(self) -> str:
        return reverse("training:handover", args=[self.public_id])

    @property
    def is_ahead(self) -> bool:
        return self.takes_effect_at > clock.now()

    @property
    def is_called_off(self) -> bool:
        return hasattr(self, "call_off")

    @property
    def state(self) -> str:
        if self.is_called_off:
            return "called_off"
        return "ahead" if self.is_ahead else "done"


class HandoverCallOff(AppendOnlyModel, Fact):
    """A planned hand-over is called off before its day: the former goes on, the successor never begins."""

    digest_fields = ("handover_id", "reason", "by_id", "acting_as", "at")

    handover = models.OneToOneField(
        Handover, verbose_name=_("overlevering"), on_delete=models.PROTECT, related_name="call_off"
    )
    reason = models.CharField(_("begrunnelse"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("avlyst av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("avlyst overlevering")
        verbose_name_plural = _("avlyste overleveringer")

    def __str__(self) -> str:
        return f"{self.handover}"


class HandoverConsent(AppendOnlyModel, Fact):
    """The doctor lets the new supervisor sign what was sent to the former one; without it the activities come back."""

    digest_fields = ("handover_id", "by_id", "at")

    handover = models.OneToOneField(
        Handover, verbose_name=_("overlevering"), on_delete=models.PROTECT, related_name="consent"
    )
    by = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("samtykke til overlevering")
        verbose_name_plural = _("samtykker til overlevering")

    def __str__(self) -> str:
        return f"{self.handover}"


class EmployerChangeQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "EmployerChangeQuerySet":
        administered = user.role_assignments.active().filter(role="hospital_admin").values("institution_id")
        return self.filter(Q(doctor_id=user.pk) | Q(institution_id__in=administered))


class EmployerChange(AppendOnlyModel, Fact):
    """The administrator of the new employer asks; nothing happens until the doctor accepts. The record moves whole."""

    digest_fields = ("doctor_id", "former_id", "institution_id", "takes_effect_at", "by_id", "at")

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="employer_changes")
    former = models.ForeignKey(
        TrainingInstitution, verbose_name=_("tidligere arbeidsgiver"), on_delete=models.PROTECT, related_name="+"
    )
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("ny arbeidsgiver"), on_delete=models.PROTECT, related_name="+"
    )
    takes_effect_at = models.DateTimeField(_("gjelder fra"))
    by = models.ForeignKey(User, verbose_name=_("spurt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = EmployerChangeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bytte av arbeidsgiver")
        verbose_name_plural = _("bytter av arbeidsgiver")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="another_employer", condition=~Q(former=F("institution")))]

    def __str__(self) -> str:
        return f"{self.former} → {self.institution}"

    def get_absolute_url(self) -> str:
        return reverse("training:employer_change", args=[self.public_id])

    @property
    def answer(self) -> "EmployerAnswer | None":
        return getattr(self, "given_answer", None)


class EmployerAnswer(AppendOnlyModel, Fact):
    """The doctor accepts the change of employer, or says no."""

    digest_fields = ("change_id", "accepted", "by_id", "at")

    change = models.OneToOneField(
        EmployerChange,
        verbose_name=_("bytte av arbeidsgiver"),
        on_delete=models.PROTECT,
        related_name="given_answer",
    )
    accepted = models.BooleanField(_("godtatt"))
    by = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("svar på bytte av arbeidsgiver")
        verbose_name_plural = _("svar på bytte av arbeidsgiver")

    def __str__(self) -> str:
        return f"{self.change}"
