"""Shape and language of what people type into the record. What is allowed is decided by the actions."""

from fagvei.training.forms.activities import (
    ActivityForm,
    AnnulForm,
    AnswerObjectionForm,
    AttachForm,
    MarkOnBehalfForm,
    ObjectForm,
    ReturnActivityForm,
    SendActivityForm,
    SignActivityForm,
)
from fagvei.training.forms.goals import (
    CompleteGoalForm,
    EquivalentForm,
    OpinionForm,
    RaiseRepetitionsForm,
    ReasonForm,
    ReturnGoalForm,
    SignOffForm,
)
from fagvei.training.forms.halfyear import AgreeForm, MoveForm, NoteForm
from fagvei.training.forms.plans import ArchivePlanForm, AssignPlanForm
from fagvei.training.forms.service import (
    AbsenceForm,
    AnnulServiceForm,
    CountingForm,
    EmploymentForm,
    EndServiceForm,
    Part1Form,
    PlacementForm,
    ReturnServiceForm,
)

__all__ = [
    "AbsenceForm",
    "ActivityForm",
    "AgreeForm",
    "AnnulForm",
    "AnnulServiceForm",
    "AnswerObjectionForm",
    "ArchivePlanForm",
    "AssignPlanForm",
    "AttachForm",
    "CompleteGoalForm",
    "CountingForm",
    "EmploymentForm",
    "EndServiceForm",
    "EquivalentForm",
    "MarkOnBehalfForm",
    "MoveForm",
    "NoteForm",
    "ObjectForm",
    "OpinionForm",
    "Part1Form",
    "PlacementForm",
    "RaiseRepetitionsForm",
    "ReasonForm",
    "ReturnActivityForm",
    "ReturnGoalForm",
    "ReturnServiceForm",
    "SendActivityForm",
    "SignActivityForm",
    "SignOffForm",
]
