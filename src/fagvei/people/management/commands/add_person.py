"""`fagvei add_person`: the way in for those whom no page can add, such as the first administrator of an institution."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common.refusal import Refusal
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre, Specialty, TrainingInstitution
from fagvei.people import actions
from fagvei.people.forms import NewPersonForm
from fagvei.people.models import RoleAssignment, User
from fagvei.people.roles import GIVEN_BY_LEADER, ROLES, Role

# Where a role points, and which field of the place is its code.
PLACES: dict[str, tuple[type[Model], str]] = {
    "institution": (TrainingInstitution, "code"),
    "region": (HealthRegion, "code"),
    "centre": (RegionalEducationCentre, "code"),
    "specialty": (Specialty, "slug"),
}
GIVEN_HERE = {key: role for key, role in ROLES.items() if key not in GIVEN_BY_LEADER}
# Option of the command and field of the account.
FIELDS = {"name": "full_name", "email": "email", "hpr": "hpr_number"}


class Command(BaseCommand):
    help = "Adds a person with roles, or gives somebody the roles that are lacking. All or nothing; can be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", default="", help="who; an account with this name gets what it lacks")
        parser.add_argument("--name", default="", help="full name; a new account needs it")
        parser.add_argument(
            "--email", default="", help="the letter for the first password goes here; a new account needs it"
        )
        parser.add_argument("--hpr", default="", help="HPR number, if there is one")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            metavar="KEY[@CODE]",
            help="a role and the code of its place, e.g. hospital_admin@helse-bergen; can be repeated",
        )
        parser.add_argument(
            "--ask-password", action="store_true", help="ask for the password of a new account, instead of by letter"
        )
        parser.add_argument("--list-roles", action="store_true", help="show the roles and what each points at")

    def handle(self, *args: Any, username: str, list_roles: bool, **options: Any) -> None:
        if list_roles:
            self._list_roles()
            return
        try:
            self._add(username, **options)
        except Refusal as refusal:
            raise CommandError(f"{refusal}\n" + _("Ingenting er endret.")) from refusal

    def _list_roles(self) -> None:
        for key, role in GIVEN_HERE.items():
            self.stdout.write(f"{key}{'' if role.scope == 'nation' else '@' + _('KODE')}")
            self.stdout.write(f"    {role.name} ({role.scope_name}). {role.description}")

    def _add(self, username: str, *, role: list[str], ask_password: bool, **options: Any) -> None:
        if not username or not role:
            raise Refusal(
                _("Oppgi et brukernavn og minst én --role. Rollene får du se med «fagvei add_person --list-roles».")
            )
        wanted = [_read_role(text) for text in dict.fromkeys(role)]
        given = {field: options[option] for option, field in FIELDS.items()}
        user = User.objects.filter(username=username).first()
        if user is not None:
            _check_same_person(user, given)
            with transaction.atomic():
                told = [_("Kontoen %s finnes fra før. Passordet er som det var.") % username]
                told += _give_roles(user, wanted)
        else:
            account = _read_account(username, given)
            password = _ask_password(User(**account)) if ask_password else None
            with transaction.atomic():
                user = actions.add_user(**account, password=password, by=None)
                told = [_("Kontoen %s er laget.") % username, *_give_roles(user, wanted)]
            if password is None:
                address = settings.FAGVEI_BASE_URL + reverse("account_reset_password")
                told.append(_("Kontoen har ikke noe passord ennå. Personen lager det selv her: %s") % address)
        for line in told:
            self.stdout.write(line)


def _read_role(text: str) -> tuple[Role, dict[str, Any]]:
    """A role and its place, from `KEY[@CODE]`."""
    key, at, code = text.partition("@")
    if key in GIVEN_BY_LEADER:
        raise Refusal(_("Rollen %s gis ikke her: Lederen gir den i Fagvei, med datoer.") % key)
    if key not in GIVEN_HERE:
        raise Refusal(
            _("Rollen «%(key)s» finnes ikke. Kjente roller: %(known)s.") % {"key": key, "known": ", ".join(GIVEN_HERE)}
        )
    role = GIVEN_HERE[key]
    if role.scope != "nation":
        return role, {role.scope: _place_of(role, code)}
    if at:
        raise Refusal(_("Rollen %(key)s gjelder hele landet: Skriv bare %(key)s, uten @ og kode.") % {"key": key})
    return role, {}


def _place_of(role: Role, code: str) -> Model:
    model, field = PLACES[role.scope]
    places = model._default_manager.all()
    place = places.filter(**{field: code}).first()
    if place is not None:
        return place
    known = ", ".join(places.order_by(field).values_list(field, flat=True))
    if not known:
        raise Refusal(
            _("Rollen %(key)s gjelder %(scope)s, og ingen er lastet inn ennå. Kjør «fagvei load_content» først.")
            % {"key": role.key, "scope": role.scope_name}
        )
    sentence = _("Rollen %(key)s gjelder %(scope)s: Skriv %(key)s@KODE. Kjente koder: %(known)s.") % {
        "key": role.key,
        "scope": role.scope_name,
        "known": known,
    }
    raise Refusal(_("Koden «%s» finnes ikke.") % code + f" {sentence}" if code else sentence)


def _read_account(username: str, given: dict[str, str]) -> dict[str, Any]:
    """What a new account holds, judged by the fields of the administrator's form."""
    account = {"username": username, **given}
    for name, value in account.items():
        field = NewPersonForm.base_fields[name]
        try:
            account[name] = field.clean(value)
        except ValidationError as error:
            raise Refusal(f"{field.label}: " + " ".join(error.messages)) from error
    return account | {"email": account["email"].lower()}  # as allauth looks it up


def _check_same_person(user: User, given: dict[str, str]) -> None:
    """Roles must not go to a namesake: what is told about somebody who is here already has to fit."""
    if not user.is_active:
        raise Refusal(_("Kontoen %s er stengt, og får ingen roller.") % user.username)
    for name, value in given.items():
        if value and value.strip().lower() != (getattr(user, name) or "").lower():
            label = NewPersonForm.base_fields[name].label
            raise Refusal(
                _("Kontoen %(username)s finnes, men dette stemmer ikke: %(label)s. Er det samme person?")
                % {"username": user.username, "label": label}
            )


def _ask_password(user: User) -> str:
    password = getpass(_("Passord: "))
    if getpass(_("Passordet en gang til: ")) != password:
        raise Refusal(_("De to passordene er ikke like."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    return password


def _give_roles(user: User, wanted: list[tuple[Role, dict[str, Any]]]) -> list[str]:
    """Give each role that is lacking now; a sentence for each."""
    told = []
    for role, scope in wanted:
        where = next(iter(scope.values()), None) or role.scope_name
        words = {"role": role.name, "where": where}
        if RoleAssignment.objects.active().filter(user=user, role=role.key, **scope).exists():
            told.append(_("Har rollen fra før: %(role)s, %(where)s.") % words)
        else:
            actions.assign_role(user=user, role=role.key, by=None, **scope)
            told.append(_("Har fått rollen: %(role)s, %(where)s.") % words)
    return told
