"""Forms of assessment from content packs. A form that changed becomes a new version; what was used stays as it was."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict, Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.common.refusal import Refusal
from fagvei.training import actions
from fagvei.training.models import AssessmentForm


class QuestionEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]+$", max_length=40)
    kind: Literal["comment", "level", "scale", "choice"]
    text: str = Field(min_length=1, max_length=300)
    help: str = Field("", max_length=300)
    options: list[str] = []
    required: bool = True


class FormEntry(Entry):
    code: str = Field(pattern=r"^[a-z0-9-]+$", max_length=80)
    kind: Literal["observed_encounter", "observed_procedure", "case_discussion", "multisource"]
    name: str = Field(min_length=1, max_length=200)
    intro: str = ""
    standing: Literal["recommended", "mentioned", "unconfirmed"]
    questions: list[QuestionEntry]


def load_form(entry: FormEntry, *, by: Any) -> Change:
    form = AssessmentForm.objects.filter(code=entry.code).first()
    newest = form.versions.order_by("number").last() if form else None
    wanted = {
        "name": entry.name,
        "intro": entry.intro,
        "standing": entry.standing,
        "questions": [question.model_dump() for question in entry.questions],
        **entry.sourcing,
    }
    changed = differences(newest, wanted)
    if changed:
        try:
            actions.save_common_form(code=entry.code, kind=entry.kind, by=by, **wanted)
        except Refusal as refusal:
            raise ItemRefused(str(refusal), "questions") from refusal
    return Change("forms", entry.code, newest is None, changed)


KINDS = (Kind("forms", gettext_lazy("Vurderingsskjemaer"), FormEntry, lambda entry: entry.code, load_form),)
