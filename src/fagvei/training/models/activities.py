"""What the doctor did: planned, done, sent to one supervisor, signed or returned. Events are the truth, the row the projection."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.files import SUFFIXES_OF_PROOFS, digest_of, path_by_content
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel, content_digest
from fagvei.curriculum.models import LearningActivity
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to
from fagvei.training.models.goals import PlanGoal


class PlanActivityQuerySet(models.QuerySet):
    def visible_to(self, user: Any, at: dt.datetime | None = None) -> "PlanActivityQuerySet":
        """One's own; as leader or mentor what is no draft; as supervisor what was sent to oneself."""
        mentored = doctor_ids_related_to(user, [Relation.Kind.MENTOR], at)
        supervised = doctor_ids_related_to(user, [Relation.Kind.SUPERVISOR], at)
        evidence = ~Q(state__in=PlanActivity.DRAFTS)
        # What is erased is nobody's to see, and so does not exist.
        return self.not_erased().filter(
            Q(doctor_id=user.pk)
            | (evidence & (doctor_ids_decided_by(user, at) | Q(doctor_id__in=mentored)))
            | Q(supervisor=user, doctor_id__in=supervised, state__in=PlanActivity.SEEN_BY_SUPERVISOR)
        )

    def not_erased(self) -> "PlanActivityQuerySet":
        return self.exclude(state=PlanActivity.State.ERASED)

    def counting(self) -> "PlanActivityQuerySet":
        """What counts towards requirements: signed, or fulfilled without a signature."""
        return self.filter(state__in=PlanActivity.COUNTING)

    def with_open_objection(self) -> "PlanActivityQuerySet":
        return self.filter(state=PlanActivity.State.FULFILLED, on_behalf_by__isnull=False, waiting_on__isnull=False)


