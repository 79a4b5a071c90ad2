"""Door, form, one action, answer."""

from fagvei.training.views.activities import (
    activity,
    annul_activity,
    answer_objection,
    change_activity,
    erase_draft,
    fulfil_activity,
    log_activity,
    mark_on_behalf,
    object_to_activity,
    recall_activity,
    send_activity,
)
from fagvei.training.views.attachments import attach, attachment, remove_attachment
from fagvei.training.views.deciding import (
    accept_equivalent,
    annul_sign_off,
    decide_goal,
    raise_repetitions,
    return_goal,
    sign_off_goal,
)
from fagvei.training.views.goals import complete_goal, give_opinion, goal, recall_goal, reopen_goal, send_goal
from fagvei.training.views.plans import archive_plan, assign_plan, delete_plan, my_doctors, my_plan, plan
from fagvei.training.views.signing import return_activity, sign_activity, sign_series

__all__ = [
    "accept_equivalent",
    "activity",
    "annul_activity",
    "annul_sign_off",
    "answer_objection",
    "archive_plan",
    "assign_plan",
    "attach",
    "attachment",
    "change_activity",
    "complete_goal",
    "decide_goal",
    "erase_draft",
    "delete_plan",
    "fulfil_activity",
    "give_opinion",
    "goal",
    "log_activity",
    "mark_on_behalf",
    "my_doctors",
    "my_plan",
    "object_to_activity",
    "plan",
    "raise_repetitions",
    "recall_activity",
    "recall_goal",
    "remove_attachment",
    "reopen_goal",
    "return_activity",
    "return_goal",
    "send_activity",
    "send_goal",
    "sign_activity",
    "sign_off_goal",
    "sign_series",
]
