"""Every address is closed to strangers unless listed, stands in the permission matrix, and changes nothing when looked at."""

import uuid
from types import ModuleType

import houseplan
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from houseplan import ROOT, Address, addresses

from fagvei.common.middleware import WRITES_ALLOWED_ON_GET, GetWrote, refuse_writes
from fagvei.common.models import IdempotencyKey
from fagvei.config import permission_matrix
from fagvei.config.open_urls import LOGIN_ONLY, OPEN

SAMPLES = {
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "UUIDConverter": uuid.UUID(int=1),
    "PathConverter": "x",
}


def url_of(address, **values):
    samples = {name: SAMPLES[type(converter).__name__] for name, converter in address.converters.items()}
    return reverse(address.name, kwargs=samples | values)


# --- Strangers ---


def answers_without_login(client, address):
    """Does it answer, instead of leading to the login page? POST is tried too: a form must be as closed as its page."""
    url = url_of(address)
    for response in (client.get(url), client.post(url)):
        led_to_login = response.status_code == 302 and response.url.startswith(f"{reverse('account_login')}?next=")
        if not led_to_login and response.status_code != 403:
            return True
    return False


def test_a_stranger_is_led_to_the_login_page_everywhere_but_where_listed(client, db):
    open_addresses = {address.name for address in addresses() if answers_without_login(client, address)}
    assert open_addresses - set(OPEN) == set()


def test_the_list_of_open_addresses_is_what_the_views_say():
    assert {address.name for address in addresses() if address.opens_without_login} == set(OPEN) & names()


@login_not_required
def forgotten_view(request):
    return HttpResponse("Anna Berg")


def urlconf(*patterns):
    module = ModuleType("planted_urls")
    module.urlpatterns = [*patterns, path("logg-inn/", forgotten_view, name="account_login")]
    return module


def test_a_view_that_somebody_opened_is_caught(client, db):
    planted = urlconf(path("apen/", forgotten_view, name="forgotten"))
    with override_settings(ROOT_URLCONF=planted):
        assert answers_without_login(client, addresses(planted)[0])


# --- The matrix ---


def names():
    return {address.name for address in addresses()}


def unnamed(all_names, covered):
    return sorted(set(all_names) - set(covered))


def test_every_address_names_its_permission_or_its_reason():
    assert unnamed(names(), permission_matrix.url_names() | set(OPEN) | set(LOGIN_ONLY)) == []


def test_an_address_without_permission_is_caught():
    assert unnamed(names() | {"people:secret"}, permission_matrix.url_names() | set(OPEN) | set(LOGIN_ONLY)) != []


def test_the_matrix_names_no_address_that_is_not_there():
    assert unnamed(permission_matrix.url_names(), names()) == []


def test_the_lists_name_no_address_that_is_not_there():
    assert unnamed(set(OPEN) | set(LOGIN_ONLY), names()) == []


def test_only_public_rows_are_open_and_nothing_is_both_open_and_closed():
    assert set(OPEN) & set(LOGIN_ONLY) == set()
    closed = {
        name for _room, row in permission_matrix.rows() if "public" not in row.relations for name in row.url_names
    }
    assert closed & set(OPEN) == set()


def test_the_document_of_permissions_is_current():
    assert (ROOT / "docs/permissions.md").read_text(encoding="utf-8") == permission_matrix.as_markdown()


# --- Looking changes nothing ---


def candidates(address):
    """Values that may open a page with an id: of each model of the room, its first and its last row."""
    kinds = {type(converter).__name__ for converter in address.converters.values()}
    if not kinds:
        return [{}]
    if len(address.converters) > 1 or kinds & {"IntConverter", "PathConverter"}:
        return []
    (name,) = address.converters
    return [{name: value} for value in values_in(address.room, "UUIDConverter" in kinds)]


def values_in(room, as_uuid):
    if room not in {config.label for config in apps.get_app_configs()}:
        return []
    found = []
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.concrete_fields:
            is_key = field.name == "public_id" if as_uuid else field.name in ("code", "slug")
            if is_key and (isinstance(field, models.UUIDField) == as_uuid):
                values = list(model._base_manager.order_by("pk").values_list(field.name, flat=True))
                found += [values[0], values[-1]] if values else []
    return list(dict.fromkeys(found))


class Crawler:
    """GETs everything it can name as one person after another. A write raises, and so does a broken page.

    What opens an address is found once, by the first who is let in; the others then knock there only. Addresses that
    begin alike are about the same things, so what opened one of them is tried first at the others.
    """

    def __init__(self):
        self.best = {}
        self.opens = {}
        self.opens_what_begins = {}

    def crawl(self, client):
        for address in addresses():
            alike = self.opens_what_begins.setdefault(address.pattern.split("<")[0], [])
            fitting = [each for each in alike if each.keys() == address.converters.keys()]
            for values in self.opens.get(address.name) or fitting or candidates(address):
                status = self.knock(client, address, values)
                if status != 404:
                    self.opens[address.name] = [values]
                    if address.converters and status != 405 and values not in alike:
                        alike.append(values)
                    break

    def knock(self, client, address, values):
        response = client.get(url_of(address, **values))
        assert response.status_code < 500, (address.name, response.status_code)
        self.best[address.name] = min(self.best.get(address.name, 999), response.status_code)
        return response.status_code


