"""Forms of assessment as the education lead sees them: each with its newest version and how often it is used."""

from dataclasses import dataclass

from django.db.models import Count

from fagvei.people.models import User
from fagvei.training.models import AssessmentForm, AssessmentFormVersion


@dataclass
class FormRow:
    form: AssessmentForm
    newest: AssessmentFormVersion
    used: int


def forms_page(user: User) -> list[FormRow]:
    """The institution's own first, then the common ones. Two queries."""
    forms = AssessmentForm.objects.visible_to(user).select_related("institution")
    newest = {
        version.form_id: version for version in AssessmentFormVersion.objects.filter(form__in=forms).order_by("number")
    }
    rows = [
        FormRow(form, newest[form.pk], used=form.used)
        for form in forms.annotate(used=Count("versions__assessments"))
        if form.pk in newest
    ]
    return sorted(
        rows, key=lambda row: (row.form.retired_at is not None, row.form.institution is None, row.newest.name)
    )


def form_page(form: AssessmentForm) -> list[AssessmentFormVersion]:
    """All versions, the newest first."""
    return list(form.versions.select_related("published_by").order_by("-number"))
