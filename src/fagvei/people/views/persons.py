"""The administrator's people: accounts, roles and posts of the own institution, never records."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import access, actions, queries
from fagvei.people.forms import ContactForm, FoundPersonForm, NewPersonForm, RoleForm
from fagvei.people.requests import PersonalRequest
from fagvei.people.views.mine import ACTIVE_ROLE
from fagvei.people.views.picking import Picker


@require_safe
def persons(request: PersonalRequest) -> HttpResponse:
    institution = _institution(request)
    page, rows = queries.persons_page(institution, request.GET.get("page", "1"))
    context = {
        "institution": institution,
        "page": page,
        "rows": rows,
        "circles": queries.decision_circles(institution=institution),
    }
    return render(request, "people/persons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: PersonalRequest) -> HttpResponse:
    institution = _institution(request)
    form = NewPersonForm(request.POST if request.method == "POST" else None)

    def perform() -> str:
        person = actions.add_user(
            **{name: form.cleaned_data[name] for name in ("username", "full_name", "email", "hpr_number")},
            is_demo=institution.is_demo,
            by=request.user,
        )
        _assign(form, person, institution, request)
        return reverse("people:person", args=[person.public_id])

    if request.method == "POST" and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    return render(request, "people/person_new.html", {"institution": institution, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def person_find(request: PersonalRequest) -> HttpResponse:
    """Give a role here to somebody who is in Fagvei already."""
    institution = _institution(request)
    picker = Picker(request, institution=institution)
    form = FoundPersonForm(picker.chosen_data, initial=picker.initial)
    picker.offer_in(form)

    def perform() -> str:
        person = form.cleaned_data["person"]
        _assign(form, person, institution, request)
        return reverse("people:person", args=[person.public_id])

    if picker.is_choosing and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    return render(request, "people/person_find.html", {"institution": institution, "picker": picker, "form": form})


@require_safe
def person(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    somebody = access.get_person_for(request.user, public_id)
    institution = _institution(request)
    context = {
        "person": somebody,
        "institution": institution,
        "page": queries.person_page_of(somebody, institution),
        "is_myself": somebody.pk == request.user.pk,
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_new(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    somebody = access.get_person_for(request.user, public_id, Permission.ASSIGN)
    institution = _institution(request)
    form = RoleForm(request.POST if request.method == "POST" else None)

    def perform() -> str:
        _assign(form, somebody, institution, request)
        return reverse("people:person", args=[somebody.public_id])

    if request.method == "POST" and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    return render(request, "people/role_new.html", {"person": somebody, "institution": institution, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    somebody = access.get_person_for(request.user, public_id, Permission.ADMINISTER)
    person_address = reverse("people:person", args=[somebody.public_id])
    initial = {"full_name": somebody.full_name, "email": somebody.email}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)

    def perform() -> str:
        actions.change_contact(
            user=somebody, full_name=form.cleaned_data["full_name"], email=form.cleaned_data["email"], by=request.user
        )
        return person_address

    if request.method == "POST" and (address := perform_once(request, form, perform)):
        return HttpResponseRedirect(address)
    return render(request, "people/person_change.html", {"person": somebody, "form": form})


@require_POST
def role_end(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    assignment = access.get_role_for(request.user, public_id, Permission.EDIT)
    person_address = reverse("people:person", args=[assignment.user.public_id])

    def perform() -> str:
        actions.end_role(assignment=assignment, by=request.user)
        return person_address

    return answer_button(request, ButtonForm(request.POST), perform, person_address)


@require_POST
def person_deactivate(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    somebody = access.get_person_for(request.user, public_id, Permission.ADMINISTER)
    person_address = reverse("people:person", args=[somebody.public_id])

    def perform() -> str:
        actions.deactivate_user(user=somebody, by=request.user)
        return person_address

    return answer_button(request, ButtonForm(request.POST), perform, person_address)


@require_POST
def person_reactivate(request: PersonalRequest, public_id: UUID) -> HttpResponse:
    somebody = access.get_person_for(request.user, public_id, Permission.ADMINISTER)
    person_address = reverse("people:person", args=[somebody.public_id])

    def perform() -> str:
        actions.reactivate_user(user=somebody, by=request.user)
        return person_address

    return answer_button(request, ButtonForm(request.POST), perform, person_address)


def _institution(request: PersonalRequest) -> TrainingInstitution:
    return access.get_institution_administered_by(request.user, acting_as=request.session.get(ACTIVE_ROLE))


def _assign(form: RoleForm, person: object, institution: TrainingInstitution, request: PersonalRequest) -> None:
    actions.assign_role(
        user=person,  # type: ignore[arg-type]
        role=form.cleaned_data["role"],
        institution=institution,
        by=request.user,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
    )
