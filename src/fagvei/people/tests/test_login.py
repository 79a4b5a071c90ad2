"""In and out: passwords, one-time codes, limits, the chooser of the demo, and no way to sign up."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core.cache.backends.filebased import FileBasedCache
from django.urls import NoReverseMatch, reverse

from fagvei.config.settings import CACHES
from fagvei.people import actions
from fagvei.people.models import User


def is_logged_in(client):
    return "_auth_user_id" in client.session


def test_login_takes_one_to_the_page_one_wanted(client, anna, log_in):
    wanted = client.get("/min-side/")
    assert wanted.url == "/logg-inn/?next=/min-side/"

    answer = log_in(anna, next="/min-side/")

    assert (answer.status_code, answer.url) == (302, "/min-side/")
    assert "Anna Berg" in client.get("/min-side/").content.decode()


def test_the_login_page_is_norwegian_and_ours(client, db):
    page = client.get("/logg-inn/").content.decode()

    assert "<h1>Logg inn</h1>" in page
    assert "Brukernavn" in page
    assert 'href="/konto/glemt-passord/"' in page
    assert "Sign" not in page


def test_login_never_leads_to_another_site(client, anna, log_in):
    assert log_in(anna, next="https://evil.example/").url == "/"


def test_a_wrong_password_tells_no_more_than_an_unknown_name(client, anna, log_in):
    known, unknown = (
        client.post("/logg-inn/", {"login": name, "password": "feil"}).content.decode() for name in ("anna", "ukjent")
    )

    assert "Brukernavnet og/eller passordet" in known
    without_keys = [re.sub(r'value="[^"]*"|csrf[^,]*|: "[\w]{64}"', "", page) for page in (known, unknown)]
    assert without_keys[0].replace("anna", "") == without_keys[1].replace("ukjent", "")
    assert not is_logged_in(client)


def test_five_wrong_passwords_close_that_name_from_that_machine_only(client, anna, bo, log_in):
    for _ in range(4):
        assert log_in(anna, "feil").status_code == 200
    locked = log_in(anna, "feil")

    assert locked.status_code == 429
    assert "15 minutter" in locked.content.decode()
    assert log_in(anna).status_code == 429  # also with the right password
    assert client.post("/logg-inn/", {"login": " ANNA", "password": "demo"}).status_code == 429
    assert log_in(bo).status_code == 302
    client.logout()
    elsewhere = client.post("/logg-inn/", {"login": "anna", "password": "demo"}, REMOTE_ADDR="10.1.2.3")
    assert elsewhere.status_code == 302


def test_many_machines_together_do_not_guess_on(client, anna, bo, log_in):
    """Thirty tries in a quarter of an hour, from wherever; a login that succeeds is not one of them."""

    def try_from(number, password):
        data = {"login": " ANNA" if number % 2 else "anna", "password": password}
        return client.post("/logg-inn/", data, REMOTE_ADDR=f"10.1.{number % 7}.{number}")

    for number in range(3):
        assert try_from(number, "demo").status_code == 302
        client.logout()
    for number in range(30):
        assert try_from(number, "feil").status_code == 200

    refused = try_from(99, "demo")

    assert refused.status_code == 200
    assert not is_logged_in(client)
    assert "Det er for mange feil forsøk på dette brukernavnet." in refused.content.decode()
    assert log_in(bo).status_code == 302


def test_what_is_counted_is_not_thrown_away_when_others_are_counted(tmp_path):
    """Django's own limit is 300 entries: then a guesser who tries many names makes room for more tries."""
    kept = FileBasedCache(tmp_path, {"OPTIONS": CACHES["default"]["OPTIONS"]})
    for number in range(400):
        kept.set(f"user-{number}", number)

    assert [kept.get(f"user-{number}") for number in range(400)] == list(range(400))


def test_what_axes_keeps_has_no_password(anna, log_in):
    log_in(anna, "hemmelig-men-feil")

    assert "hemmelig" not in str(AccessAttempt.objects.values())


