"""The door of local forms: the education lead of the institution. The forms are no record of a doctor, so nothing is logged."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training.access.core import rows
from fagvei.training.models import AssessmentForm

FORM_ROWS = (
    rows("assessment_form", Permission.SEE, {"education_lead"}, "assessment_form"),
    rows(
        "assessment_form",
        Permission.EDIT,
        {"education_lead"},
        "change_assessment_form",
        "retire_assessment_form",
        states=frozenset({"local"}),
    ),
)


class EducationLeadsOnly(NotAllowed):
    message = _("Bare utdanningsansvarlig overlege ved en virksomhet lager lokale skjemaer.")


def institutions_led_by(user: User) -> list[TrainingInstitution]:
    roles = user.role_assignments.active().filter(role="education_lead", institution__isnull=False)
    return [role.institution for role in roles.select_related("institution").order_by("institution__name", "pk")]


def form_makers_institutions(user: User) -> list[TrainingInstitution]:
    """The door of the list: 403 for everybody else, for that forms exist is no secret."""
    institutions = institutions_led_by(user)
    if not institutions:
        raise EducationLeadsOnly
    return institutions


def can_form(user: User, permission: Permission, form: AssessmentForm) -> bool:
    if not user.is_active:
        return False
    if form.institution is None:
        return permission == Permission.SEE and bool(institutions_led_by(user))
    is_lead = has_role(user, "education_lead", institution=form.institution)
    return permission in (Permission.SEE, Permission.EDIT) and is_lead


def get_form_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> AssessmentForm:
    form = AssessmentForm.objects.select_related("institution").filter(public_id=public_id).first()
    if form is None or not can_form(user, Permission.SEE, form):
        raise Http404
    if not can_form(user, permission, form):
        raise NotAllowed(_("Felles skjemaer endres ikke her. Lag et lokalt skjema for virksomheten i stedet."))
    return form
