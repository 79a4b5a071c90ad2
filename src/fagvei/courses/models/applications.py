"""Applications to courses: a round with one deadline for one or several runs, and what each doctor wants. Events are the truth."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel, content_digest
from fagvei.courses.models.courses import Course
from fagvei.courses.models.runs import CourseRun
from fagvei.courses.rules.deadlines import last_day_before
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User
from fagvei.people.queries import doctor_ids_led_by


class ApplicationRound(PublicIdModel, Fact):
    """One deadline. `commitment` is published when it opens; the secret behind it is shown when the seats are released."""

    class State(models.TextChoices):
        COLLECTING = "collecting", _("tar imot søknader")
        PREVIEWED = "previewed", _("forhåndsvist")
        RELEASED = "released", _("frigitt")
        CANCELLED = "cancelled", _("avlyst")

    # Nobody waits for the officer any more: the seats are given, or there are none.
    DONE = frozenset({State.RELEASED, State.CANCELLED})
    digest_fields = (
        "course_id", "host_centre_id", "opens_at", "deadline_at", "commitment", "secret_key", "sealed_secret",
        "public_value_source", "public_value", "state", "since",
    )  # fmt: skip

    course = models.ForeignKey(Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="rounds")
    host_centre = models.ForeignKey(
        RegionalEducationCentre, verbose_name=_("arrangerende RegUt"), on_delete=models.PROTECT, related_name="rounds"
    )
    opens_at = models.DateTimeField(_("søknaden åpner"))
    deadline_at = models.DateTimeField(_("søknadsfrist"))
    commitment = models.CharField(_("forpliktelse for loddtrekningen"), max_length=64)
    secret_key = models.TextField(_("låst nøkkel"))
    sealed_secret = models.TextField(_("låst hemmelighet"))
    public_value_source = models.CharField(_("senere offentlig verdi"), max_length=300, blank=True)
    public_value = models.CharField(_("den offentlige verdien"), max_length=200, blank=True)
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.COLLECTING)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("søknadsrunde")
        verbose_name_plural = _("søknadsrunder")
        ordering = ["deadline_at", "pk"]
        constraints = [
            models.CheckConstraint(name="round_closes_after_opening", condition=Q(deadline_at__gt=F("opens_at")))
        ]

    def __str__(self) -> str:
        return str(self.course)

    def get_absolute_url(self) -> str:
        return reverse("courses:round", args=[self.public_id])

    @property
    def deadline_on(self) -> dt.date:
        """The last day on which one can apply."""
        return last_day_before(self.deadline_at)

    @property
    def is_open(self) -> bool:
        return self.is_open_at(clock.now())

    def is_open_at(self, moment: dt.datetime) -> bool:
        """The deadline is the first instant that is too late."""
        return self.state == self.State.COLLECTING and self.opens_at <= moment < self.deadline_at

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.deadline_at

    @property
    def has_answer(self) -> bool:
        """One that counts: when a run is taken out after the preview, the round waits for a new one."""
        return self.is_over and self.state in {self.State.PREVIEWED, self.State.RELEASED}

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED

    @property
    def is_cancelled(self) -> bool:
        """Every run of it was cancelled before the seats were released."""
        return self.state == self.State.CANCELLED

    @property
    def is_being_shared(self) -> bool:
        """The deadline is over and the seats are not released: none of them is free any more, and nobody has one yet."""
        return self.is_over and self.state not in self.DONE


class RoundRunQuerySet(models.QuerySet):
    def standing(self) -> "RoundRunQuerySet":
        """Without those whose host has taken them out of the round."""
        return self.filter(left_at__isnull=True)


class RoundRun(PublicIdModel, Fact):
    """A run in a round: how many seats it has now and how many are taken. The database refuses one seat too many.

    The row of a run that has left keeps standing, for what happened before; why it left is a `ManualChange`.
    """

    digest_fields = ("round_id", "run_id", "seats", "taken", "reserves")
    later_digest_fields = ("left_at", "opened_at", "late_reason")

    round = models.ForeignKey(
        ApplicationRound, verbose_name=_("søknadsrunde"), on_delete=models.PROTECT, related_name="round_runs"
    )
    run = models.ForeignKey(
        CourseRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="in_round"
    )
    seats = models.PositiveSmallIntegerField(_("antall plasser"))
    taken = models.PositiveSmallIntegerField(_("plasser som er tilbudt eller tatt"), default=0)
    reserves = models.JSONField(_("plasser som er for en region først"), default=dict, blank=True)
    left_at = models.DateTimeField(_("tatt ut av runden"), null=True, blank=True)
    opened_at = models.DateTimeField(_("tatt med i runden"), null=True, blank=True)
    late_reason = models.TextField(_("hvorfor søknaden åpnet senere enn kunngjort"), blank=True)

    objects = RoundRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("kursgjennomføring i en søknadsrunde")
        verbose_name_plural = _("kursgjennomføringer i søknadsrunder")
        ordering = ["run__starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="no_run_is_oversold", condition=Q(taken__lte=F("seats"))),
            models.UniqueConstraint(fields=["run"], condition=Q(left_at__isnull=True), name="run_stands_in_one_round"),
            models.CheckConstraint(name="who_left_gives_no_seats", condition=Q(left_at__isnull=True) | Q(taken=0)),
        ]

    def __str__(self) -> str:
        return str(self.run)

    @property
    def key(self) -> str:
        """Its name in the transcript."""
        return str(self.public_id)


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """One's own, and those of doctors one leads. The host sees a round, never an application before it is released."""
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_led_by(user))


