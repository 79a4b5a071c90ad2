"""Coming from the old portal: the original, what it says as items, and what the leader decided about each."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.files import digest_of, path_by_content
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.curriculum.models import GoalRevision, LearningActivity
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_related_to, led_or_deputised_by
from fagvei.training.models.activities import PlanActivity
from fagvei.training.models.goals import PlanGoal


def original_path(report: "TransferReport", filename: str) -> str:
    return path_by_content("transfers", report.sha256, TransferReport.SUFFIXES[report.content_type])


def whose(user: User, doctor: str) -> Q:
    """The doctors whose transfers the user sees: oneself, those one leads or is deputy for, those one mentors."""
    mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR])
    led = led_or_deputised_by(user).values("doctor_id")
    return Q(**{doctor: user.pk}) | Q(**{f"{doctor}__in": led}) | Q(**{f"{doctor}__in": mentored})


class TransferReportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TransferReportQuerySet":
        return self.filter(whose(user, "doctor_id"))


class TransferReport(PublicIdModel, Fact):
    """What the doctor brought along. It and its items may be taken back until the leader has decided about one of them."""

    class Kind(models.TextChoices):
        REPORT = "report", _("rapport fra den gamle portalen")
        PAPERS = "papers", _("papirer fra turnus eller gammel ordning")

    SUFFIXES: ClassVar[dict[str, str]] = {
        "application/pdf": ".pdf",
        "image/png": ".png",
        "image/jpeg": ".jpg",
        "text/csv": ".csv",
        "text/plain": ".txt",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    }
    digest_fields = (
        "doctor_id", "institution_id", "kind", "title", "lines", "file_name", "name", "content_type", "size", "sha256",
        "uploaded_by_id", "at", "imported_by_id", "imported_at",
    )  # fmt: skip
    undigested_fields = ("file",)

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="transfers")
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    title = models.CharField(_("hva det er"), max_length=200)
    lines = models.JSONField(_("linjer"), default=list, blank=True)
    file = models.FileField(_("fil"), upload_to=original_path)
    name = models.CharField(_("filnavn"), max_length=200)
    content_type = models.CharField(_("filtype"), max_length=80)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(_("avtrykk"), max_length=64)
    uploaded_by = models.ForeignKey(User, verbose_name=_("lastet opp av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    imported_by = models.ForeignKey(
        User, verbose_name=_("tatt inn av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    imported_at = models.DateTimeField(_("tatt inn"), null=True, blank=True)

    objects = TransferReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("overføring")
        verbose_name_plural = _("overføringer")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="taken_in_by_somebody_at_a_time",
                condition=Q(imported_at__isnull=True, imported_by__isnull=True)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:transfer", args=[self.public_id])

    @property
    def state(self) -> str:
        return "imported" if self.imported_at else "preview"

    @property
    def file_name(self) -> str:
        return self.file.name or ""

    def verify_content(self) -> str | None:
        """What lies on disk now. Must equal `sha256`."""
        return digest_of(self.file)


class TransferredItemQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TransferredItemQuerySet":
        return self.filter(whose(user, "doctor_id"))

    def undecided(self) -> "TransferredItemQuerySet":
        return self.filter(decisions__isnull=True)


class TransferredItem(PublicIdModel, Fact):
    """One line of the report: a goal said to be approved, or an activity said to be done. It counts for nothing by itself."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("læringsmål")
        ACTIVITY = "activity", _("aktivitet")

    digest_fields = (
        "report_id", "doctor_id", "line", "kind", "goal_ids", "activity_id", "title", "done_on", "signed_by",
        "stated", "repetitions", "source_line",
    )  # fmt: skip

    report = models.ForeignKey(
        TransferReport, verbose_name=_("overføring"), on_delete=models.PROTECT, related_name="items"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="transferred_items")
    line = models.PositiveIntegerField(_("linje"))
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    goals = models.ManyToManyField(PlanGoal, verbose_name=_("læringsmål"), related_name="transferred")
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    title = models.CharField(_("tittel"), max_length=200)
    done_on = models.DateField(_("dato i rapporten"))
    signed_by = models.CharField(_("signert av, ifølge rapporten"), max_length=200)
    stated = models.CharField(_("tilstand i rapporten"), max_length=60)
    repetitions = models.PositiveIntegerField(_("antall ganger"), default=1)
    source_line = models.TextField(_("linjen slik den står"))

    objects = TransferredItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("overført mål eller aktivitet")
        verbose_name_plural = _("overførte mål og aktiviteter")
        ordering = ["report", "line"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:decide_transferred", args=[self.public_id])

    @classmethod
    def rows_for_digest(cls) -> models.QuerySet:
        return super().rows_for_digest().prefetch_related("goals")

    @property
    def goal_ids(self) -> list[int]:
        return sorted(goal.pk for goal in self.goals.all())

    @property
    def newest_decision(self) -> "TransferDecision | None":
        return max(self.decisions.all(), key=lambda row: row.pk, default=None)

    @property
    def state(self) -> str:
        decision = self.newest_decision
        return decision.verdict if decision else "waiting"


class TransferDecision(AppendOnlyModel, Fact):
    """The leader has seen the item beside the original. A confirmed goal counts as approved by this row, not by a sign-off."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("bekreftet")
        REFUSED = "refused", _("avvist")
        ANNULLED = "annulled", _("annullert")

    digest_fields = (
        "item_id", "doctor_id", "verdict", "reason", "revision_id", "plan_activity_id", "by_id", "acting_as", "at",
    )  # fmt: skip

    item = models.ForeignKey(
        TransferredItem,
        verbose_name=_("overført mål eller aktivitet"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("avgjørelse"), max_length=10, choices=Verdict)
    reason = models.TextField(_("begrunnelse"), blank=True)
    revision = models.ForeignKey(
        GoalRevision,
        verbose_name=_("revisjon av læringsmål"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    plan_activity = models.ForeignKey(
        PlanActivity,
        verbose_name=_("aktivitet i planen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transfer_decisions",
    )
    by = models.ForeignKey(User, verbose_name=_("avgjort av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("avgjørelse om overføring")
        verbose_name_plural = _("avgjørelser om overføring")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="nobody_confirms_own_transfer", condition=~Q(by=F("doctor")))]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_verdict_display()}"