def test_a_closed_account_is_told_so_only_with_the_right_password(client, anna, log_in):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert log_in(anna, "feil").status_code == 200
    answer = log_in(anna)

    assert answer.url == "/konto/stengt/"
    assert "Administratoren" in client.get(answer.url).content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_confirm_login_code", "mfa_signup_webauthn"]
)
def test_what_makes_no_sense_here_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


# --- The chooser of the demo ----------------------------------------------------------------------------------------


def test_one_click_logs_in_a_demo_person_as_a_real_login(client, anna, settings):
    settings.FAGVEI_DEMO = True
    page = client.get("/logg-inn/").content.decode()
    assert "Er i sitt tredje år" in page
    assert "Lege i spesialisering · Fjellheim sykehus HF" in page

    answer = client.post("/logg-inn/demo/", {"username": "anna", "next": "/min-side/"})

    assert answer.url == "/min-side/"
    [record] = client.session["account_authentication_methods"]
    assert record["method"] == "password"
    assert client.session["identified"]["user"] == str(anna.public_id)


def test_the_chooser_exists_in_the_demo_only_and_for_demo_people_only(client, anna, settings):
    settings.FAGVEI_DEMO = False
    assert client.post("/logg-inn/demo/", {"username": "anna"}).status_code == 404
    assert "Bli Anna" not in client.get("/logg-inn/").content.decode()

    settings.FAGVEI_DEMO = True
    actions.add_user(username="real", full_name="Ekte Person", by=None)
    for name in ("real", "finnes-ikke", "", "\x00"):
        assert client.post("/logg-inn/demo/", {"username": name}).status_code == 404
    assert client.get("/logg-inn/demo/").status_code == 405
    assert not is_logged_in(client)


def test_choosing_another_person_leaves_nothing_of_the_first(client, anna, bo, settings):
    settings.FAGVEI_DEMO = True
    client.post("/logg-inn/demo/", {"username": "anna"})
    session = client.session
    session["secret_of_anna"] = "x"
    session.save()

    client.post("/logg-inn/demo/", {"username": "bo"})

    assert client.session["_auth_user_id"] == str(bo.pk)
    assert "secret_of_anna" not in client.session


def test_the_chooser_asks_the_same_number_of_queries_for_one_and_many(client, anna, settings, count_queries):
    settings.FAGVEI_DEMO = True
    User.objects.exclude(username="anna").update(is_demo=False)
    assert len(client.get("/logg-inn/").context["demo_people"]) == 1
    one = count_queries(lambda: client.get("/logg-inn/"))
    User.objects.filter(username__in=["bo", "siri"]).update(is_demo=True)
    assert len(client.get("/logg-inn/").context["demo_people"]) == 3
    assert count_queries(lambda: client.get("/logg-inn/")) == one


# --- Password and one-time codes ------------------------------------------------------------------------------------


def test_the_password_is_changed_and_the_session_stays(client, anna, log_in):
    log_in(anna)
    assert "Bytt passord" in client.get("/konto/passord/").content.decode()

    answer = client.post(
        "/konto/passord/",
        {"oldpassword": "demo", "password1": "kaffe-på-fjellet-7", "password2": "kaffe-på-fjellet-7"},
    )

    assert answer.status_code == 302, answer.context["form"].errors
    anna.refresh_from_db()
    assert anna.check_password("kaffe-på-fjellet-7")
    assert is_logged_in(client)


def test_a_weak_password_is_refused_in_norwegian(client, anna, log_in):
    log_in(anna)

    page = client.post("/konto/passord/", {"oldpassword": "demo", "password1": "kort", "password2": "kort"})

    assert "Passordet er for kort. Det må ha minst 12 tegn." in page.content.decode()


