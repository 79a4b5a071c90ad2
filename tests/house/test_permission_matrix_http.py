"""Every cell of the permission matrix over HTTP: the answer to each person at each address of each object is the table's.

Every 23rd cell on SQLite, every 43rd on PostgreSQL, the same ones each time; `make test-long` visits every cell. What an
error page looks like is judged elsewhere; here it is bare, for most cells end in one.
"""

import datetime as dt
import html
import os
import re
from itertools import islice

import forms_of_addresses as forms
import matrix
import pages
import pytest
import visits
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from everybody import AROUND, Specimen, World
from houseplan import Address, addresses
from matrix import Visit, agree

from fagvei.common import clock
from fagvei.common.permissions import Permission
from fagvei.config.open_urls import LOGIN_ONLY, OPEN
from fagvei.people import access as people
from fagvei.people.stepup import SESSION_KEY
from fagvei.web import errors

# Begun first, for it takes longest.
pytestmark = [pytest.mark.django_db, pytest.mark.heavy]

EVERY = 1 if os.environ.get("FAGVEI_LONG") == "1" else 23 if connection.vendor == "sqlite" else 43
# While one object is being built: FAGVEI_CELLS=sign_off,opinion visits those alone.
ONLY = frozenset(filter(None, os.environ.get("FAGVEI_CELLS", "").split(",")))
IS_WHOLE = EVERY == 1 and not ONLY


@pytest.fixture(scope="module")
def table():
    return matrix.the_table()


@pytest.fixture(autouse=True)
def bare_error_pages(monkeypatch):
    monkeypatch.setattr(errors, "render", lambda _request, name, *_more, status: HttpResponse(name, status=status))


def http_cells(world: World, table: matrix.Table):
    """Person, address, permissions that open it, object. Addresses without an id are looked at further down."""
    by_name: dict[str, list[Address]] = {}
    for at in addresses():
        by_name.setdefault(at.name, []).append(at)
    number = 0
    for (object_type, url_name), permissions in sorted(table.addresses().items()):
        if ONLY and object_type not in ONLY:
            continue
        for at in by_name[url_name] if url_name != matrix.SERIES else []:
            for specimen in world.of_type(object_type) if at.converters else []:
                for username in matrix.usernames(world) if matrix.leads_to(at, specimen) else []:
                    number += 1
                    if number % EVERY == 0:
                        yield username, at, permissions, specimen


def expected(table: matrix.Table, username: str, permissions: list[str], specimen: Specimen) -> str:
    if any(table.allows(username, permission, specimen) for permission in permissions):
        return "open"
    if not matrix.is_somebody(username):
        return "login"
    if not table.sees(username, specimen):
        return "unseen"
    if any(table.ever_allows(username, permission, specimen) for permission in permissions):
        return "not now"
    return "forbidden"


def fits(outcome: str, visit: Visit, method: str) -> bool:
    if outcome == "open":
        return visit.status in {200, 302, 422} and not visit.went_to_login
    if visit.acted:
        return False
    return {
        "login": visit.went_to_login,
        "unseen": visit.status == 404,
        "forbidden": visit.status == 403,
        "not now": visit.status in {200, 302, 403, 409, 422},
    }[outcome]


def test_http_is_the_table(world, table, visitors):
    effective: dict[str, bool] = {}

    def wrong():
        for username, at, permissions, specimen in http_cells(world, table):
            if specimen.object_type in matrix.ON_ANOTHER_PAGE and Permission.SEE in permissions:
                continue
            outcome = expected(table, username, permissions, specimen)
            path = matrix.address(at, specimen)
            for method in forms.methods_of(at, path, visitors):
                data = visits.with_key(forms.data_for(at.name, world, specimen)) if method == "POST" else {}
                visit = Visit(visitors.client_of(username), method, path, data)
                if method == "POST" and outcome == "open":
                    effective[at.name] = effective.get(at.name, False) or visit.acted
                if not fits(outcome, visit, method):
                    yield f"{username} {method} {at.name} {specimen}: should be {outcome}, was {visit}"

    agree(wrong())
    if IS_WHOLE:
        idle = sorted(name for name, acted in effective.items() if not acted and name not in forms.LEAVES_NO_EVENT)
        assert set(forms.NOBODY_CAN) <= set(idle), "Somebody can by now: take it out of NOBODY_CAN."
        idle = [name for name in idle if name not in forms.NOBODY_CAN]
        assert not idle, f"Nobody could do anything at: {idle}. The posted data must be valid for somebody."


