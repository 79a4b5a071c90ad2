"""Choosing a person without a list of everybody: search, then choose. Both are POST, so no name stands in an address."""

from typing import Any

from django.forms import Form
from django.http import QueryDict

from fagvei.common.refusal import Refusal
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import actions
from fagvei.people.forms import SearchForm, WhereSearchForm
from fagvei.people.models import User
from fagvei.people.requests import PersonalRequest


class Picker:
    """The search half of a page with two forms. `is_choosing` tells that the other half was sent."""

    def __init__(
        self,
        request: PersonalRequest,
        *,
        institution: TrainingInstitution | None = None,
        only_role: str = "",
        only_here: bool = False,
        may_look_elsewhere: bool = False,
    ):
        self.is_searching = request.method == "POST" and "search" in request.POST
        self.is_choosing = request.method == "POST" and not self.is_searching
        self.chosen_data: QueryDict | None = request.POST if self.is_choosing else None
        searched = request.POST if self.is_searching else None
        if may_look_elsewhere and institution is not None:
            self.form: SearchForm = WhereSearchForm(searched, initial={"where": institution.public_id})
        else:
            self.form = SearchForm(searched)
        self.initial: dict[str, Any] = {}
        self.hits: list[User] = []
        if self.is_searching and self.form.is_valid():
            try:
                self.hits = actions.search_people(
                    text=self.form.cleaned_data["text"],
                    by=request.user,
                    institution=institution,
                    only_role=only_role,
                    only_here=only_here,
                )
            except Refusal as refusal:
                self.form.add_error("text", str(refusal))
        if len(self.hits) == 1:
            self.initial = {"person": str(self.hits[0].public_id)}

    @property
    def found_nobody(self) -> bool:
        return self.is_searching and self.form.is_valid() and not self.hits

    @property
    def shows_choice(self) -> bool:
        return self.is_choosing or bool(self.hits)

    def offer_in(self, form: Form) -> None:
        """Offer the hits; after an error, the person who was already chosen."""
        field: Any = form.fields["person"]
        if self.is_choosing:
            try:
                chosen = field.clean(form.data.get("person"))
            except Exception:
                chosen = None
            self.hits = [chosen] if chosen else []
        field.offer(self.hits)
