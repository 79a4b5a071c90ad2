"""Surveys: the list, a new one, one with its questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.common.answers import answer_button, perform_once
from fagvei.common.forms import ButtonForm
from fagvei.common.permissions import Permission
from fagvei.guideline.queries.guideline_page import guidelines
from fagvei.people.requests import PersonalRequest
from fagvei.surveys import access, actions
from fagvei.surveys.forms.survey import ItemsForm, SurveyForm, TemplateForm
from fagvei.surveys.queries.survey_page import survey_page, template_of, to_choose, units_of_codes
from fagvei.surveys.queries.surveys_page import surveys_page


@require_safe
def surveys(request: PersonalRequest) -> HttpResponse:
    context = {
        "lines": surveys_page(request.user),
        "may_make": bool(access.institutions_of_owner(request.user)),
        "nation": access.guidelines_with_nation(request.user),
    }
    return render(request, "surveys/survey/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make_survey(request: PersonalRequest) -> HttpResponse:
    own = access.require_survey_owner(request.user)
    known = guidelines()
    form = SurveyForm(_posted(request), guidelines=known, institutions=own)

    def make() -> str:
        address = actions.make_survey(by=request.user, **form.content).get_absolute_url()
        messages.success(request, _("Undersøkelsen er laget. Velg nå anbefalingene det skal spørres om."))
        return address

    if request.method == "POST" and (address := perform_once(request, form, make)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "surveys/survey/make.html", {"form": form})


@require_safe
def survey(request: PersonalRequest, public_id: str) -> HttpResponse:
    found = access.get_survey_for(request.user, public_id)
    return render(request, "surveys/survey/survey.html", {"survey": found, "page": survey_page(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def choose_items(request: PersonalRequest, public_id: str) -> HttpResponse:
    found = access.get_survey_for(request.user, public_id, Permission.EDIT)
    form = ItemsForm(_posted(request), choices=to_choose(found))

    def choose() -> str:
        content = form.cleaned_data
        actions.choose_items(
            survey=found,
            units=units_of_codes(content["units"]),
            area=content["area"],
            reason=content["reason"],
            target=content["target"],
            by=request.user,
        )
        messages.success(request, _("Spørsmålene er lagt til."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, choose)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "surveys/survey/choose.html", {"form": form, "survey": found, "page": survey_page(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def use_template(request: PersonalRequest, public_id: str) -> HttpResponse:
    """The seven areas of the original survey, with what this guideline has a text for."""
    found = access.get_survey_for(request.user, public_id, Permission.EDIT)
    form = TemplateForm(_posted(request), areas=template_of(found))

    def use() -> str:
        chosen = {area: units_of_codes(codes) for area, codes in form.chosen.items()}
        content = form.cleaned_data
        actions.choose_by_area(
            survey=found, chosen=chosen, reason=content["reason"], target=content["target"], by=request.user
        )
        messages.success(request, _("Spørsmålene er lagt til."))
        return found.get_absolute_url()

    if request.method == "POST" and (address := perform_once(request, form, use)) is not None:
        return HttpResponseRedirect(address)
    return render(request, "surveys/survey/template.html", {"form": form, "survey": found, "page": survey_page(found)})


@require_POST
def drop_item(request: PersonalRequest, public_id: str) -> HttpResponse:
    item = access.get_item_for(request.user, public_id)

    def drop() -> str:
        actions.drop_item(item=item, by=request.user)
        messages.success(request, _("Spørsmålet er fjernet."))
        return item.survey.get_absolute_url()

    return answer_button(request, ButtonForm(request.POST), drop, back_to=item.survey)


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None
