"""Users, their roles in organisations over time, relations between people, notifications."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import Fact, PublicIdModel
from fagvei.common.sorting import norwegian_sort_key
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre, Specialty, TrainingInstitution
from fagvei.people.roles import ROLE_CHOICES, ROLES


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, *, full_name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, full_name=full_name, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, PublicIdModel):
    """Somebody who logs in. One person is one user, whatever roles; there is no superuser and no support role."""

    class Digest(models.TextChoices):
        DAILY = "daily", _("hver hverdag")
        WEEKLY = "weekly", _("hver mandag")
        OFF = "off", _("aldri")

    username = models.CharField(_("brukernavn"), max_length=150, unique=True)
    full_name = models.CharField(_("navn"), max_length=200)
    sort_key = models.CharField(_("sorteringsnøkkel"), max_length=400, editable=False, db_index=True)
    email = models.EmailField(_("e-post"), blank=True)
    hpr_number = models.CharField(_("HPR-nummer"), max_length=9, unique=True, null=True, blank=True)
    digest = models.CharField(_("e-post om oppgaver"), max_length=10, choices=Digest, default=Digest.DAILY)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_demo = models.BooleanField(_("demodata"), default=False)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = norwegian_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[0] if self.full_name else self.username


# The shortest period there is: what was called off before it began.
AN_INSTANT = dt.timedelta(microseconds=1)


class PeriodQuerySet(models.QuerySet):
    def active(self, at: dt.datetime | None = None) -> "PeriodQuerySet":
        """In force at the instant: from `starts_at` on, until just before `ends_at`."""
        moment = at or clock.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


class Period(models.Model):
    """Something that holds from an instant until another. The end itself is outside."""

    starts_at = models.DateTimeField(_("gyldig fra"), default=clock.now)
    ends_at = models.DateTimeField(_("gyldig til"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_active(self, at: dt.datetime | None = None) -> bool:
        moment = at or clock.now()
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    @property
    def last_moment(self) -> dt.datetime | None:
        """The last instant inside: a period that ends at midnight ends on the day before."""
        return self.ends_at - AN_INSTANT if self.ends_at else None

    @property
    def never_began(self) -> bool:
        return self.ends_at is not None and self.ends_at - self.starts_at <= AN_INSTANT


class RoleAssignment(Period, PublicIdModel):
    """A role of a user in an organisation, in a period. Several at once are usual."""

    user = models.ForeignKey(User, verbose_name=_("bruker"), on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("rolle"), max_length=40, choices=ROLE_CHOICES)
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_assignments",
    )
    centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("RegUt"), on_delete=models.PROTECT, null=True, blank=True
    )
    region = models.ForeignKey(
        HealthRegion, verbose_name=_("helseregion"), on_delete=models.PROTECT, null=True, blank=True
    )
    specialty = models.ForeignKey(
        Specialty, verbose_name=_("spesialitet"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("rolletildeling")
        verbose_name_plural = _("rolletildelinger")
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_start", condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["user", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation or ''}".strip(" ·")

    @property
    def organisation(self) -> Any:
        return self.institution or self.centre or self.region or self.specialty

    @property
    def description(self) -> Any:
        return ROLES[self.role].description


class Relation(Period, PublicIdModel, Fact):
    """Who stands in which relation to a doctor, and when. One mentor and one leader at a time, many supervisors (R8)."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", _("veileder")
        SUPERVISOR = "supervisor", _("supervisør")
        LEADER = "leader", _("leder")

    ONE_AT_A_TIME = frozenset({Kind.MENTOR, Kind.LEADER})
    digest_fields = (
        "doctor_id",
        "person_id",
        "kind",
        "institution_id",
        "starts_at",
        "ends_at",
        "confirmed_at",
        "reason",
    )

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="relations_as_doctor"
    )
    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(_("relasjon"), max_length=20, choices=Kind)
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("utdanningsvirksomhet"), on_delete=models.PROTECT, related_name="relations"
    )
    confirmed_at = models.DateTimeField(_("sist bekreftet"), default=clock.now)
    reason = models.CharField(_("begrunnelse for byttet"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("relasjon")
        verbose_name_plural = _("relasjoner")
        constraints = [
            models.CheckConstraint(name="nobody_is_own_relation", condition=~Q(doctor=F("person"))),
            models.CheckConstraint(
                name="relation_ends_after_start", condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"]), models.Index(fields=["doctor", "kind"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"

    @property
    def never_began(self) -> bool:
        """Called off before its first day: `end_relation` then leaves the shortest period there is."""
        return self.ends_at is not None and self.ends_at - self.starts_at <= dt.timedelta(microseconds=1)


class DelegationQuerySet(PeriodQuerySet):
    def active(self, at: dt.datetime | None = None) -> "DelegationQuerySet":
        """Within its dates, and held by one who has a role at the institution: whoever has left decides nothing there."""
        moment = at or clock.now()
        works_there = RoleAssignment.objects.active(moment).filter(
            user_id=OuterRef("person_id"), institution_id=OuterRef("institution_id")
        )
        return super().active(moment).filter(Exists(works_there))  # type: ignore[return-value]


class Delegation(Period, PublicIdModel, Fact):
    """A leader lets another do the task of deciding, for all own doctors or one. The responsibility stays with the leader.

    The medically responsible consultant has deputies in the same way, and stands then as `leader`.
    """

    class Kind(models.TextChoices):
        DEPUTY = "deputy", _("stedfortreder")
        DELEGATE = "delegate", _("delegert godkjenner")

    digest_fields = ("leader_id", "person_id", "doctor_id", "kind", "institution_id", "starts_at", "ends_at")

    leader = models.ForeignKey(
        User, verbose_name=_("leder"), on_delete=models.PROTECT, related_name="delegations_given"
    )
    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="delegations")
    doctor = models.ForeignKey(
        User,
        verbose_name=_("bare for legen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations_as_doctor",
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        related_name="delegations",
    )

    objects = DelegationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("delegering")
        verbose_name_plural = _("delegeringer")
        constraints = [
            models.CheckConstraint(name="nobody_delegates_to_self", condition=~Q(leader=F("person"))),
            models.CheckConstraint(
                name="nobody_decides_own_case", condition=Q(doctor__isnull=True) | ~Q(doctor=F("person"))
            ),
            models.CheckConstraint(name="delegation_has_end", condition=Q(ends_at__isnull=False)),
            models.CheckConstraint(name="delegation_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"


class Notification(PublicIdModel):
    """Something happened that a user should know. Says the kind and where to look, never the content."""

    user = models.ForeignKey(User, verbose_name=_("bruker"), on_delete=models.CASCADE, related_name="notifications")
    kind = models.SlugField(_("varsel"), max_length=60)
    text = models.CharField(_("tekst"), max_length=200)
    path = models.CharField(_("adresse"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    read_at = models.DateTimeField(_("lest"), null=True, blank=True)

    class Meta:
        verbose_name = _("varsel")
        verbose_name_plural = _("varsler")
        indexes = [models.Index(fields=["user", "-created_at"])]

    def __str__(self) -> str:
        return self.text


class SearchCount(models.Model):
    """How much a user has searched for people on a day, so that nobody can copy the directory."""

    user = models.ForeignKey(User, verbose_name=_("bruker"), on_delete=models.CASCADE, related_name="search_counts")
    day = models.DateField(_("dag"))
    searches = models.PositiveIntegerField(_("antall søk"), default=0)
    people_shown = models.PositiveIntegerField(_("antall viste personer"), default=0)

    class Meta:
        verbose_name = _("søketeller")
        verbose_name_plural = _("søketellere")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_search_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class DigestLetter(models.Model):
    """That a user was looked at for the letter of a day, and how many tasks there were: so that nobody gets two."""

    user = models.ForeignKey(User, verbose_name=_("bruker"), on_delete=models.CASCADE, related_name="digest_letters")
    day = models.DateField(_("dag"))
    tasks = models.PositiveIntegerField(_("antall oppgaver"))

    class Meta:
        verbose_name = _("oppgavebrev")
        verbose_name_plural = _("oppgavebrev")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"
