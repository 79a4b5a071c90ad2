"""Relations and delegations: seen by those in them, changed by the leader."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import access, actions, queries
from fagvei.people.forms import DelegationForm, RelationForm, candidates_at
from fagvei.people.models import Relation, User
from fagvei.people.requests import PersonalRequest
from fagvei.people.views.picking import Picker


@require_safe
def relations(request: PersonalRequest) -> HttpResponse:
    return render(request, "people/relations.html", {"page": queries.relations_page_of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def relation_new(request: PersonalRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Search for a person who holds the role at the doctor's institution, and choose."""
    doctor = access.get_doctor_to_appoint_for(request.user, public_id, kind)
    may_look_elsewhere = kind == Relation.Kind.SUPERVISOR
    not_before = None
    if kind == Relation.Kind.LEADER:
        institution, not_before = access.get_place_to_lead_at(request.user, doctor)
    elif may_look_elsewhere:
        institution = _place_chosen(request, _institution_of(doctor))
    else:
        institution = _institution_of(doctor)
    present = queries.people_of(doctor, kind) if kind in Relation.ONE_AT_A_TIME and not_before is None else []
    picker = Picker(
        request, institution=institution, only_role=kind, only_here=True, may_look_elsewhere=may_look_elsewhere
    )
    form = RelationForm(
        picker.chosen_data,
        candidates=candidates_at(institution, kind),
        replaces=bool(present),
        where=institution if may_look_elsewhere else None,
        not_before=not_before,
        initial=picker.initial,
    )
    picker.offer_in(form)

    def perform() -> str:
        person = form.cleaned_data["person"]
        actions.relate(
            doctor=doctor,
            person=person,
            kind=kind,
            institution=institution,
            by=request.user,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            replace=bool(present),
            reason=form.cleaned_data.get("reason", ""),
        )
        for told in {doctor, person} - {request.user}:
            actions.notify(
                user=told, kind="relation_started", text=_("En relasjon er endret."), path=reverse("people:relations")
            )
        return _after(doctor, kind)

    if picker.is_choosing and (address := perform_once(request, form, perform)):
        messages.success(request, _("Lagret."))
        return HttpResponseRedirect(address)
    context = {
        "doctor": doctor,
        "kind": kind,
        "title": _title(kind, present),
        "institution": institution,
        "begins_at": not_before,
        "may_look_elsewhere": may_look_elsewhere,
        "present": present,
        "picker": picker,
        "form": form,
    }
    return render(request, "people/relation_new.html", context)


@require_POST
def relation_end(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    relation = access.get_relation_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.end_relation(relation=relation, by=request.user)
        return reverse("people:relations")

    return answer_button(request, ButtonForm(request.POST), perform, "people:relations")


@require_http_methods(["GET", "HEAD", "POST"])
def relations_confirm(request: PersonalRequest) -> HttpResponse:
    """One press per relation, or all that were on the page; only those of one's own doctors are ever among them."""
    if request.method != "POST":
        rows = list(queries.relations_unconfirmed(request.user))
        return render(request, "people/relations_confirm.html", {"rows": rows})

    def perform() -> str:
        seen = set(request.POST.getlist("relation"))
        unconfirmed = queries.relations_unconfirmed(request.user)
        number = actions.confirm_relations(
            relations=[relation for relation in unconfirmed if str(relation.public_id) in seen], by=request.user
        )
        said = ngettext("%(n)s relasjon er bekreftet.", "%(n)s relasjoner er bekreftet.", number) % {"n": number}
        messages.success(request, said if number else _("Relasjonene var allerede bekreftet."))
        is_more = queries.relations_unconfirmed(request.user).exists()
        return reverse("people:relations_confirm" if is_more else "people:relations")

    return answer_button(request, ButtonForm(request.POST), perform, "people:relations_confirm")


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request: PersonalRequest) -> HttpResponse:
    """The leader lets a deputy or a delegate decide, within dates; the medically responsible consultant has a deputy."""
    institution, as_leader = access.get_place_to_delegate_at(request.user)
    picker = Picker(request, institution=institution, only_here=True)
    form = DelegationForm(
        picker.chosen_data,
        candidates=candidates_at(institution).exclude(pk=request.user.pk),
        doctors=queries.doctors_led_by(request.user, institution),
        as_leader=as_leader,
        initial={"kind": "deputy"} | picker.initial,
    )
    picker.offer_in(form)

    def perform() -> str:
        actions.delegate(
            leader=request.user,
            person=form.cleaned_data["person"],
            kind=form.cleaned_data["kind"],
            institution=institution,
            doctor=form.cleaned_data.get("doctor"),
            by=request.user,
            starts_at=form.starts_at,
            ends_at=form.required_ends_at,
        )
        actions.notify(
            user=form.cleaned_data["person"],
            kind="delegation_given",
            text=_("Du har fått en delegering."),
            path=reverse("people:relations"),
        )
        return reverse("people:relations")

    if picker.is_choosing and (address := perform_once(request, form, perform)):
        return redirect(address)
    context = {"institution": institution, "picker": picker, "form": form, "as_leader": as_leader}
    return render(request, "people/delegation_new.html", context)


@require_POST
def delegation_end(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    delegation = access.get_delegation_for(request.user, public_id, Permission.EDIT)

    def perform() -> str:
        actions.end_delegation(delegation=delegation, by=request.user)
        return reverse("people:relations")

    return answer_button(request, ButtonForm(request.POST), perform, "people:relations")


def _institution_of(doctor: User) -> TrainingInstitution:
    institution = queries.institution_of(doctor)
    if institution is None:
        raise NotAllowed(_("Legen har ingen stilling nå. Administratoren ved virksomheten må registrere den først."))
    return institution


def _place_chosen(request: PersonalRequest, home: TrainingInstitution) -> TrainingInstitution:
    """Where a supervisor is searched for: at home, or where the doctor stays for a while (R20)."""
    try:
        wanted = UUID(request.POST.get("where", ""))
    except ValueError:
        return home
    return queries.institution_with(wanted) or home


def _title(kind: str, present: list[User]) -> str:
    if kind == Relation.Kind.SUPERVISOR:
        return _("Legg til supervisør")
    if kind == Relation.Kind.MENTOR:
        return _("Bytt veileder") if present else _("Velg veileder")
    return _("Bytt leder") if present else _("Velg leder")


def _after(doctor: User, kind: str) -> str:
    if kind == Relation.Kind.LEADER:
        return reverse("people:person", args=[doctor.public_id])
    return reverse("people:relations")
