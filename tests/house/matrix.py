"""The cells of the permission matrix, and the three other answers each is compared with: policy, queryset, HTTP."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import visits
from django.urls import reverse
from everybody import ANONYMOUS, DEACTIVATED, Specimen, World
from houseplan import Address

from fagvei.common.permissions import Permission, PermissionRow
from fagvei.config.permission_matrix import rows
from fagvei.courses import access as courses
from fagvei.crosswalk import access as crosswalk
from fagvei.curriculum import access as curriculum
from fagvei.guideline import access as guideline
from fagvei.handbook import access as handbook
from fagvei.people import access as people
from fagvei.surveys import access as surveys
from fagvei.training import access as training


@dataclass(frozen=True)
class Table:
    """What the rows say."""

    rows: list[PermissionRow]

    def allows(self, username: str, permission: str, specimen: Specimen) -> bool:
        return any(
            row.allows(word, specimen.state)
            for row in self._rows(specimen.object_type, permission)
            for word in specimen.words(username)
        )

    def ever_allows(self, username: str, permission: str, specimen: Specimen) -> bool:
        """Allowed by who the person is, in this state or in another."""
        rows = self._rows(specimen.object_type, permission)
        return any(word in row.relations for row in rows for word in specimen.words(username))

    def sees(self, username: str, specimen: Specimen) -> bool:
        if specimen.seen_by is not None:
            return username in specimen.seen_by
        return self.allows(username, Permission.SEE, specimen)

    def permissions_of(self, object_type: str) -> list[str]:
        return sorted({row.permission for row in self.rows if row.object_type == object_type})

    def addresses(self) -> dict[tuple[str, str], list[str]]:
        """(object type, url name): the permissions one may hold to go there."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.rows:
            for name in row.url_names:
                permissions = found.setdefault((row.object_type, name), [])
                if row.permission not in permissions:
                    permissions.append(row.permission)
        return found

    def _rows(self, object_type: str, permission: str) -> Iterator[PermissionRow]:
        return (row for row in self.rows if row.object_type == object_type and row.permission == permission)


def the_table() -> Table:
    return Table([row for _room, row in rows()])


# --- The policy and the queryset of each room, called as the room has written them -----------------------------------

PEOPLE = ("user", "role_assignment", "relation", "delegation", "access_log", "notification")
MENTORING = (
    "mentoring_series", "mentoring_group", "group_member", "mentoring_session", "group_session", "mentoring_text",
    "agreed_action", "teaching_session", "attendance",
)  # fmt: skip
RECORD = (
    "education_plan", "goal_plan", "plan_goal", "activity", "attachment", "opinion", "record_grant", "sign_off",
    "assessment_panel", "assessment", "multisource_round",
    "employment", "placement", "absence", "part1_confirmation", "service_certificate",
    "handover", "employer_change",
    "transfer_report", "transferred_item",
)  # fmt: skip

Policy = Callable[[Any, Permission, Specimen], bool]
POLICIES: dict[str, Policy] = {
    **dict.fromkeys(PEOPLE, lambda user, permission, specimen: people.can(user, permission, specimen.obj)),
    **dict.fromkeys(
        (*MENTORING, *RECORD), lambda user, permission, specimen: training.can(user, permission, specimen.obj)
    ),
    "appointment": lambda user, permission, specimen: people.can_appoint(user, specimen.obj, specimen.fields["kind"]),
    "feedback": lambda user, permission, specimen: (
        permission == Permission.CREATE or handbook.can(user, permission, specimen.obj)
    ),
    "goal_coverage": lambda user, permission, specimen: (
        permission == Permission.SEE or curriculum.may_correct(user, specimen.obj)
    ),
    "transition_rule": lambda user, permission, specimen: permission == Permission.SEE or curriculum.may_import(user),
    "goal_import": lambda user, permission, specimen: curriculum.may_import(user),
    "assessment_form": lambda user, permission, specimen: training.can_form(user, permission, specimen.obj),
    "procedure": lambda user, permission, specimen: (
        permission == Permission.SEE or curriculum.may_place(user, specimen.obj)
    ),
    # Open to all, so there is nothing to ask.
    **dict.fromkeys(
        ("handbook_page", "learning_goal"), lambda user, permission, specimen: permission == Permission.SEE
    ),
}

