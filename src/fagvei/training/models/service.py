"""Service and time: employments, periods of service, absence, and the confirmation of part 1. Events are the truth, rows the projection."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet, Fact, PublicIdModel, content_digest
from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import doctor_ids_led_by


class ServiceState(models.TextChoices):
    """The doctor registers and sends; the leader confirms or returns. What is wrong afterwards is annulled by a new event."""

    DRAFT = "draft", _("kladd")
    SENT = "sent", _("sendt til bekreftelse")
    RETURNED = "returned", _("returnert")
    CONFIRMED = "confirmed", _("bekreftet")
    ANNULLED = "annulled", _("annullert")


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ServiceQuerySet":
        """One's own; as leader or deputy what is no draft. Absence tells of health, so nobody else sees it."""
        return self.filter(Q(doctor_id=user.pk) | (doctor_ids_led_by(user) & ~Q(state__in=Service.DRAFTS)))

    def standing(self) -> "ServiceQuerySet":
        return self.exclude(state=ServiceState.ANNULLED)

    def confirmed(self) -> "ServiceQuerySet":
        return self.filter(state=ServiceState.CONFIRMED)


class Service(PublicIdModel, Fact):
    """What employments, periods and absences share: whose, from when to when, how far it has come. The end is the last day."""

    State = ServiceState
    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SENT, State.ANNULLED},
        State.SENT: {State.CONFIRMED, State.RETURNED, State.DRAFT},
        State.RETURNED: {State.SENT, State.DRAFT, State.ANNULLED},
        State.CONFIRMED: {State.ANNULLED},
        State.ANNULLED: set(),
    }
    DRAFTS = frozenset({State.DRAFT, State.RETURNED})
    content_fields: ClassVar[tuple[str, ...]] = ()
    projected: ClassVar[tuple[str, ...]] = ("doctor_id", "state", "waiting_on_id", "since", "created_at")

    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="%(class)ss")
    percent = models.PositiveSmallIntegerField(_("stillingsprosent"), default=100)
    starts_on = models.DateField(_("fra og med"))
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=20, choices=ServiceState, default=ServiceState.DRAFT)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["starts_on", "pk"]

    def content_digest(self) -> str:
        """The digest of what the leader is shown and confirms."""
        return content_digest({name: getattr(self, name) for name in self.content_fields})

    @property
    def service_kind(self) -> str:
        return str(self._meta.model_name)

    @property
    def is_draft(self) -> bool:
        return self.state in self.DRAFTS

    def holds_on(self, day: Any) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def _valid(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{prefix}_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
        ),
        models.CheckConstraint(name=f"{prefix}_percent_1_to_100", condition=Q(percent__gte=1, percent__lte=100)),
    ]