def test_a_new_person_makes_the_first_password_by_mail(client, cast, trond, mailoutbox):
    actions.add_user(username="ny", full_name="Ny Lege", email="ny@example.org", by=trond)

    sent = client.post("/konto/glemt-passord/", {"email": "ny@example.org"})
    assert sent.url == "/konto/glemt-passord/sendt/"
    [mail] = mailoutbox
    assert not re.search(r"\bNy\b|Lege|\bny\b(?!e)", mail.body.split("http")[0].replace("nytt", ""))
    form_page = client.get(re.search(r"https?://[^/]+(/\S+)", mail.body).group(1), follow=True)
    address = form_page.redirect_chain[-1][0]
    new = {"password1": "kaffe-på-fjellet-7", "password2": "kaffe-på-fjellet-7"}
    assert client.post(address, new, follow=True).status_code == 200

    assert User.objects.get(username="ny").check_password("kaffe-på-fjellet-7")
    again = client.get(re.search(r"https?://[^/]+(/\S+)", mail.body).group(1), follow=True)
    assert "Lenken virker ikke lenger" in again.content.decode()


def test_asking_for_a_password_never_tells_who_is_registered(client, anna, mailoutbox):
    known = client.post("/konto/glemt-passord/", {"email": "anna@example.org"})
    unknown = client.post("/konto/glemt-passord/", {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]]


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def activate_totp(client, django_capture_on_commit_callbacks):
    def activate_totp():
        client.post("/konto/bekreft/", {"password": "demo"})
        secret = client.get("/konto/2fa/app/").context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/konto/2fa/app/", {"code": code_for(secret)})

    return activate_totp


def test_a_code_from_an_app_is_activated_and_then_asked_for(client, anna, log_in, activate_totp):
    log_in(anna)
    answer = activate_totp()

    assert answer.url == "/konto/2fa/reservekoder/"
    codes = client.get(answer.url).context["unused_codes"]
    assert len(codes) == 10
    assert "I bruk" in client.get("/konto/2fa/").content.decode()

    client.post("/logg-ut/")
    assert log_in(anna).url == "/logg-inn/kode/"
    assert not is_logged_in(client)
    assert client.get("/min-side/").status_code == 302
    assert "Skriv koden" in client.get("/logg-inn/kode/").content.decode()
    assert client.post("/logg-inn/kode/", {"code": "000000"}).status_code == 200
    assert client.post("/logg-inn/kode/", {"code": codes[0]}).status_code == 302
    assert is_logged_in(client)


def test_guessing_codes_is_stopped(client, anna, log_in, activate_totp):
    log_in(anna)
    activate_totp()
    client.post("/logg-ut/")
    log_in(anna)
    for _ in range(5):
        client.post("/logg-inn/kode/", {"code": "000000"})

    secret = Authenticator.objects.get(user=anna, type="totp").wrap().instance.data["secret"]
    late = client.post("/logg-inn/kode/", {"code": code_for(secret)})

    assert late.status_code == 200
    assert "For mange" in late.content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "/konto/passord/",
        "/konto/bekreft/",
        "/konto/2fa/",
        "/konto/2fa/app/",
        "/konto/2fa/nokler/",
        "/konto/2fa/nokler/ny/",
    ],
)
def test_the_pages_of_the_account_are_ours_and_norwegian(client, anna, log_in, address):
    log_in(anna)
    client.post("/konto/bekreft/", {"password": "demo"})
    page = client.get(address)

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert "Anna Berg" in text
    assert not re.search(r"\b(Sign|Password|Add|Remove|Manage|Your|Please)\b", re.sub(r"<script.*?</script>", "", text))
    assert not re.search(r"<script(?![^>]*(src=|application/json))|style=|onclick=", text)


# --- Out ------------------------------------------------------------------------------------------------------------


def test_logout_clears_the_browser_and_ends_the_session(client, anna, log_in):
    log_in(anna)
    key = client.session.session_key

    answer = client.post("/logg-ut/")

    assert answer.url == "/logget-ut/"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_logged_in(client)
    assert client.session.session_key != key
    assert client.get("/min-side/").status_code == 302
    assert "Du er logget ut" in client.get(answer.url).content.decode()


def test_an_address_logs_nobody_out(client, anna, log_in):
    log_in(anna)

    assert "Logg ut" in client.get("/logg-ut/").content.decode()
    assert is_logged_in(client)


def test_the_session_gets_a_new_id_at_login(client, anna, log_in):
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    log_in(anna)

    assert client.session.session_key != before
