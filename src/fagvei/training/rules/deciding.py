"""R4, R5 and the own-case rule: who decides, and when the doctor may call back.

A capacity is "leader", "deputy", "delegate" or None; `people.queries.deciding_capacity` finds it for an instant.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

WHO_DECIDES = Rule(
    "R4",
    _("Bare lederen, stedfortrederen eller en delegert innenfor datoene sine avgjør et læringsmål."),
    "Kompetanseportalen, roller [S21]; spesialistforskriften § 26 [S19]",
)
RECALL_WHILE_WAITING = Rule(
    "R5",
    _("Legen kan kalle tilbake et læringsmål bare mens det venter på godkjenning."),
    "Kompetanseportalen, roller [S21]",
)
OWN_CASE = Rule("T-03", _("Ingen avgjør sin egen sak, uansett rolle."), "forvaltningsloven § 6 (inhabilitet)")
MAY_ASSIGN = Rule(
    "R9",
    _("Lederen tildeler planen. En plan som ikke er påbegynt, kan slettes; en påbegynt plan arkiveres."),
    "Kompetanseportalen, roller [S21]",
)
MAY_MARK_ON_BEHALF = Rule(
    "R4b",
    _(
        "Lederen kan markere en aktivitet som innfridd på vegne av legen, med begrunnelse. Legen kan komme med innsigelse."
    ),
    "Kompetanseportalen, roller [S21][S22b]",
)

DECIDERS = frozenset({"leader", "deputy", "delegate"})
# A delegate has got the task of deciding goals and nothing else.
LEADS = frozenset({"leader", "deputy"})


def is_own_case(person: Any, doctor: Any) -> bool:
    return person == doctor


def may_decide(capacity: str | None) -> bool:
    return capacity in DECIDERS


def may_assign(capacity: str | None) -> bool:
    return capacity in LEADS


def may_mark_on_behalf(capacity: str | None) -> bool:
    return capacity in LEADS


def may_be_recalled(state: str) -> bool:
    """True only in the state "sent"."""
    return state == "sent"