@pytest.mark.long  # minutes, since every address tries every kind of id; the guard itself is on in all page tests
def test_no_page_changes_anything_when_it_is_looked_at(build_history):
    assert settings.FAGVEI_GUARD_GET
    cast, crawler = build_history(), Crawler()
    for name in ("bo", "anna", "siri", "trond", "eva", None):
        client = Client()
        if name:
            client.force_login(getattr(cast, name))
        crawler.crawl(client)
    seen = crawler.best
    assert sum(status == 200 for status in seen.values()) > 30
    # Without an id everything that can be looked at was looked at by somebody.
    plain = {address.name for address in addresses() if not address.converters}
    assert {name for name in plain if seen[name] not in (200, 302, 405)} - SEEN_BY_NOBODY == set()
    # With an id, few are out of reach of all six.
    assert sum(status == 404 for status in seen.values()) < 10


# Addresses that nobody in the small history reaches, with the reason.
SEEN_BY_NOBODY = {
    "curriculum:import_goals",  # for administrators of the content, who are not in the cast
    "interop:api:api-root",  # answers 404 to all; it names the root of the programming interface
    "mfa_reauthenticate",  # needs a second factor
    "mfa_reauthenticate_webauthn",
}


def writes_on_get(request):
    IdempotencyKey.objects.create(key=uuid.uuid4(), owner="x", scope="x")
    return HttpResponse()


def test_a_page_that_writes_is_caught(client, db):
    writes_on_get.login_required = False
    with override_settings(ROOT_URLCONF=urlconf(path("skriver/", writes_on_get))):
        assert client.post("/skriver/").status_code == 200
        with pytest.raises(GetWrote, match="GET ran INSERT on common_idempotencykey"):
            client.get("/skriver/")


def test_exactly_two_writes_are_allowed_on_get_and_a_third_fails():
    assert WRITES_ALLOWED_ON_GET == {"audit_accesslog": ("INSERT",), "django_session": ("INSERT", "UPDATE")}


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "people_user" VALUES (1)',
        'UPDATE "audit_accesslog" SET what = 1',
        'DELETE FROM "django_session"',
        "  delete from audit_accesslog",
        "/* page */ UPDATE people_user SET is_active = 1",
        "WITH old AS (SELECT 1) INSERT INTO people_user SELECT * FROM old",
        "WITH gone AS (DELETE FROM people_user RETURNING 1) SELECT * FROM gone",
        "INSERT OR IGNORE INTO people_user VALUES (1)",
        'REPLACE INTO "people_user" VALUES (1)',
        "TRUNCATE people_user",
        "MERGE INTO people_user USING x ON true WHEN MATCHED THEN DELETE",
        "SELECT nextval('people_user_id_seq')",
        "SELECT 1; DELETE FROM people_user",
        "(WITH gone AS (DELETE FROM people_user RETURNING 1) SELECT * FROM gone)",
    ],
)
def test_no_spelling_of_a_write_gets_past_the_guard(sql):
    with pytest.raises(GetWrote):
        refuse_writes(lambda *_: None, sql, (), False, {})


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "people_user"."id" FROM "people_user" WHERE full_name = \'DELETE FROM x\'',
        'INSERT INTO "audit_accesslog" ("what") VALUES (%s)',
        'UPDATE "django_session" SET expire_date = %s',
        "WITH RECURSIVE tree AS (SELECT 1) SELECT * FROM tree",
        "SAVEPOINT x",
        "(SELECT 1) UNION (SELECT 2)",
    ],
)
def test_reading_gets_past_the_guard(sql):
    assert refuse_writes(lambda *_: "read", sql, (), False, {}) == "read"


def test_the_guard_stands_on_every_get(client, db, anna):
    """It is in the middleware, so it is also there on pages that nobody thought of."""
    client.force_login(anna)
    wrappers = []
    with override_settings(ROOT_URLCONF=urlconf(path("x/", _tell_wrappers(wrappers)))):
        client.get("/x/")
        client.post("/x/")
    assert wrappers == [True, False]


def _tell_wrappers(found):
    @login_not_required
    def view(request):
        found.append(refuse_writes in connection.execute_wrappers)
        return HttpResponse()

    return view


def test_a_sample_word_is_known_for_every_converter():
    for address in addresses():
        assert isinstance(address, Address)
        assert url_of(address).startswith("/")
    assert houseplan.FLOOR["config"] == 0