class PlanActivity(PublicIdModel, Fact):
    """One activity of a doctor. A draft is the doctor's alone; from sending on it is evidence."""

    class Independence(models.TextChoices):
        """The two skill levels of the regulation that name supervision: "under supervisjon kunne", "selvstendig kunne"."""

        SUPERVISED = "supervised", _("under supervisjon")
        INDEPENDENT = "independent", _("selvstendig")

    class State(models.TextChoices):
        PLANNED = "planned", _("planlagt")
        DONE = "done", _("gjennomført, ikke sendt")
        SENT = "sent", _("sendt til signering")
        RETURNED = "returned", _("returnert")
        SIGNED = "signed", _("signert")
        FULFILLED = "fulfilled", _("innfridd uten signatur")
        ANNULLED = "annulled", _("annullert")
        ERASED = "erased", _("slettet")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.PLANNED: {State.DONE, State.SENT, State.FULFILLED, State.ERASED},
        State.DONE: {State.SENT, State.FULFILLED, State.ERASED, State.ANNULLED},
        State.SENT: {State.SIGNED, State.RETURNED, State.DONE, State.ANNULLED},
        State.RETURNED: {State.SENT, State.DONE, State.FULFILLED, State.ANNULLED},
        State.SIGNED: {State.ANNULLED},
        State.FULFILLED: {State.ANNULLED},
        State.ANNULLED: set(),
        State.ERASED: set(),
    }
    DRAFTS = frozenset({State.PLANNED, State.DONE, State.RETURNED})
    COUNTING = frozenset({State.SIGNED, State.FULFILLED})
    GONE = frozenset({State.ANNULLED, State.ERASED})
    SEEN_BY_SUPERVISOR = frozenset({State.SENT, State.RETURNED, State.SIGNED, State.ANNULLED})
    content_fields = (
        "doctor_id", "activity_id", "kind", "title", "done_on", "arena_id", "institution_id", "place", "repetitions", "hours",
        "reflection", "goal_ids",
    )  # fmt: skip
    digest_fields = (
        *content_fields,
        "supervisor_id",
        "state",
        "waiting_on_id",
        "since",
        "on_behalf_by_id",
        "created_at",
    )
    later_digest_fields = ("independence", "batch")

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="activities")
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("behandlingsansvarlig"),
        on_delete=models.PROTECT,
        related_name="plan_activities",
    )
    activity = models.ForeignKey(
        LearningActivity,
        verbose_name=_("læringsaktivitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_activities",
    )
    kind = models.CharField(_("type"), max_length=20, choices=LearningActivity.Kind)
    title = models.CharField(_("hva du gjorde"), max_length=200)
    done_on = models.DateField(_("når"), default=clock.today)
    arena = models.ForeignKey(
        LearningArena,
        verbose_name=_("læringsarena"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_activities",
    )
    place = models.CharField(_("annet sted"), max_length=200, blank=True)
    goals = models.ManyToManyField(PlanGoal, verbose_name=_("læringsmål"), related_name="activities")
    repetitions = models.PositiveIntegerField(_("antall ganger"), default=1)
    hours = models.PositiveSmallIntegerField(_("timer"), null=True, blank=True)
    independence = models.CharField(_("selvstendighet"), max_length=20, choices=Independence, blank=True)
    batch = models.UUIDField(_("innlegging av flere"), null=True, blank=True, editable=False)
    reflection = models.TextField(_("kort refleksjon"), blank=True)
    supervisor = models.ForeignKey(
        User,
        verbose_name=_("supervisør"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities_to_sign",
    )
    on_behalf_by = models.ForeignKey(
        User,
        verbose_name=_("markert på vegne av legen av"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.DONE)
    waiting_on = models.ForeignKey(
        User,
        verbose_name=_("venter på"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities_waiting",
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = PlanActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitet i planen")
        verbose_name_plural = _("aktiviteter i planen")
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_signs_own_activity", condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("doctor"))
            ),
            models.CheckConstraint(
                name="sent_activity_has_supervisor",
                condition=~Q(state__in=["sent", "signed"]) | Q(supervisor__isnull=False),
            ),
            models.CheckConstraint(name="at_least_one_repetition", condition=Q(repetitions__gte=1)),
            models.CheckConstraint(
                name="independence_is_of_procedures", condition=Q(independence="") | Q(kind="procedure")
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_on", "state"]),
            # A leader's pages ask for the newest that counts of sixty doctors.
            models.Index(fields=["doctor", "state", "done_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:activity", args=[self.public_id])

    @property
    def goal_ids(self) -> list[int]:
        return sorted(goal.pk for goal in self.goals.all())

    @property
    def needs_signature(self) -> bool:
        return self.kind not in LearningActivity.WITHOUT_SIGNATURE

    @property
    def has_open_objection(self) -> bool:
        return (
            self.state == self.State.FULFILLED and self.on_behalf_by_id is not None and self.waiting_on_id is not None
        )

    def content_digest(self) -> str:
        """The digest of what a supervisor is shown: the content and its attachments, not who signs or the state."""
        content = {name: getattr(self, name) for name in self.content_fields}
        if self.independence:  # a content without it keeps the digest it was signed with
            content["independence"] = self.independence
        content["attachments"] = sorted(f"{row.public_id}:{row.sha256}" for row in self.attachments.all())
        return content_digest(content)


class ActivityEvent(AppendOnlyModel, Fact):
    """One step of an activity, with the content as it was then."""

    class Kind(models.TextChoices):
        LOGGED = "logged", _("logget")
        CHANGED = "changed", _("endret")
        SENT = "sent", _("sendt til signering")
        RECALLED = "recalled", _("kalt tilbake")
        RETURNED = "returned", _("returnert")
        SIGNED = "signed", _("signert")
        FULFILLED = "fulfilled", _("innfridd")
        MARKED_ON_BEHALF = "marked_on_behalf", _("markert som innfridd på vegne av legen")
        OBJECTED = "objected", _("innsigelse fra legen")
        OBJECTION_ANSWERED = "objection_answered", _("innsigelse besvart")
        ANNULLED = "annulled", _("annullert")
        HANDED_OVER = "handed_over", _("overtatt av en annen supervisør")
        HANDED_BACK = "handed_back", _("kommet tilbake fordi supervisøren er byttet")
        ERASED = "erased", _("slettet")
        TRANSFERRED = "transferred", _("overført og bekreftet")

    digest_fields = (
        "activity_id",
        "kind",
        "state_after",
        "by_id",
        "acting_as",
        "at",
        "comment",
        "content_digest",
        "waiting_on_id",
    )

    activity = models.ForeignKey(
        PlanActivity, verbose_name=_("aktivitet i planen"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=PlanActivity.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)

    class Meta:
        verbose_name = _("hendelse for aktivitet")
        verbose_name_plural = _("hendelser for aktivitet")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    return path_by_content("attachments", attachment.sha256, Attachment.SUFFIXES[attachment.content_type])


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AttachmentQuerySet":
        return self.filter(activity__in=PlanActivity.objects.visible_to(user))


class Attachment(PublicIdModel, Fact):
    """A certificate or other proof: PDF, PNG or JPEG by content, at most 10 MB, served as a download only.

    May be taken away while the activity is a draft (a wrong file may hold patient data); the event then lists it as erased.
    """

    SUFFIXES = SUFFIXES_OF_PROOFS
    digest_fields = ("activity_id", "file_name", "name", "content_type", "size", "sha256", "uploaded_by_id", "at")
    undigested_fields = ("file",)  # its name is in the digest as `file_name`, its content as `sha256`

    activity = models.ForeignKey(
        PlanActivity, verbose_name=_("aktivitet i planen"), on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.FileField(_("fil"), upload_to=attachment_path)
    name = models.CharField(_("filnavn"), max_length=200)
    content_type = models.CharField(_("filtype"), max_length=40)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(_("avtrykk"), max_length=64)
    uploaded_by = models.ForeignKey(User, verbose_name=_("lastet opp av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        return self.file.name or ""

    def verify_content(self) -> str | None:
        """What lies on disk now. Must equal `sha256`."""
        return digest_of(self.file)