def test_whoever_walks_for_long_shows_again_who_it_is(world, visitors):
    """Every cell takes longer than an identification lasts: without this, signing would answer 403 half way."""
    session = visitors.client_of("bo").session
    session["account_authentication_methods"][0]["at"] -= 3600
    session[SESSION_KEY]["at"] = (clock.now() - dt.timedelta(hours=1)).isoformat()
    session.save()
    shown = visitors.client_of("bo").session[SESSION_KEY]["at"]
    assert clock.now() - dt.datetime.fromisoformat(shown) < dt.timedelta(minutes=1)


def test_a_series_opens_for_the_doctors_supervisors_and_holds_what_was_sent_to_oneself(world, visitors):
    activity = world.find("activity", "anna's, sent to siri").obj
    path = reverse(matrix.SERIES, args=[world.cast.anna.public_id])

    def wrong():
        for username in matrix.usernames(world):
            visit = Visit(visitors.client_of(username), "GET", path, {})
            is_supervisor = AROUND["anna"].get(username) == "supervisor"
            status = 200 if is_supervisor else 404 if matrix.is_somebody(username) else 302
            holds = visit.status == 200 and str(activity.public_id) in visit.response.content.decode()
            if visit.status != status or holds != (username == "siri"):
                yield f"{username} GET {path}: should be {status}, was {visit}, {'with' if holds else 'without'} it"

    agree(wrong())


def test_what_stands_on_anothers_page_is_shown_to_those_who_may_see_it(world, table, visitors):
    def wrong():
        for username, at, permissions, specimen in http_cells(world, table):
            if specimen.object_type not in matrix.ON_ANOTHER_PAGE or Permission.SEE not in permissions:
                continue
            words = getattr(specimen.obj, matrix.ON_ANOTHER_PAGE[specimen.object_type])
            visit = Visit(visitors.client_of(username), "GET", matrix.address(at, specimen), {})
            told = table.sees(username, specimen)
            shown = visit.status == 200 and words in visit.response.content.decode()
            if shown != told:
                yield f"{username} {at.name} {specimen}: should{'' if told else ' not'} be shown, was {visit}"

    agree(wrong())


def test_pages_without_an_id_hold_nothing_unseen(world, table, visitors):
    """Every such page, as everybody: nothing names an object that the person does not see."""
    personal = [specimen for specimen in world.specimens if hasattr(specimen.obj, "public_id")]
    pages = [at.name for at in addresses() if not at.converters and at.name not in forms.NO_PAGES]
    usernames = matrix.usernames(world)
    step = min(EVERY, len(usernames))  # each page is opened by somebody

    def wrong():
        for place, username in enumerate(usernames):
            hidden = {str(s.obj.public_id): s for s in personal if not _is_known_to(username, s, world, table)}
            for url_name in pages[place % step :: step]:
                visit = Visit(visitors.client_of(username), "GET", reverse(url_name), {})
                if visit.status >= 500:
                    yield f"{username} GET {url_name}: {visit}"
                text = "" if visit.response.streaming else visit.response.content.decode(errors="replace")
                for public_id, specimen in hidden.items():
                    if public_id in text:
                        yield f"{username} GET {url_name}: shows {specimen}"

    agree(wrong())


def _is_known_to(username: str, specimen: Specimen, world: World, table: matrix.Table) -> bool:
    """Seen in any of its shapes, or a person whom one stands near: an account is closed, but a name in a list is not."""
    if specimen.object_type == "user":
        near = [set(around) for around in AROUND.values()]
        # Who takes over from somebody stands near the doctor from then on.
        near += [set(s.relations) for s in world.specimens if s.object_type == "handover"]
        if any({username, specimen.obj.username} <= around for around in near):
            return True
    same = [s for s in world.specimens if s.obj == specimen.obj]
    return any(table.sees(username, s) or s.words(username) != {"public"} for s in same)


