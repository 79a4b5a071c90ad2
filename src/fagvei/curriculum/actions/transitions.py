"""A transition rule is entered by the directorate, with paragraph and source; a change is a new version."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import GoalSet, TransitionRule


class TransitionRuleWithoutBasis(Refusal):
    code = "transition_rule_without_basis"
    message = gettext_lazy("En overgangsregel må ha paragraf og kilde. Fagvei finner ikke på overgangsregler.")


@transaction.atomic
def save_transition_rule(
    *,
    code: str,
    goal_set: GoalSet,
    name: str,
    sentence: str,
    section: str,
    source: str,
    assigned_before_on: dt.date,
    until_on: dt.date | None,
    by: Any,
    is_ended: bool = False,
    is_demo: bool | None = None,
) -> TransitionRule:
    """`is_demo` is said by a content pack; what is typed is demo data in a demo."""
    if not (section.strip() and source.strip() and sentence.strip()):
        raise TransitionRuleWithoutBasis
    GoalSet.objects.select_for_update().get(pk=goal_set.pk)
    rule = TransitionRule.objects.create(
        code=code,
        version=TransitionRule.objects.filter(code=code).count() + 1,
        goal_set=goal_set,
        name=name,
        sentence=sentence,
        section=section,
        source=source,
        assigned_before_on=assigned_before_on,
        until_on=until_on,
        is_ended=is_ended,
        is_demo=settings.FAGVEI_DEMO if is_demo is None else is_demo,
        by=by,
    )
    audit.record(
        "transition_rule_saved", target=rule, by=by, details={"code": code, "version": rule.version}, facts=[rule]
    )
    return rule
