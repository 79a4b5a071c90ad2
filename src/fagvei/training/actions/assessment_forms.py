"""Forms of assessment: common ones from a content pack, local ones made by the education lead. A change is a new version."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training import rules
from fagvei.training.actions.refusals import TitleMissing
from fagvei.training.actions.refusals_of_assessments import FormNotLocal, FormNotUsable, FormRetired, NotEducationLead
from fagvei.training.models import AssessmentForm, AssessmentFormVersion

FAULTS = {
    "empty": FormNotUsable.message,
    "too_many": _("Skjemaet kan ha høyst 20 spørsmål."),
    "doubled": _("To spørsmål har samme nøkkel. Gi dem hver sin."),
    "options": _("Skalaer og valg må ha mellom to og ni ulike svar. Kommentarer og nivåer har ingen egne svar."),
    "order": rules.COMMENTS_FIRST.sentence,
}


@transaction.atomic
def save_common_form(*, code: str, kind: str, by: User | None, **content: Any) -> AssessmentFormVersion:
    """A form for the whole country, from a content pack: the next version when anything differs."""
    form, _is_new = AssessmentForm.objects.get_or_create(code=code, defaults={"kind": kind})
    return _publish(form, by=by, acting_as="", **content)


@transaction.atomic
def publish_local_form(
    *,
    institution: TrainingInstitution,
    name: str,
    intro: str,
    questions: Iterable[Mapping[str, Any]],
    by: User,
    form: AssessmentForm | None = None,
) -> AssessmentFormVersion:
    """A new local form, or the next version of one. The versions that are used stay as they were."""
    _check_lead(by, institution)
    if form is None:
        form = AssessmentForm.objects.create(
            code=f"lokalt-{secrets.token_hex(6)}", kind=AssessmentForm.Kind.LOCAL, institution=institution
        )
    form = AssessmentForm.objects.select_for_update().get(pk=form.pk)
    _check_local(form, institution)
    if not name.strip():
        raise TitleMissing(_("Gi skjemaet et navn."))
    return _publish(
        form,
        name=name,
        intro=intro,
        questions=list(questions),
        standing=AssessmentFormVersion.Standing.LOCAL,
        source=str(institution),
        retrieved_on=clock.today(),
        verification=AssessmentFormVersion.Verification.PRIMARY,
        by=by,
        acting_as="education_lead",
    )


@transaction.atomic
def retire_form(*, form: AssessmentForm, by: User) -> AssessmentForm:
    """Nobody can be asked with it any more; what was answered stands."""
    row = AssessmentForm.objects.select_for_update().get(pk=form.pk)
    if row.institution is None:
        raise FormNotLocal
    _check_lead(by, row.institution)
    _check_local(row, row.institution)
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    audit.record("assessment_form_retired", target=row, by=by, acting_as="education_lead", controller=row.institution)
    return row


def _publish(
    form: AssessmentForm,
    *,
    questions: Iterable[Mapping[str, Any]],
    by: User | None,
    acting_as: str,
    **content: Any,
) -> AssessmentFormVersion:
    rows = [dict(question) for question in questions]
    if fault := rules.form_fault(rules.questions_of(rows)):
        raise FormNotUsable(FAULTS[fault])
    number = form.versions.count() + 1
    version = AssessmentFormVersion.objects.create(form=form, number=number, questions=rows, published_by=by, **content)
    audit.record(
        "assessment_form_published",
        target=version,
        by=by,
        acting_as=acting_as,
        controller=form.institution or "",
        details={"number": number, "wording": version.wording_digest()},
    )
    return version


def _check_lead(by: User, institution: TrainingInstitution) -> None:
    if not has_role(by, "education_lead", institution=institution):
        raise NotEducationLead


def _check_local(form: AssessmentForm, institution: TrainingInstitution) -> None:
    if form.institution_id != institution.pk:
        raise FormNotLocal
    if form.retired_at is not None:
        raise FormRetired
