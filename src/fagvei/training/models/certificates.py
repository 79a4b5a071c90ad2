"""The service certificate: what one workplace says of a doctor's service, signed by the leader and the medically responsible consultant."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel, content_digest
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.models import Delegation, Relation, RoleAssignment, User
from fagvei.people.queries import doctor_ids_led_by


def _acting(user: Any, moment: Any) -> Any:
    """For whom the user is deputy now in the case of the outer row's doctor, at the outer row's institution."""
    return Delegation.objects.active(moment).filter(
        Q(doctor__isnull=True) | Q(doctor_id=OuterRef("doctor_id")),
        person=user,
        kind=Delegation.Kind.DEPUTY,
        institution_id=OuterRef("institution_id"),
    )


def _holds(role: str, moment: Any, *, person: str) -> Any:
    """The one in this column of the outer row holds the role at its institution now."""
    return RoleAssignment.objects.active(moment).filter(
        role=role, user__is_active=True, user_id=OuterRef(person), institution_id=OuterRef("institution_id")
    )


def _led_earlier_by(user: Any, at: Any = None) -> Any:
    """The user led the doctor there in the period and still leads there, or is deputy for who did; and nobody there leads
    the doctor now.
    """
    moment = at or clock.now()
    led = Relation.objects.filter(
        doctor_id=OuterRef("doctor_id"), institution_id=OuterRef("institution_id"), kind=Relation.Kind.LEADER
    )
    in_the_period = led.filter(
        Q(person=user) | Exists(_acting(user, moment).filter(leader_id=OuterRef("person_id"))),
        Exists(_holds("leader", moment, person="person_id")),
        ends_at__lte=moment,
        starts_at__date__lte=OuterRef("ends_on"),
        ends_at__date__gte=OuterRef("starts_on"),
    )
    return Exists(in_the_period) & ~Exists(led.active(moment))


def _acts_for_head(user: Any, moment: Any) -> Any:
    """Delegations of the user from a medically responsible consultant of the outer row's institution."""
    return _acting(user, moment).filter(Exists(_holds("medical_head", moment, person="leader_id")))


def _answers_now(user: Any, at: Any = None) -> Q:
    """Nobody is left there of those who led the doctor: a draft waits for the user, or for a leader the user is deputy for;
    what is signed, the user has signed in that capacity and still leads or is deputy there.
    """
    moment = at or clock.now()
    here = {"institution_id": OuterRef("institution_id")}
    led = Relation.objects.filter(doctor_id=OuterRef("doctor_id"), kind=Relation.Kind.LEADER, **here)
    leads = RoleAssignment.objects.active(moment).filter(role="leader", user__is_active=True)
    still = leads.filter(user_id=OuterRef("person_id"), institution_id=OuterRef("institution_id"))
    somebody = Exists(led.active(moment)) | Exists(led.filter(Exists(still), ends_at__lte=moment))
    acting = _acting(user, moment)
    for_a_leader = acting.filter(
        Exists(leads.filter(user_id=OuterRef("leader_id"), institution_id=OuterRef("institution_id")))
    )
    asked_leads = Exists(leads.filter(user_id=OuterRef("waiting_on_id"), **here))
    asked = asked_leads & (Q(waiting_on=user) | Exists(acting.filter(leader_id=OuterRef("waiting_on_id"))))
    signatures = CertificateEvent.objects.filter(certificate_id=OuterRef("pk"), kind="leader_signed", by=user)
    signed = Exists(signatures.filter(acting_as__in=CertificateEvent.NOW_THERE)) & (
        Exists(leads.filter(user=user, **here)) | Exists(for_a_leader)
    )
    return ~somebody & ((Q(state="draft") & asked) | (~Q(state="draft") & signed))


def _waits_for_head(user: Any, at: Any) -> Any:
    heads = RoleAssignment.objects.active(at).filter(
        role="medical_head", user=user, institution_id=OuterRef("institution_id")
    )
    has_left = ~Exists(_holds("medical_head", at, person="waiting_on_id"))
    return Exists(heads) & (Q(waiting_on=user) | has_left) & ~Q(doctor=user)


def _waits_for_deputy_of_head(user: Any, at: Any) -> Any:
    """Not for who has signed it as leader: the two signatures are of two people."""
    acts = Exists(_acts_for_head(user, at).filter(leader_id=OuterRef("waiting_on_id")))
    own = CertificateEvent.objects.filter(certificate_id=OuterRef("pk"), kind="leader_signed", by=user)
    return acts & ~Exists(own)


class ServiceCertificateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ServiceCertificateQuerySet":
        """The doctor and the leader from the first; the medically responsible consultant when the leader has signed; and who
        led the doctor at that workplace in the period, when the doctor has gone to another employer; and when nobody of
        those is left, the leader there whom the doctor has asked. Each has deputies.
        """
        heads = RoleAssignment.objects.active().filter(user=user, role="medical_head", institution__isnull=False)
        is_head = Q(institution_id__in=heads.values("institution_id")) | Exists(_acts_for_head(user, clock.now()))
        seen = Q(state__in=ServiceCertificate.SEEN_BY_HEAD) & is_head
        others = (seen | _led_earlier_by(user) | _answers_now(user)) & ~Q(doctor_id=user.pk)
        return self.filter(Q(doctor_id=user.pk) | doctor_ids_led_by(user) | others)

    def waiting_for(
        self, user: Any, *, leads: Collection[int], acts_for: Collection[int], at: Any = None
    ) -> "ServiceCertificateQuerySet":
        """What is the user's to write or sign: a draft waits for the doctor's leader there now, and without one for the
        leader it was asked of; what the leader has signed, for a medically responsible consultant there, for every one of
        them when the one it waited for has left the role. Each one's deputy has it too. `leads` are doctors, `acts_for`
        those deputised for.
        """
        leaders = Relation.objects.active(at).filter(
            kind=Relation.Kind.LEADER, doctor_id=OuterRef("doctor_id"), institution_id=OuterRef("institution_id")
        )
        led_there = Q(doctor_id__in=leads) & Exists(leaders.filter(Q(person=user) | Q(person_id__in=acts_for)))
        asked: Any = Q(waiting_on=user) & ~Exists(leaders)
        to_sign: Any = _waits_for_head(user, at)
        if acts_for:
            waits = Q(waiting_on_id__in=acts_for) & ~Q(doctor=user)
            asked |= waits & (_answers_now(user, at) | _led_earlier_by(user, at))
            to_sign |= waits & _waits_for_deputy_of_head(user, at)
        is_draft, is_signed = (Q(state=state) for state in ("draft", "leader_signed"))
        return self.filter(is_draft & (led_there | asked) | is_signed & to_sign)

    def standing(self) -> "ServiceCertificateQuerySet":
        return self.exclude(state=ServiceCertificate.State.ANNULLED)


class ServiceCertificate(PublicIdModel, Fact):
    """One workplace, one specialty (section 14). The periods and absences are written down as they were when it was made."""

    class State(models.TextChoices):
        DRAFT = "draft", _("under arbeid hos lederen")
        LEADER_SIGNED = "leader_signed", _("signert av lederen")
        SIGNED = "signed", _("signert av begge")
        ANNULLED = "annulled", _("annullert")

    class Satisfactory(models.TextChoices):
        YES = "yes", _("ja, tjenesten er utført tilfredsstillende")
        NO = "no", _("nei")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.LEADER_SIGNED, State.ANNULLED},
        State.LEADER_SIGNED: {State.SIGNED, State.DRAFT, State.ANNULLED},
        State.SIGNED: {State.ANNULLED},
        State.ANNULLED: set(),
    }
    OPEN = frozenset({State.DRAFT, State.LEADER_SIGNED})
    SEEN_BY_HEAD = frozenset({State.LEADER_SIGNED, State.SIGNED, State.ANNULLED})
    # What section 14 names as left out most often; none may be empty when it is signed.
    FIELDS = ("content", "supervision", "teaching", "duty", "satisfactory")
    content_fields = (
        "doctor_id", "institution_id", "place", "specialty_id", "starts_on", "ends_on", "service", "absences", *FIELDS,
    )  # fmt: skip
    digest_fields = (*content_fields, "state", "waiting_on_id", "since", "created_at")

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="service_certificates"
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        related_name="service_certificates",
    )
    place = models.CharField(_("tjenestested"), max_length=200)
    specialty = models.ForeignKey(
        Specialty, verbose_name=_("spesialitet"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("fra og med"))
    ends_on = models.DateField(_("til og med"))
    service = models.JSONField(_("tjenesteperioder"), default=list)
    absences = models.JSONField(_("fravær"), default=list)
    content = models.TextField(_("innholdet i tjenesten"), blank=True)
    supervision = models.TextField(_("supervisjon og veiledning"), blank=True)
    teaching = models.TextField(_("undervisning"), blank=True)
    duty = models.TextField(_("vakt"), blank=True)
    satisfactory = models.CharField(_("tilfredsstillende utført"), max_length=10, choices=Satisfactory, blank=True)
    state = models.CharField(_("tilstand"), max_length=20, choices=State, default=State.DRAFT)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("siden"), default=clock.now)
    created_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = ServiceCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("tjenestebekreftelse")
        verbose_name_plural = _("tjenestebekreftelser")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="certificate_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="signed_certificate_is_complete",
                condition=~Q(state__in=["leader_signed", "signed"])
                | ~(Q(content="") | Q(supervision="") | Q(teaching="") | Q(duty="") | Q(satisfactory="")),
            ),
        ]
        indexes = [models.Index(fields=["waiting_on", "state"])]

    def __str__(self) -> str:
        return self.place

    def get_absolute_url(self) -> str:
        return reverse("training:certificate", args=[self.public_id])

    @property
    def empty_fields(self) -> list[Any]:
        """Names on the screen of what must still be written."""
        names = {column.name: column.verbose_name for column in self._meta.fields}
        return [names[name] for name in self.FIELDS if not getattr(self, name).strip()]

    def content_digest(self) -> str:
        """The digest of what is signed. Both signatures hold it, so that a later change is found."""
        return content_digest({name: getattr(self, name) for name in self.content_fields})