class CourseApplication(PublicIdModel, Fact):
    """What one doctor wants in a round: the runs in the doctor's own order. It counts once the leader has consented (R15)."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("venter på samtykke fra leder")
        SENT = "sent", _("sendt, teller med")
        REFUSED = "refused", _("lederen samtykker ikke")
        WITHDRAWN = "withdrawn", _("trukket")
        LAPSED = "lapsed", _("falt bort uten samtykke før fristen")
        OFFERED = "offered", _("tilbudt plass")
        PLACED = "placed", _("har plass")
        WAITING = "waiting", _("på venteliste")
        ENDED = "ended", _("avsluttet")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.AWAITING: {State.SENT, State.REFUSED, State.WITHDRAWN, State.LAPSED, State.ENDED},
        State.SENT: {State.AWAITING, State.WITHDRAWN, State.OFFERED, State.WAITING, State.ENDED},
        State.REFUSED: {State.AWAITING, State.WITHDRAWN, State.LAPSED, State.ENDED},
        State.WITHDRAWN: {State.AWAITING},
        State.LAPSED: set(),
        State.OFFERED: {State.PLACED, State.WAITING, State.ENDED},
        State.PLACED: {State.OFFERED, State.WAITING, State.ENDED},
        State.WAITING: {State.OFFERED, State.PLACED, State.ENDED},
        State.ENDED: {State.AWAITING},  # in an open round, whose only wish was taken out of it
    }
    BEFORE_DEADLINE = frozenset({State.AWAITING, State.SENT, State.REFUSED})
    WITHOUT_CONSENT = frozenset({State.AWAITING, State.REFUSED})
    APPLIES_AGAIN = frozenset({State.WITHDRAWN, State.ENDED})
    digest_fields = (
        "round_id", "doctor_id", "state", "wishes", "waiting_on_id", "consent_by_id", "consent_at", "receipt", "since",
    )  # fmt: skip

    round = models.ForeignKey(
        ApplicationRound, verbose_name=_("søknadsrunde"), on_delete=models.PROTECT, related_name="applications"
    )
    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="course_applications"
    )
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.AWAITING)
    wishes = models.JSONField(_("ønsker i rekkefølge"), default=list)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent_by = models.ForeignKey(
        User, verbose_name=_("samtykke gitt av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consent_at = models.DateTimeField(_("samtykke gitt"), null=True, blank=True)
    receipt = models.CharField(_("kvittering"), max_length=64, blank=True)
    since = models.DateTimeField(_("siden"), default=clock.now)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("kurssøknad")
        verbose_name_plural = _("kurssøknader")
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "doctor"], name="one_application_a_round"),
            models.CheckConstraint(name="nobody_consents_to_own", condition=~Q(consent_by=F("doctor"))),
            models.CheckConstraint(
                name="consent_has_its_time",
                condition=Q(consent_by__isnull=True, consent_at__isnull=True)
                | Q(consent_by__isnull=False, consent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_counts_has_consent",
                condition=~Q(state__in=["sent", "offered", "placed", "waiting"]) | Q(consent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}"

    def get_absolute_url(self) -> str:
        return reverse("courses:application", args=[self.public_id])

    @property
    def key(self) -> str:
        """Its name in the transcript. Of the lottery only the receipt is told."""
        return str(self.public_id)

    @property
    def has_lapsed(self) -> bool:
        """From the deadline on, also before the timer has said so."""
        is_late = self.state in self.WITHOUT_CONSENT and self.round.is_over and not self.round.is_cancelled
        return self.state == self.State.LAPSED or is_late

    @property
    def state_words(self) -> str:
        return str(self.State.LAPSED.label if self.has_lapsed else self.get_state_display())

    @property
    def wishes_shown(self) -> str:
        """The print of the wishes, so that a consent is to those that were read."""
        return print_of_wishes(self.wishes)


def print_of_wishes(wishes: list[str]) -> str:
    return content_digest({"wishes": wishes})


class ApplicationEvent(AppendOnlyModel, Fact):
    """One step of an application. `receipt` is the hash of what was received then, and when."""

    class Kind(models.TextChoices):
        APPLIED = "applied", _("søkt")
        CHANGED = "changed", _("endret")
        CONSENTED = "consented", _("samtykke gitt")
        REFUSED = "refused", _("samtykke ikke gitt")
        WITHDRAWN = "withdrawn", _("trukket")
        LAPSED = "lapsed", _("falt bort")
        SEATED = "seated", _("tilbudt plass")
        LISTED = "listed", _("satt på venteliste")
        ANSWERED = "answered", _("svart på tilbud")
        LEFT = "left", _("gått av ventelisten")
        ENDED = "ended", _("avsluttet")
        RUN_LEFT = "run_left", _("et ønske falt bort: kjøringen ble tatt ut av runden")

    digest_fields = (
        "application_id", "kind", "state_after", "wishes", "receipt", "comment", "by_id", "acting_as", "at",
    )  # fmt: skip

    application = models.ForeignKey(
        CourseApplication, verbose_name=_("kurssøknad"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=12, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=CourseApplication.State)
    wishes = models.JSONField(_("ønsker i rekkefølge"), default=list)
    receipt = models.CharField(_("kvittering"), max_length=64, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for kurssøknad")
        verbose_name_plural = _("hendelser for kurssøknader")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