def test_no_page_links_to_a_closed_door(world, table, visitors):
    """A link that answers 403 or 404 to the person who sees it promises what is not there."""
    answers: dict[tuple[str, str], int] = {}

    def wrong():
        for username, path, at in islice(pages.openings(world, table), 0, None, EVERY):
            visit = Visit(visitors.client_of(username), "GET", path, {})
            if visit.status != 200 or visit.response.streaming or at.name in LINKS_TO_THE_PAST:
                continue
            for link in set(re.findall(r'href="(/[^"#]*)', visit.response.content.decode(errors="replace"))):
                link = html.unescape(link)
                if link.startswith("/static/"):
                    continue
                if (username, link) not in answers:
                    answers[username, link] = Visit(visitors.client_of(username), "GET", link, {}).status
                if answers[username, link] >= 400:
                    yield f"{username} on {at.name}: {link} is {answers[username, link]}"

    agree(sorted(set(wrong())))
    assert len(answers) > 200


# A notice stays when what it tells of is no longer one's own to see.
LINKS_TO_THE_PAST = {"web:inbox"}


# --- Pages without an object -----------------------------------------------------------------------------------------

# For holders of a role; the number is what everybody else gets.
ROLE_PAGES = {
    "people:persons": ({"hospital_admin"}, 403),
    "people:person_new": ({"hospital_admin"}, 403),
    "people:person_find": ({"hospital_admin"}, 403),
    "people:delegation_new": ({"leader", "medical_head"}, 403),
    "training:my_halfyear_history": ({"doctor"}, 404),
    "training:my_halfyears": ({"doctor"}, 404),
    "training:my_plan": ({"doctor"}, 404),
    "training:my_rollover": ({"doctor"}, 404),
    "training:my_transfers": ({"doctor"}, 404),
    "training:log_activity": ({"doctor"}, 404),
    "training:my_service": ({"doctor"}, 404),
    "training:new_employment": ({"doctor"}, 404),
    "training:mentoring": ({"doctor", "mentor"}, 404),
    "training:start_mentoring": ({"doctor", "mentor"}, 404),
    "training:start_group": ({"mentor"}, 404),
    "training:ask_for_certificate": ({"doctor"}, 404),
    "training:readiness": ({"doctor"}, 404),
    "training:my_assessments": ({"doctor"}, 404),
    "training:ask_assessment": ({"doctor"}, 404),
    "training:propose_round": ({"doctor"}, 404),
    "training:assessment_forms": ({"education_lead"}, 403),
    "training:new_assessment_form": ({"education_lead"}, 403),
    "training:import_teaching": ({"education_lead", "coordinator"}, 404),
    "training:plan_teaching": ({"education_lead", "coordinator"}, 404),
    "training:teaching_hours": ({"education_lead", "coordinator"}, 404),
    "interop:export": ({"doctor"}, 404),
    "curriculum:import_goals": ({"directorate_officer"}, 403),
}
OWN_PAGES = set(LOGIN_ONLY) - set(ROLE_PAGES)


def test_pages_of_a_role_are_closed_to_others(world, visitors):
    def wrong():
        for url_name, (roles, otherwise) in ROLE_PAGES.items():
            for username in matrix.usernames(world):
                visit = Visit(visitors.client_of(username), "GET", reverse(url_name), {})
                if not matrix.is_somebody(username):
                    if not visit.went_to_login:
                        yield f"{username} GET {url_name}: should be led to the login page, was {visit}"
                    continue
                active = world.people[username].role_assignments.active().values_list("role", flat=True)
                status = 200 if roles & set(active) else otherwise
                if visit.status != status:
                    yield f"{username} GET {url_name}: should be {status}, was {visit}"

    agree(wrong())


def test_every_page_without_an_id_is_own_or_open_or_of_a_role_or_a_list(table):
    with_rows = {url_name for _type, url_name in table.addresses()}
    plain = {at.name for at in addresses() if not at.converters}
    assert plain - OWN_PAGES - set(OPEN) - set(ROLE_PAGES) - with_rows == set()


# --- The comparison itself can fail ----------------------------------------------------------------------------------


def test_a_door_left_open_is_found(world, table, visitors, monkeypatch):
    """Planted: the door to an account forgets to ask."""
    account = world.find("user", "anna")
    path = f"/personer/{account.obj.public_id}/"
    assert Visit(visitors.client_of("tor"), "GET", path, {}).status == 404
    monkeypatch.setattr(people, "get_person_for", lambda user, public_id, permission=None: account.obj)
    visit = Visit(visitors.client_of("tor"), "GET", path, {})
    assert not fits(expected(table, "tor", [Permission.SEE], account), visit, "GET")
