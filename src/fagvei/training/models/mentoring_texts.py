"""What two people write to each other, in tables of its own: encrypted, with a key per doctor that can be destroyed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock, sealed
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact, PublicIdModel
from fagvei.people.models import User
from fagvei.training.models.mentoring import MentoringSeries, MentoringSession, MentoringShare, own_session_ids


class ContentKey(PublicIdModel):
    """The key to what is written with one doctor, or shared in one group. Destroyed, nobody can read the texts again."""

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, null=True, blank=True, related_name="content_keys"
    )
    series = models.ForeignKey(
        MentoringSeries,
        verbose_name=_("veiledningsserie"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="content_keys",
    )
    locked_key = models.CharField(_("låst nøkkel"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)
    destroyed_at = models.DateTimeField(_("ødelagt"), null=True, blank=True)

    class Meta:
        verbose_name = _("innholdsnøkkel")
        verbose_name_plural = _("innholdsnøkler")
        constraints = [
            models.CheckConstraint(
                name="key_of_a_doctor_or_a_group",
                condition=Q(doctor__isnull=False, series__isnull=True) | Q(doctor__isnull=True, series__isnull=False),
            ),
            models.CheckConstraint(
                name="a_destroyed_key_is_gone",
                condition=(Q(destroyed_at__isnull=True) & ~Q(locked_key=""))
                | Q(destroyed_at__isnull=False, locked_key=""),
            ),
            models.UniqueConstraint(
                fields=["doctor"], condition=Q(destroyed_at__isnull=True), name="one_key_of_a_doctor"
            ),
            models.UniqueConstraint(
                fields=["series"], condition=Q(destroyed_at__isnull=True), name="one_key_of_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"


class MentoringTextQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "MentoringTextQuerySet":
        """The doctor's own and the group's shared; as the mentor now all of the series; as a former one what one wrote;
        as the new one the minutes that the doctor has shared.
        """
        mine_now = MentoringSeries.objects.running().filter(mentor=user).values("pk")
        return self.filter(
            Q(doctor=user)
            | Q(doctor__isnull=True, session_id__in=own_session_ids(user))
            | Q(author=user)
            | Q(session__series_id__in=mine_now)
            | Q(kind=MentoringText.Kind.MINUTES, session_id__in=MentoringShare.objects.held_by(user))
        )


class MentoringText(AppendOnlyModel, Fact):
    """One version of one text. `doctor` is the one of the two; None is what a whole group reads."""

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("forberedelse")
        MINUTES = "minutes", _("referat")
        NOTE = "note", _("personlig notat")
        ACTION = "action", _("avtalt tiltak")
        REASON = "reason", _("begrunnelse")

    digest_fields = ("session_id", "kind", "author_id", "doctor_id", "key_id", "ciphertext", "commitment", "at")

    session = models.ForeignKey(
        MentoringSession, verbose_name=_("veiledningssamtale"), on_delete=models.PROTECT, related_name="texts"
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    author = models.ForeignKey(User, verbose_name=_("skrevet av"), on_delete=models.PROTECT, related_name="+")
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, null=True, blank=True, related_name="mentoring_texts"
    )
    key = models.ForeignKey(
        ContentKey, verbose_name=_("innholdsnøkkel"), on_delete=models.PROTECT, related_name="texts"
    )
    ciphertext = models.TextField(_("kryptert tekst"))
    commitment = models.CharField(_("avtrykk av salt og tekst"), max_length=64)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = MentoringTextQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("tekst i veiledning")
        verbose_name_plural = _("tekster i veiledning")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["session", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def is_erased(self) -> bool:
        return self.key.destroyed_at is not None

    @property
    def opened(self) -> sealed.Opened:
        """Text and salt; empty when the key is destroyed."""
        return sealed.Opened("", "") if self.is_erased else sealed.unseal(self.key.locked_key, self.ciphertext)

    @property
    def text(self) -> str:
        return self.opened.text


class MentoringActionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MentoringActionQuerySet":
        return self.filter(text__in=MentoringText.objects.visible_to(user).values("pk"))

    def open(self) -> "MentoringActionQuerySet":
        return self.filter(done_at__isnull=True)


class MentoringAction(PublicIdModel, Fact):
    """What somebody promised to do. Carried over to the next session until it is done."""

    digest_fields = (
        "series_id", "session_id", "text_id", "owner_id", "due_on", "agreed_by_id", "created_at", "done_by_id",
        "done_at",
    )  # fmt: skip

    series = models.ForeignKey(
        MentoringSeries, verbose_name=_("veiledningsserie"), on_delete=models.PROTECT, related_name="agreed_actions"
    )
    session = models.ForeignKey(
        MentoringSession, verbose_name=_("avtalt i"), on_delete=models.PROTECT, related_name="agreed_actions"
    )
    text = models.OneToOneField(
        MentoringText, verbose_name=_("tekst i veiledning"), on_delete=models.PROTECT, related_name="agreed_action"
    )
    owner = models.ForeignKey(
        User, verbose_name=_("ansvarlig"), on_delete=models.PROTECT, related_name="mentoring_actions"
    )
    due_on = models.DateField(_("frist"), null=True, blank=True)
    agreed_by = models.ForeignKey(User, verbose_name=_("skrevet av"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)
    done_by = models.ForeignKey(
        User, verbose_name=_("gjort av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(_("gjort"), null=True, blank=True)

    objects = MentoringActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiltak avtalt i veiledning")
        verbose_name_plural = _("tiltak avtalt i veiledning")
        ordering = ["due_on", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_done_by_somebody_at_a_time",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(_("tiltak avtalt i veiledning"))

    def get_absolute_url(self) -> str:
        return reverse("training:mentoring_session", args=[self.session.public_id])

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < clock.today()
