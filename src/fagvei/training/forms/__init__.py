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
from fagvei.training.forms.plans import ArchivePlanForm, AssignPlanForm

__all__ = [
    "ActivityForm",
    "AnnulForm",
    "AnswerObjectionForm",
    "ArchivePlanForm",
    "AssignPlanForm",
    "AttachForm",
    "CompleteGoalForm",
    "EquivalentForm",
    "MarkOnBehalfForm",
    "ObjectForm",
    "OpinionForm",
    "RaiseRepetitionsForm",
    "ReasonForm",
    "ReturnActivityForm",
    "ReturnGoalForm",
    "SendActivityForm",
    "SignActivityForm",
    "SignOffForm",
]
