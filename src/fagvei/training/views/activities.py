"""One activity: log it, change it, send it, object to it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm, faults_of
from fagvei.common.permissions import Permission
from fagvei.curriculum.models import LearningActivity
from fagvei.people import queries as people
from fagvei.training import access, actions, forms
from fagvei.training.models import PlanActivity
from fagvei.training.queries.activity_page import ActivityPage, activity_page
from fagvei.training.queries.log_page import LogPage, log_page
from fagvei.training.views.log_choices import goal_choices, initial_for, says_something, unsigned_choices
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import activity_status


@require_http_methods(["GET", "HEAD", "POST"])
def log_activity(request: SignedInRequest) -> HttpResponse:
    doctor = access.own_record(request.user)
    page = log_page(doctor)
    if request.htmx:
        return _goal_choice(request, page)
    if request.method != "POST":
        source, initial = initial_for(page, request.GET)
        form = forms.ActivityForm(page=page, initial=initial)
        return _log_answer(request, page, form, heading=_("Logg aktivitet"), source=source)
    form = forms.ActivityForm(request.POST, request.FILES, page=page)
    address = perform_once(request, form, lambda: _log(request, doctor, form))
    if address is not None:
        return HttpResponseRedirect(address)
    return _log_answer(request, page, form, heading=_("Logg aktivitet"))


def _log(request: SignedInRequest, doctor: Any, form: forms.ActivityForm) -> str:
    """Logged and sent in one transaction: what cannot be sent is not half saved."""
    facts = form.facts()
    upload = form.cleaned_data.get("upload")
    if not form.needs_signature:
        facts["supervisor"] = None
    logged = actions.log_activity(
        doctor=doctor, by=request.user, files=[upload] if upload else [], planned=form.is_planned(request.POST), **facts
    )
    _finish(request, logged, form)
    return logged.get_absolute_url()


def _finish(request: SignedInRequest, activity: PlanActivity, form: forms.ActivityForm) -> None:
    if request.POST.get("then") != "finish":
        messages.success(request, _("Kladden er lagret. Bare du ser den."))
    elif form.needs_signature:
        supervisor = form.cleaned_data["supervisor"]
        actions.send_activity(plan_activity=activity, supervisor=supervisor, by=request.user)
        messages.success(request, _("Sendt til %(name)s.") % {"name": supervisor})
    else:
        actions.fulfil_activity(plan_activity=activity, by=request.user)
        messages.success(request, _("Registrert som innfridd."))


def _log_answer(
    request: SignedInRequest,
    page: LogPage,
    form: forms.ActivityForm,
    *,
    heading: str,
    source: PlanActivity | None = None,
    activity: PlanActivity | None = None,
) -> HttpResponse:
    suggested, others = goal_choices(page, form)
    context = {
        "page": page,
        "form": form,
        "heading": heading,
        "activity": activity,
        "prefilled_from": source.public_id if source else None,
        "suggested": suggested,
        "other_goals": others,
        "unsigned": unsigned_choices(form),
        "procedures": str(LearningActivity.Kind.PROCEDURE.label).capitalize(),
        "finish_label": _finish_label(page),
        "faults": faults_of(form),
        "opened": {
            "own_words": says_something(form, "title"),
            "seldom": says_something(form, "repetitions", "independence", "reflection"),
        },
    }
    return render(request, "training/log_activity.html", context)


def _finish_label(page: LogPage) -> str:
    if len(page.supervisors) == 1:
        return _("Send til %(name)s") % {"name": page.supervisors[0].get_short_name()}
    return _("Send til signering")


def _goal_choice(request: SignedInRequest, page: LogPage) -> HttpResponse:
    """The goals again, for the activity just chosen; what was ticked stays ticked."""
    form = forms.ActivityForm(
        page=page, initial={"what": request.GET.get("what", ""), "goals": request.GET.getlist("goals")}
    )
    suggested, others = goal_choices(page, form, tick_coverage=True)
    return render(request, "training/_goal_choice.html", {"form": form, "suggested": suggested, "other_goals": others})


@require_http_methods(["GET", "HEAD", "POST"])
def change_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    activity = access.get_activity_for(request.user, public_id, Permission.EDIT)
    page = log_page(activity.doctor)
    if request.method != "POST":
        _source, initial = initial_for(page, {}, activity=activity)
        form = forms.ActivityForm(page=page, initial=initial, with_file=False)
        return _log_answer(request, page, form, heading=_("Endre aktivitet"), activity=activity)
    form = forms.ActivityForm(request.POST, page=page, with_file=False)
    address = perform_once(request, form, lambda: _change(request, activity, form))
    if address is not None:
        return HttpResponseRedirect(address)
    return _log_answer(request, page, form, heading=_("Endre aktivitet"), activity=activity)


def _change(request: SignedInRequest, activity: PlanActivity, form: forms.ActivityForm) -> str:
    facts = form.facts()
    if not form.needs_signature:
        facts["supervisor"] = None
    changed = actions.change_activity(
        plan_activity=activity, by=request.user, planned=form.is_planned(request.POST), **facts
    )
    _finish(request, changed or activity, form)
    return activity.get_absolute_url()


@require_safe
def activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id)
    return render(request, "training/activity.html", activity_context(request, activity_page(found, request.user)))


def activity_context(request: SignedInRequest, page: ActivityPage, **extra: Any) -> dict[str, Any]:
    """What the page shows of verbs: those the person may use and the state allows. A refused form comes in `extra`."""
    row, user = page.activity, request.user
    relations = access.relations_to(user, row.doctor)
    is_own, leads = "doctor" in relations, bool(relations & access.LEADS)
    is_draft, counts = row.state in PlanActivity.DRAFTS, row.state in PlanActivity.COUNTING
    signs = row.state == PlanActivity.State.SENT and row.supervisor == user and "supervisor" in relations
    objects = is_own and row.on_behalf_by is not None and counts and not row.has_open_objection
    supervisors = people.supervisors_of(row.doctor) if is_own and is_draft else []
    made: dict[str, Any] = {
        "page": page,
        "activity": row,
        "is_own": is_own,
        "reads_plan": bool(relations & access.READERS),
        "status": activity_status(page, user),
        "may_remove": is_own and is_draft,
        "can_change": is_own and is_draft,
        "can_recall": is_own and row.state == PlanActivity.State.SENT,
        "can_erase": is_own
        and row.state in (PlanActivity.State.PLANNED, PlanActivity.State.DONE)
        and not page.was_sent,
        "can_fulfil": is_own and is_draft and not row.needs_signature,
        "send_form": _send_form(page, supervisors) if is_own and is_draft and row.needs_signature else None,
        "sign_form": forms.SignActivityForm(initial={"seen_digest": page.digest}) if signs else None,
        "return_form": forms.ReturnActivityForm() if signs else None,
        "attach_form": forms.AttachForm() if is_own and is_draft else None,
        "object_form": forms.ObjectForm() if objects else None,
        "answer_form": forms.AnswerObjectionForm() if leads and row.has_open_objection else None,
        "annul_form": forms.AnnulForm() if counts and _may_annul(page, user, is_own, leads) else None,
        "series": [],
        "skip_url": "",
    }
    return {**made, **extra}


def _may_annul(page: ActivityPage, user: Any, is_own: bool, leads: bool) -> bool:
    """The doctor what nobody vouched for, the supervisor the own signature, the leader what is wrong in the record."""
    row = page.activity
    if is_own:
        return row.state == PlanActivity.State.FULFILLED and row.on_behalf_by is None
    return leads or (row.state == PlanActivity.State.SIGNED and row.supervisor == user)


def _send_form(page: ActivityPage, supervisors: list[Any]) -> forms.SendActivityForm:
    chosen = page.activity.supervisor or (supervisors[0] if len(supervisors) == 1 else None)
    return forms.SendActivityForm(
        supervisors=supervisors, initial={"supervisor": str(chosen.public_id) if chosen else ""}
    )


def _answer_form(request: SignedInRequest, found: PlanActivity, name: str, form: Any, perform: Any) -> HttpResponse:
    """A form on the activity's page: refused, it is shown there again with its sentence beside it."""
    address = perform_once(request, form, perform)
    if address is not None:
        return HttpResponseRedirect(address)
    return render(
        request, "training/activity.html", activity_context(request, activity_page(found, request.user), **{name: form})
    )