class CertificateEvent(AppendOnlyModel, Fact):
    """One step of a certificate; a signature holds the digest of what was signed."""

    class Kind(models.TextChoices):
        ASKED_FOR = "asked_for", _("bedt om")
        PREPARED = "prepared", _("laget")
        CHANGED = "changed", _("endret")
        LEADER_SIGNED = "leader_signed", _("signert av lederen")
        HEAD_SIGNED = "head_signed", _("signert av medisinsk ansvarlig overlege")
        RETURNED = "returned", _("returnert til lederen")
        ANNULLED = "annulled", _("annullert")

    SIGNATURES = frozenset({Kind.LEADER_SIGNED, Kind.HEAD_SIGNED})
    # Leads there now, or acts for who does, and did not lead the doctor: the signature says so, and what it builds on.
    NOW_THERE = frozenset({"leader_there_now", "deputy_there_now"})
    # Led the doctor there in the period, or acts for who did.
    FORMER = frozenset({"former_leader", "deputy_of_former_leader"})
    HEADS = frozenset({"medical_head", "deputy_of_medical_head"})
    # What a signature says of who is not the leader or the consultant that the line names.
    STANDING_WORDS: ClassVar[dict[str, Any]] = {
        "deputy": _("Stedfortreder for lederen."),
        "deputy_of_former_leader": _("Stedfortreder for den som ledet legen i perioden."),
        "deputy_of_medical_head": _("Stedfortreder for medisinsk ansvarlig overlege."),
        "leader_there_now": _("Leder ved virksomheten nå, og har ikke ledet legen i perioden."),
        "deputy_there_now": _(
            "Stedfortreder for den som er leder ved virksomheten nå, og har ikke ledet legen i perioden."
        ),
    }
    digest_fields = (
        "certificate_id", "kind", "state_after", "waiting_on_id", "by_id", "acting_as", "at", "comment", "content_digest",
    )  # fmt: skip

    certificate = models.ForeignKey(
        ServiceCertificate, verbose_name=_("tjenestebekreftelse"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("hendelse"), max_length=20, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=20, choices=ServiceCertificate.State)
    waiting_on = models.ForeignKey(
        User, verbose_name=_("venter på"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    comment = models.TextField(_("kommentar"), blank=True)
    content_digest = models.CharField(_("avtrykk av innholdet"), max_length=64)

    class Meta:
        verbose_name = _("hendelse for tjenestebekreftelse")
        verbose_name_plural = _("hendelser for tjenestebekreftelse")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def standing_words(self) -> str:
        """What a signature says of a deputy, and of who did not lead the doctor; empty for all others."""
        return str(self.STANDING_WORDS.get(self.acting_as, "")) if self.kind in self.SIGNATURES else ""
