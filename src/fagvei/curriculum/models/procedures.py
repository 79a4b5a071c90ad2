"""Where a procedure is learned when it is not at home, and which RegUt answers for it. Said by somebody, with a source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, AppendOnlyQuerySet
from fagvei.curriculum.models.activities import LearningActivity
from fagvei.organisations.models import RegionalEducationCentre


class ProcedurePlaceQuerySet(AppendOnlyQuerySet):
    def newest(self) -> "ProcedurePlaceQuerySet":
        """Of each procedure the row that holds."""
        later = ProcedurePlace.objects.filter(activity_id=models.OuterRef("activity_id"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))


class ProcedurePlace(AppendOnlyModel):
    """The newest row of a procedure holds. No row: nobody has said, which the pages show as not known."""

    activity = models.ForeignKey(
        LearningActivity, verbose_name=_("læringsaktivitet"), on_delete=models.PROTECT, related_name="places"
    )
    place = models.CharField(_("sted"), max_length=200, blank=True)
    centre = models.ForeignKey(
        RegionalEducationCentre,
        verbose_name=_("ansvarlig RegUt"),
        on_delete=models.PROTECT,
        related_name="procedure_places",
    )
    source = models.CharField(_("kilde"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("oppgitt av"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    objects = ProcedurePlaceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("sted for prosedyre")
        verbose_name_plural = _("steder for prosedyrer")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.activity}: {self.place or self.centre}"