POLICIES |= dict.fromkeys(
    (
        "course",
        "course_appointment",
        "course_attendance",
        "course_evaluation",
        "course_proposal",
        "course_run",
        "joint_invitation",
        "external_certificate",
        "no_show",
        "plan_slot",
        "run_session",
        "application_round",
        "round_run",
        "course_application",
        "seat_offer",
        "waiting_list_entry",
    ),
    lambda user, permission, specimen: courses.can(user, permission, specimen.obj),
)

POLICIES |= dict.fromkeys(
    (
        "comment_follower",
        "consensus_round",
        "guideline",
        "normative_unit",
        "plain_text",
        "unit_comment",
        "unit_version",
        "related_document",
    ),
    lambda user, permission, specimen: guideline.can(user, permission, specimen.obj),
)

POLICIES |= {
    "changed_recommendation": lambda user, permission, specimen: (
        permission == Permission.SEE or crosswalk.may_answer(user, crosswalk.get_change(specimen.obj.code))
    ),
    "gap_plan": lambda user, permission, specimen: crosswalk.can_plan(user, permission, specimen.obj),
    "goal_pair": lambda user, permission, specimen: crosswalk.can(user, permission, specimen.obj),
}

POLICIES |= dict.fromkeys(
    ("free_text", "gap_survey", "improvement_measure", "national_gaps", "survey_item", "survey_round"),
    lambda user, permission, specimen: surveys.can(user, permission, specimen.obj),
)

QuerySetOf = Callable[[Any, Specimen], Any]
QUERYSETS: dict[str, QuerySetOf] = {
    **dict.fromkeys(PEOPLE, lambda user, specimen: people.visible_to(user, type(specimen.obj))),
    **dict.fromkeys((*MENTORING, *RECORD), lambda user, specimen: type(specimen.obj).objects.visible_to(user)),
    "assessment_form": lambda user, specimen: type(specimen.obj).objects.visible_to(user),
    "course_application": lambda user, specimen: type(specimen.obj).objects.visible_to(user),
    "feedback": lambda user, specimen: handbook.visible_to(user),
    "gap_plan": lambda user, specimen: crosswalk.plans_visible_to(user),
    "goal_pair": lambda user, specimen: crosswalk.visible_to(user),
    "gap_survey": lambda user, specimen: type(specimen.obj).objects.visible_to(user),
    "improvement_measure": lambda user, specimen: type(specimen.obj).objects.visible_to(user),
    "comment_follower": lambda user, specimen: guideline.comment_followers_visible_to(user),
    "consensus_round": lambda user, specimen: guideline.consensus_rounds_visible_to(user),
    "plain_text": lambda user, specimen: guideline.plain_texts_visible_to(user),
    "unit_comment": lambda user, specimen: guideline.comments_visible_to(user),
    "unit_version": lambda user, specimen: guideline.visible_to(user),
}

# Seen as something else (a relation, a page that is open), so no list is asked for them.
WITHOUT_QUERYSET = frozenset(
    {
        "appointment",
        "handbook_page",
        "learning_goal",
        "goal_coverage",
        "goal_import",
        "procedure",
        "transition_rule",
        "course",
        "course_appointment",
        "course_attendance",
        "course_evaluation",
        "course_proposal",
        "course_run",
        "joint_invitation",
        "external_certificate",
        "free_text",
        "no_show",
        "plan_slot",
        "run_session",
        "application_round",
        "round_run",
        "seat_offer",
        "waiting_list_entry",
        "guideline",
        "normative_unit",
        "related_document",
        "changed_recommendation",
        "national_gaps",
        "survey_item",
        "survey_round",
    }  # fmt: skip
)


def policy_says(user: Any, permission: Permission, specimen: Specimen) -> bool:
    return POLICIES[specimen.object_type](user, permission, specimen)


def queryset_says(user: Any, specimen: Specimen) -> bool:
    return specimen.obj.pk in queryset_shows(user, [specimen])


