"""Questions about people. Doors and actions of other rooms ask here."""

from fagvei.people.queries.pages import (
    MyPage,
    RelationsPage,
    my_page_of,
    notifications_of,
    person_page_of,
    persons_page,
    readings_of,
    relations_page_of,
    tasks_for,
)
from fagvei.people.queries.relations import (
    active_roles,
    deciding_capacity,
    doctor_ids_decided_by,
    doctor_ids_led_by,
    doctor_ids_related_to,
    doctors_led_by,
    has_role,
    institution_of,
    leader_of,
    led_by,
    mentor_of,
    people_of,
    supervisors_of,
)
from fagvei.people.queries.reports import decision_circles, relations_unconfirmed
from fagvei.people.queries.searching import find_people, institutions_administered_by

__all__ = [
    "MyPage",
    "RelationsPage",
    "active_roles",
    "deciding_capacity",
    "decision_circles",
    "doctor_ids_decided_by",
    "doctor_ids_led_by",
    "doctor_ids_related_to",
    "doctors_led_by",
    "find_people",
    "has_role",
    "institution_of",
    "institutions_administered_by",
    "leader_of",
    "led_by",
    "mentor_of",
    "my_page_of",
    "notifications_of",
    "people_of",
    "person_page_of",
    "persons_page",
    "readings_of",
    "relations_page_of",
    "relations_unconfirmed",
    "supervisors_of",
    "tasks_for",
]
