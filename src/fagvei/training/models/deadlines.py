"""How long something may wait where a doctor is in training: no source gives a number, so the institution sets its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, Fact
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User


class TaskDeadline(AppendOnlyModel, Fact):
    """From a day on, within how many days a kind of task is done; without a number the deadline is taken away from that day.

    What came to somebody on an earlier day is measured by what held then, so that nothing becomes late afterwards.
    """

    class Kind(models.TextChoices):
        SIGNING = "signing", _("signere en aktivitet")
        OPINION = "opinion", _("gi uttalelse om et læringsmål")
        DECISION = "decision", _("avgjøre et læringsmål")
        SERVICE = "service", _("bekrefte tjeneste")
        CERTIFICATE = "certificate", _("skrive og signere en tjenestebekreftelse")

    MOST = 365
    digest_fields = ("institution_id", "kind", "days", "valid_from", "reason", "by_id", "at")

    institution = models.ForeignKey(
        TrainingInstitution,
        verbose_name=_("utdanningsvirksomhet"),
        on_delete=models.PROTECT,
        related_name="task_deadlines",
    )
    kind = models.CharField(_("type oppgave"), max_length=12, choices=Kind)
    days = models.PositiveSmallIntegerField(_("dager"), null=True, blank=True)
    valid_from = models.DateField(_("gjelder fra"))
    reason = models.CharField(_("hvor det er bestemt, og hvorfor"), max_length=300)
    by = models.ForeignKey(User, verbose_name=_("fastsatt av"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("oppgavefrist")
        verbose_name_plural = _("oppgavefrister")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="deadline_of_a_day_to_a_year", condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=365)
            ),
            models.CheckConstraint(name="deadline_says_where_it_is_decided", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days or '–'}"