class Employment(Service):
    """A position: at a training institution, or at a named employer that is none (a municipality in part 1)."""

    content_fields = ("institution_id", "employer", "percent", "starts_on", "ends_on")
    digest_fields = (*content_fields, *Service.projected)

    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="employments",
    )
    employer = models.CharField(_("annen arbeidsgiver"), max_length=200, blank=True)

    class Meta(Service.Meta):
        verbose_name = _("stilling")
        verbose_name_plural = _("stillinger")
        constraints = [
            *_valid("employment"),
            models.CheckConstraint(
                name="employment_has_one_employer",
                condition=(Q(institution__isnull=False) & Q(employer=""))
                | (Q(institution__isnull=True) & ~Q(employer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.workplace

    @property
    def workplace(self) -> str:
        return self.institution.name if self.institution else self.employer

    @property
    def employer_key(self) -> str:
        """The same for two positions at one employer."""
        return f"i:{self.institution_id}" if self.institution_id else f"e:{self.employer.casefold().strip()}"


class Placement(Service):
    """A period of service within an employment: which part of the training, where, how much, and whether it counts (R1b)."""

    class Kind(models.TextChoices):
        PART_1_HOSPITAL = "part_1_hospital", _("del 1, sykehus")
        PART_1_MUNICIPALITY = "part_1_municipality", _("del 1, kommune")
        PART_2 = "part_2", _("del 2")
        PART_3 = "part_3", _("del 3")
        OTHER = "other", _("annen tjeneste")

    PART_1 = frozenset({Kind.PART_1_HOSPITAL, Kind.PART_1_MUNICIPALITY})
    OF_A_SPECIALTY = frozenset({Kind.PART_2, Kind.PART_3})
    content_fields = (
        "employment_id", "institution_id", "arena_id", "place", "kind", "specialty_id", "percent", "starts_on", "ends_on",
    )  # fmt: skip
    digest_fields = (*content_fields, "counts", "counts_reason", *Service.projected)

    employment = models.ForeignKey(
        Employment, verbose_name=_("stilling"), on_delete=models.PROTECT, related_name="placements"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("virksomhet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    arena = models.ForeignKey(
        LearningArena,
        verbose_name=_("læringsarena"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    place = models.CharField(_("annet sted"), max_length=200, blank=True)
    kind = models.CharField(_("del av utdanningen"), max_length=30, choices=Kind)
    specialty = models.ForeignKey(
        Specialty,
        verbose_name=_("spesialitet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    counts = models.BooleanField(_("teller som utdanningstid"), default=True)
    counts_reason = models.CharField(_("begrunnelse for at perioden teller eller ikke"), max_length=500, blank=True)

    class Meta(Service.Meta):
        verbose_name = _("tjenesteperiode")
        verbose_name_plural = _("tjenesteperioder")
        constraints = [
            *_valid("placement"),
            models.CheckConstraint(name="placement_has_a_place", condition=Q(institution__isnull=False) | ~Q(place="")),
            models.CheckConstraint(
                name="placement_of_part_3_has_specialty",
                condition=~Q(kind__in=["part_2", "part_3"]) | Q(specialty__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["doctor", "state"])]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        institution = self.institution.name if self.institution else ""
        part = self.arena.name if self.arena else self.place
        return ", ".join(filter(None, (institution, part)))

    @property
    def workplace(self) -> str:
        """What a certificate is written for: the institution, or the named place."""
        return self.institution.name if self.institution else self.place

    @property
    def is_part_1(self) -> bool:
        return self.kind in self.PART_1


class Absence(Service):
    """Away from a period of service. `percent` is the share of the position: a sick leave may be graded."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("ferie")
        COURSE = "course", _("kurs eller annet i utdanningen")
        SICK_LEAVE = "sick_leave", _("sykefravær")
        LEAVE = "leave", _("permisjon")
        OTHER = "other", _("annet fravær")

    content_fields = ("placement_id", "kind", "percent", "starts_on", "ends_on")
    digest_fields = (*content_fields, *Service.projected)

    placement = models.ForeignKey(
        Placement, verbose_name=_("tjenesteperiode"), on_delete=models.PROTECT, related_name="absences"
    )
    kind = models.CharField(_("type fravær"), max_length=20, choices=Kind)

    class Meta(Service.Meta):
        verbose_name = _("fravær")
        verbose_name_plural = _("fravær")
        constraints = [
            *_valid("absence"),
            models.CheckConstraint(name="absence_has_end", condition=Q(ends_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class ServiceEvent(AppendOnlyModel, Fact):
    """One step of an employment, a period or an absence, with the digest of the content as it was then."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("registrert")
        CHANGED = "changed", _("endret")
        SENT = "sent", _("sendt til bekreftelse")
        RECALLED = "recalled", _("kalt tilbake")
        RETURNED = "returned", _("returnert")
        CONFIRMED = "confirmed", _("bekreftet")
        ENDED = "ended", _("sluttdato satt")
        COUNTING_SET = "counting_set", _("teller eller ikke")
        ANNULLED = "annulled", _("annullert")

    OWNERS = ("employment", "placement", "absence")
    digest_fields = (
        "employment_id", "placement_id", "absence_id", "kind", "state_after", "waiting_on_id", "by_id", "acting_as", "at",
        "comment", "content_digest",
    )  # fmt: skip

    employment = models.ForeignKey(
        Employment, verbose_name=_("stilling"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    placement = models.ForeignKey(
        Placement,
        verbose_name=_("tjenesteperiode"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    absence = models.ForeignKey(
        Absence, verbose_name=_("fravær"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=ServiceState)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)

    class Meta:
        verbose_name = _("hendelse for tjeneste")
        verbose_name_plural = _("hendelser for tjeneste")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_event_is_about_one_thing",
                condition=(
                    Q(employment__isnull=False, placement__isnull=True, absence__isnull=True)
                    | Q(employment__isnull=True, placement__isnull=False, absence__isnull=True)
                    | Q(employment__isnull=True, placement__isnull=True, absence__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class Part1ConfirmationQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> "Part1ConfirmationQuerySet":
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_led_by(user))

    def standing(self) -> "Part1ConfirmationQuerySet":
        """Those that nobody has annulled."""
        return self.filter(withdrawal__isnull=True)


class Part1Confirmation(AppendOnlyModel, Fact):
    """Part 1 is done once and carried on; internship (turnus) before the new scheme counts as part 1 (section 3)."""

    class Basis(models.TextChoices):
        PART_1 = "part_1", _("del 1 er fullført og registrert i HPR")
        OLD_TURNUS = "old_turnus", _("turnus før ny ordning, regnes som del 1")

    digest_fields = ("doctor_id", "basis", "completed_on", "seen", "by_id", "acting_as", "at")

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="part1_confirmations"
    )
    basis = models.CharField(_("hva som er bekreftet"), max_length=20, choices=Basis)
    completed_on = models.DateField(_("fullført"))
    seen = models.CharField(_("hva bekreftelsen bygger på"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("bekreftet av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=20)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = Part1ConfirmationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bekreftelse av del 1")
        verbose_name_plural = _("bekreftelser av del 1")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="nobody_confirms_own_part_1", condition=~Q(by=F("doctor")))]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}"


class Part1Withdrawal(AppendOnlyModel, Fact):
    """A wrong confirmation of part 1 is annulled by a new row with a reason; both stay visible."""

    digest_fields = ("confirmation_id", "by_id", "reason", "at")

    confirmation = models.OneToOneField(
        Part1Confirmation, verbose_name=_("bekreftelse av del 1"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(User, verbose_name=_("annullert av"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("begrunnelse"))
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("annullert bekreftelse av del 1")
        verbose_name_plural = _("annullerte bekreftelser av del 1")

    def __str__(self) -> str:
        return f"{self.confirmation}"