@require_POST
def send_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.SEND)
    form = forms.SendActivityForm(request.POST, supervisors=people.supervisors_of(found.doctor))

    def perform() -> str:
        actions.send_activity(plan_activity=found, supervisor=form.cleaned_data["supervisor"], by=request.user)
        messages.success(request, _("Sendt til %(name)s.") % {"name": form.cleaned_data["supervisor"]})
        return found.get_absolute_url()

    return _answer_form(request, found, "send_form", form, perform)


@require_POST
def recall_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.RECALL)

    def perform() -> str:
        actions.recall_activity(plan_activity=found, by=request.user)
        messages.success(request, _("Aktiviteten er kalt tilbake og ligger som kladd hos deg."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def fulfil_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.fulfil_activity(plan_activity=found, by=request.user)
        messages.success(request, _("Registrert som innfridd."))
        return found.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_POST
def object_to_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.OBJECT)
    form = forms.ObjectForm(request.POST)

    def perform() -> str:
        actions.object_to_activity(plan_activity=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Innsigelsen er sendt til lederen."))
        return found.get_absolute_url()

    return _answer_form(request, found, "object_form", form, perform)


@require_POST
def answer_objection(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    form = forms.AnswerObjectionForm(request.POST)

    def perform() -> str:
        actions.answer_objection(
            plan_activity=found,
            accept=form.cleaned_data["answer"] == "accept",
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Svaret er lagret, og legen har fått beskjed."))
        return found.get_absolute_url()

    return _answer_form(request, found, "answer_form", form, perform)


@require_POST
def annul_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.ANNUL)
    form = forms.AnnulForm(request.POST)

    def perform() -> str:
        actions.annul_activity(plan_activity=found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Aktiviteten er annullert. Den blir stående i tidslinjen."))
        return found.get_absolute_url()

    return _answer_form(request, found, "annul_form", form, perform)


@require_POST
def erase_draft(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.erase_draft(plan_activity=found, by=request.user)
        messages.success(request, _("Kladden er slettet."))
        return reverse("training:my_plan")

    return answer_button(request, ButtonForm(request.POST), perform, found)


@require_http_methods(["GET", "HEAD", "POST"])
def mark_on_behalf(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    doctor = access.get_doctor_for(request.user, public_id, Permission.MARK_ON_BEHALF)
    page = log_page(doctor)
    form = forms.MarkOnBehalfForm(request.POST or None, page=page, initial={"goals": _chosen_goal(request)})
    address = perform_once(request, form, lambda: _mark(request, doctor, form)) if request.method == "POST" else None
    if address is not None:
        return HttpResponseRedirect(address)
    suggested, others = goal_choices(page, form)
    context = {
        "form": form,
        "doctor": doctor,
        "page": page,
        "suggested": suggested,
        "other_goals": others,
        "faults": faults_of(form),
        "opened": {"own_words": says_something(form, "title")},
    }
    return render(request, "training/mark_on_behalf.html", context)


def _chosen_goal(request: SignedInRequest) -> list[str]:
    return [request.GET["mal"]] if "mal" in request.GET else []


def _mark(request: SignedInRequest, doctor: Any, form: forms.MarkOnBehalfForm) -> str:
    names = ("goals", "kind", "title", "done_on", "reason", "activity")
    marked = actions.mark_met_on_behalf(
        doctor=doctor, by=request.user, **{name: form.cleaned_data[name] for name in names}
    )
    messages.success(request, _("Markert på vegne av legen, som har fått beskjed."))
    return marked.get_absolute_url()
