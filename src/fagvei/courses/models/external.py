"""Courses that others arrange: the doctor's proof, and what the liaison RegUt decided about it. Events are the truth."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.files import SUFFIXES_OF_PROOFS, digest_of, path_by_content
from fagvei.common.models import AppendOnlyModel, Fact, PublicIdModel
from fagvei.courses.models.courses import Course
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.training.models import PlanActivity


class ExternalCertificate(PublicIdModel, Fact):
    """One external course that one doctor says to have taken. `activity` is what it became in the record."""

    class State(models.TextChoices):
        SENT = "sent", _("venter på RegUt")
        RETURNED = "returned", _("returnert til legen")
        APPROVED = "approved", _("godtatt og ført i mappen")
        REJECTED = "rejected", _("avvist")
        WITHDRAWN = "withdrawn", _("trukket")
        ANNULLED = "annulled", _("annullert")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.SENT: {State.RETURNED, State.APPROVED, State.REJECTED, State.WITHDRAWN},
        State.RETURNED: {State.SENT, State.WITHDRAWN},
        State.APPROVED: {State.ANNULLED},
        State.REJECTED: set(),
        State.WITHDRAWN: set(),
        State.ANNULLED: set(),
    }
    # Where nothing more of the same course on the same day is sent.
    STANDING = frozenset({State.SENT, State.RETURNED, State.APPROVED})
    DOCTORS = frozenset({State.SENT, State.RETURNED})
    digest_fields = ("doctor_id", "course_id", "institution_id", "ended_on", "place", "state", "activity_id", "since")

    doctor = models.ForeignKey(
        User, verbose_name=_("lege"), on_delete=models.PROTECT, related_name="external_certificates"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("kurs"), on_delete=models.PROTECT, related_name="external_certificates"
    )
    institution = models.ForeignKey(
        TrainingInstitution, verbose_name=_("behandlingsansvarlig"), on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(_("siste kursdag"))
    place = models.CharField(_("sted"), max_length=200, blank=True)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.SENT)
    since = models.DateTimeField(_("siden"), default=clock.now)
    activity = models.ForeignKey(
        PlanActivity,
        verbose_name=_("aktivitet i planen"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="external_certificates",
    )

    class Meta:
        verbose_name = _("bevis fra eksternt kurs")
        verbose_name_plural = _("bevis fra eksterne kurs")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["doctor", "course", "ended_on"],
                condition=Q(state__in=["sent", "returned", "approved"]),
                name="external_course_proved_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}"

    def get_absolute_url(self) -> str:
        return reverse("courses:external_certificate", args=[self.public_id])

    @property
    def waits_for_doctor(self) -> bool:
        return self.state == self.State.RETURNED


class ExternalCertificateEvent(AppendOnlyModel, Fact):
    """One step of a proof. `proof` is the SHA-256 of the file as it was then, so that a later file is another one."""

    class Kind(models.TextChoices):
        SENT = "sent", _("sendt")
        RETURNED = "returned", _("returnert")
        APPROVED = "approved", _("godtatt")
        REJECTED = "rejected", _("avvist")
        WITHDRAWN = "withdrawn", _("trukket")
        ANNULLED = "annulled", _("annullert")

    digest_fields = ("certificate_id", "kind", "state_after", "reason", "proof", "by_id", "acting_as", "at")

    certificate = models.ForeignKey(
        ExternalCertificate,
        verbose_name=_("bevis fra eksternt kurs"),
        on_delete=models.PROTECT,
        related_name="events",
    )
    kind = models.CharField(_("hendelse"), max_length=10, choices=Kind)
    state_after = models.CharField(_("tilstand etterpå"), max_length=10, choices=ExternalCertificate.State)
    reason = models.TextField(_("begrunnelse"), blank=True)
    proof = models.CharField(_("avtrykk"), max_length=64, blank=True)
    by = models.ForeignKey(User, verbose_name=_("utført av"), on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(_("i rollen"), max_length=40)
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("hendelse for bevis fra eksternt kurs")
        verbose_name_plural = _("hendelser for bevis fra eksterne kurs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


def proof_path(proof: "ExternalProof", filename: str) -> str:
    return path_by_content("course-proofs", proof.sha256, ExternalProof.SUFFIXES[proof.content_type])


class ExternalProof(PublicIdModel, Fact):
    """The file: PDF, PNG or JPEG by content, at most 10 MB, a download only. Taken away while nobody has decided about it."""

    SUFFIXES = SUFFIXES_OF_PROOFS
    digest_fields = ("certificate_id", "file_name", "name", "content_type", "size", "sha256", "uploaded_by_id", "at")
    undigested_fields = ("file",)  # its name is in the digest as `file_name`, its content as `sha256`

    certificate = models.OneToOneField(
        ExternalCertificate,
        verbose_name=_("bevis fra eksternt kurs"),
        on_delete=models.PROTECT,
        related_name="proof",
    )
    file = models.FileField(_("fil"), upload_to=proof_path)
    name = models.CharField(_("filnavn"), max_length=200)
    content_type = models.CharField(_("filtype"), max_length=40)
    size = models.PositiveIntegerField(_("størrelse i byte"))
    sha256 = models.CharField(_("avtrykk"), max_length=64)
    uploaded_by = models.ForeignKey(User, verbose_name=_("lastet opp av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("fil til bevis fra eksternt kurs")
        verbose_name_plural = _("filer til bevis fra eksterne kurs")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        return self.file.name or ""

    def verify_content(self) -> str | None:
        """What lies on disk now. Must equal `sha256`."""
        return digest_of(self.file)
