"""Who gets a seat: the frozen round with its answer, the two who release it, offers, the waiting list, and changes by hand."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.applications import ApplicationRound, CourseApplication, RoundRun
from fagvei.people.models import User


class SeatAllocation(AppendOnlyModel, Fact):
    """The round as it was when it was allocated, and the answer: a transcript that anybody can run again, and its sha256."""

    # Keys, numbers and draws: eleven digits in a row are chance there, and must not stop a release.
    machine_fields = frozenset({"transcript"})
    digest_fields = ("round_id", "transcript", "sha256", "by_id", "at")

    round = models.ForeignKey(
        ApplicationRound, verbose_name=_("søknadsrunde"), on_delete=models.PROTECT, related_name="allocations"
    )
    transcript = models.TextField(_("protokoll"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    by = models.ForeignKey(User, verbose_name=_("forhåndsvist av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("plasstildeling")
        verbose_name_plural = _("plasstildelinger")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.round}"


class AllocationApproval(AppendOnlyModel, Fact):
    """Two people release together: an officer of the host, and the course leader. The database refuses one person twice."""

    class Capacity(models.TextChoices):
        OFFICER = "officer", _("medarbeider ved RegUt")
        COURSE_LEADER = "course_leader", _("kursleder")

    digest_fields = ("allocation_id", "capacity", "by_id", "at")

    allocation = models.ForeignKey(
        SeatAllocation, verbose_name=_("plasstildeling"), on_delete=models.PROTECT, related_name="approvals"
    )
    capacity = models.CharField(_("i rollen"), max_length=15, choices=Capacity)
    by = models.ForeignKey(User, verbose_name=_("frigitt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("frigivelse av plasstildeling")
        verbose_name_plural = _("frigivelser av plasstildelinger")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "capacity"], name="one_release_in_each_role"),
            models.UniqueConstraint(fields=["allocation", "by"], name="two_people_release"),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.get_capacity_display()}"


class SeatOffer(PublicIdModel, Fact):
    """A seat offered to a doctor until an instant. Offered or accepted it holds its number; two can never hold the same."""

    class State(models.TextChoices):
        OFFERED = "offered", _("tilbudt")
        ACCEPTED = "accepted", _("takket ja")
        DECLINED = "declined", _("takket nei")
        EXPIRED = "expired", _("ikke besvart i tide")
        GIVEN_UP = "given_up", _("avmeldt")
        EXCHANGED = "exchanged", _("byttet mot et høyere ønske")
        CANCELLED = "cancelled", _("trukket tilbake av RegUt")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.OFFERED: {State.ACCEPTED, State.DECLINED, State.EXPIRED, State.EXCHANGED, State.CANCELLED},
        State.ACCEPTED: {State.GIVEN_UP, State.EXCHANGED, State.CANCELLED},
        State.DECLINED: set(),
        State.EXPIRED: set(),
        State.GIVEN_UP: set(),
        State.EXCHANGED: set(),
        State.CANCELLED: set(),
    }
    HOLDING = frozenset({State.OFFERED, State.ACCEPTED})
    digest_fields = (
        "round_run_id", "application_id", "doctor_id", "seat_no", "state", "answer_by_at", "by_hand", "since",
    )  # fmt: skip

    round_run = models.ForeignKey(
        RoundRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="offers"
    )
    application = models.ForeignKey(
        CourseApplication, verbose_name=_("kurssøknad"), on_delete=models.PROTECT, related_name="offers"
    )
    doctor = models.ForeignKey(User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="seat_offers")
    seat_no = models.PositiveSmallIntegerField(_("plass nummer"))
    state = models.CharField(_("tilstand"), max_length=12, choices=State, default=State.OFFERED)
    answer_by_at = models.DateTimeField(_("svar før"))
    by_hand = models.BooleanField(_("gitt for hånd"), default=False)
    since = models.DateTimeField(_("siden"), default=clock.now)

    class Meta:
        verbose_name = _("tilbud om kursplass")
        verbose_name_plural = _("tilbud om kursplass")
        ordering = ["round_run", "seat_no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round_run", "doctor"],
                condition=Q(state__in=["offered", "accepted"]),
                name="one_seat_a_doctor_in_a_run",
            ),
            models.UniqueConstraint(
                fields=["round_run", "seat_no"],
                condition=Q(state__in=["offered", "accepted"]),
                name="one_doctor_in_each_seat",
            ),
            models.CheckConstraint(name="seats_are_numbered_from_one", condition=Q(seat_no__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.round_run}"

    @property
    def answer_by_on(self) -> dt.date:
        return (self.answer_by_at - dt.timedelta(seconds=1)).astimezone(clock.OSLO).date()

    @property
    def answer_hour(self) -> str:
        """Where the last day is not whole: the hour that is too late."""
        due = self.answer_by_at.astimezone(clock.OSLO)
        return "" if due.time() == dt.time.min else f"{due:%H.%M}"


class OfferEvent(AppendOnlyModel, Fact):
    """One move of a seat, with its reason: the log of the waiting list."""

    digest_fields = ("offer_id", "state_after", "reason", "by_id", "acting_as", "at")

    offer = models.ForeignKey(
        SeatOffer, verbose_name=_("tilbud om kursplass"), on_delete=models.PROTECT, related_name="events"
    )
    state_after = models.CharField(_("tilstand etterpå"), max_length=12, choices=SeatOffer.State)
    reason = models.TextField(_("begrunnelse"), blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("utført av"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for tilbud om kursplass")
        verbose_name_plural = _("hendelser for tilbud om kursplass")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_state_after_display()


class WaitingListEntry(PublicIdModel):
    """A place in the order of a run, which never changes; who has left or got the seat is marked, not moved.

    The order is the allocation's and who has left stands in the application's events, so this row is no fact of its own.
    """

    round_run = models.ForeignKey(
        RoundRun, verbose_name=_("kursgjennomføring"), on_delete=models.PROTECT, related_name="waiting"
    )
    application = models.ForeignKey(
        CourseApplication, verbose_name=_("kurssøknad"), on_delete=models.PROTECT, related_name="waiting"
    )
    place = models.PositiveIntegerField(_("plass i rekken"))
    is_waiting = models.BooleanField(_("venter"), default=True)
    left_list_at = models.DateTimeField(_("forlot ventelisten"), null=True, blank=True)

    class Meta:
        verbose_name = _("plass på venteliste")
        verbose_name_plural = _("plasser på venteliste")
        ordering = ["round_run", "place"]
        constraints = [
            models.UniqueConstraint(fields=["round_run", "application"], name="once_on_a_waiting_list"),
            models.UniqueConstraint(fields=["round_run", "place"], name="one_in_each_waiting_place"),
        ]

    def __str__(self) -> str:
        return f"{self.round_run}, {self.place}"


class ManualChange(AppendOnlyModel, Fact):
    """What an officer did beside the rule, and why. All applicants of the round see it, without names.

    Of one run, or of the whole round: then no run stands in it, for that would tell what somebody wished for.
    """

    class Kind(models.TextChoices):
        SEATS = "seats", _("antall plasser endret")
        SEAT_GIVEN = "seat_given", _("plass gitt utenom rekken")
        SEAT_TAKEN = "seat_taken", _("tilbud trukket tilbake")
        RUN_LEFT = "run_left", _("tatt ut av runden")
        CANCELLED = "cancelled", _("kurset er avlyst")
        CAME_ANYWAY = "came_anyway", _("en som ikke hadde plass, var på kurset")
        JUDGED_ANEW = "judged_anew", _("en søker vurdert på nytt etter forhåndsvisningen")

    digest_fields = ("round_run_id", "kind", "before", "after", "reason", "by_id", "at")
    later_digest_fields = ("round_id",)

    round = models.ForeignKey(
        ApplicationRound,
        verbose_name=_("søknadsrunde"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="manual_changes",
    )
    round_run = models.ForeignKey(
        RoundRun,
        verbose_name=_("kursgjennomføring"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="manual_changes",
    )
    kind = models.CharField(_("hva"), max_length=12, choices=Kind)
    before = models.PositiveSmallIntegerField(_("før"), null=True, blank=True)
    after = models.PositiveSmallIntegerField(_("etter"), null=True, blank=True)
    reason = models.TextField(_("begrunnelse"))
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("endring for hånd")
        verbose_name_plural = _("endringer for hånd")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="manual_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="manual_change_of_a_run_or_of_the_round",
                condition=Q(round__isnull=True, round_run__isnull=False)
                | Q(round__isnull=False, round_run__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