def queryset_shows(user: Any, alike: list[Specimen]) -> set[Any]:
    """Which of these, all of one type and one table, `user` finds in the list: their keys, by one question."""
    found = QUERYSETS[alike[0].object_type](user, alike[0]).filter(pk__in=[each.obj.pk for each in alike])
    return set(found.order_by().values_list("pk", flat=True))


def alike(specimens: Iterable[Specimen]) -> list[list[Specimen]]:
    """Those whose list is the same one."""
    groups: dict[tuple[str, type], list[Specimen]] = {}
    for each in specimens:
        if each.object_type not in WITHOUT_QUERYSET:
            groups.setdefault((each.object_type, type(each.obj)), []).append(each)
    return list(groups.values())


def usernames(world: World) -> list[str]:
    return [*world.people, ANONYMOUS]


def is_somebody(username: str) -> bool:
    """Neither a visitor nor the holder of an account that is closed."""
    return username not in {ANONYMOUS, DEACTIVATED}


# Addresses that name the doctor and not the plan.
OF_THE_DOCTOR = frozenset(
    {
        "courses:by_halfyear",
        "training:doctor_readiness",
        "training:agree_on_halfyear",
        "training:plan",
        "training:prepare_certificate",
        "training:assign_plan",
        "training:bring_transfer",
        "training:call_panel",
        "training:hand_over_leader",
        "training:hand_over_mentor",
        "training:hand_over_supervisor",
        "training:confirm_part_1",
        "training:halfyear_history",
        "training:halfyears",
        "training:make_halfyears",
        "training:mark_on_behalf",
        "training:move_in_halfyears",
        "training:note_in_halfyears",
        "training:procedures",
        "training:rollover",
        "training:service",
        "training:transfers",
    }
)
# The series of one doctor's activities: it opens for every supervisor of the doctor and holds what was sent to oneself,
# so it has a test of its own.
SERIES = "training:sign_series"
# Addresses that name another thing than the object itself.
OF_A_COURSE = frozenset({"curriculum:course", "curriculum:goals_of_course"})
# Seen on the page of something else, which others may see without it.
ON_ANOTHER_PAGE = {"mentoring_text": "text", "opinion": "reason", "sign_off": "reason"}
# Addresses of the thing itself, where the rest of its type is looked at on another page.
OF_ITSELF = frozenset({"training:annul_sign_off"})


def leads_to(at: Address, specimen: Specimen) -> bool:
    """An appointment has an address for each kind; everything else is reached at all addresses of its type."""
    return specimen.object_type != "appointment" or at.name == f"people:{specimen.fields['kind']}_new"


def address(at: Address, specimen: Specimen) -> str:
    if at.name in OF_THE_DOCTOR | OF_A_COURSE:
        obj = specimen.fields["doctor" if at.name in OF_THE_DOCTOR else "course"]
        return reverse(at.name, kwargs={name: getattr(obj, name) for name in at.converters})
    fields = {} if at.name in OF_ITSELF else specimen.fields
    values = {name: fields.get(name, getattr(specimen.obj, name, None)) for name in at.converters}
    return reverse(at.name, kwargs=values)


# --- Visits ----------------------------------------------------------------------------------------------------------

SHOWN = 40
LOGIN = "/logg-inn/"


class Visit:
    """One answer over HTTP, and whether anything was written down as done."""

    def __init__(self, client, method: str, path: str, data: dict):
        before = visits.newest_event()
        with visits.nothing_stays(), visits.unchanged_session(client):
            self.response = client.get(path) if method == "GET" else client.post(path, data)
            self.status = self.response.status_code
            self.location = self.response.get("Location", "")
            self.acted = self.status < 500 and visits.newest_event() > before

    @property
    def went_to_login(self) -> bool:
        return self.status == 302 and self.location.startswith(LOGIN)

    def __str__(self) -> str:
        return f"{self.status} {self.location}{', and something was done' if self.acted else ''}"


def agree(cells: Iterable[str]) -> None:
    """Nothing differs; otherwise the first ones are shown."""
    wrong = list(cells)
    assert not wrong, f"{len(wrong)} differ:\n" + "\n".join(wrong[:SHOWN])
