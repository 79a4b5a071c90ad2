"""RegUt says where a procedure is learned outside one's own institution, and who answers for it."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common.patients import refuse_national_ids
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import LearningActivity, ProcedurePlace
from fagvei.curriculum.queries import centres_of_officer, place_of
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User


class NotOfResponsibleCentre(Refusal):
    code = "not_of_responsible_centre"
    message = gettext_lazy("En annen RegUt er ansvarlig for prosedyren. Medarbeidere der kan endre stedet.")


class SourceMissing(Refusal):
    code = "source_missing"
    message = gettext_lazy("Skriv hvor opplysningen kommer fra.")


@transaction.atomic
def set_procedure_place(
    *, activity: LearningActivity, place: str, centre: RegionalEducationCentre, source: str, by: User
) -> ProcedurePlace:
    """The first officer who says it may come from any RegUt; from then on the responsible one keeps it right."""
    activity = LearningActivity.objects.select_for_update().get(pk=activity.pk)
    held, own = place_of(activity), centres_of_officer(by)
    if held is None and not own or held is not None and held.centre_id not in own:
        raise NotOfResponsibleCentre
    if not source.strip():
        raise SourceMissing
    refuse_national_ids((place, source))
    row = ProcedurePlace.objects.create(activity=activity, place=place, centre=centre, source=source, by=by)
    audit.record("procedure_place_set", target=row, by=by, details={"code": activity.code, "centre": centre.code})
    return row
