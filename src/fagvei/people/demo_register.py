"""A made-up personnel register, so that identification can be tried in the demo and in tests. Off everywhere else."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.people.identity import IDENTIFIERS, Assurance, IdentifiedPerson, Identity
from fagvei.people.models import User

# Fictional people at fictional places; the numbers are of no real person.
REGISTER = {"9800001": "Ragnhild Foss", "9800002": "Amund Lie", "9800003": "Tuva Engen"}


class DemoRegister:
    key = "demo"
    name: str | Promise = _("Demoregisteret (oppdiktede personer)")

    def is_available(self) -> bool:
        return bool(settings.FAGVEI_DEMO)

    def address(self, return_to: str) -> str:
        return f"{reverse('people:identify_demo')}?{urlencode({'neste': return_to})}"

    def find(self, hpr_number: str, name: str) -> IdentifiedPerson | None:
        """Number and name must fit together, as they do when a real provider answers."""
        known = REGISTER.get(hpr_number) or _name_of_demo_user(hpr_number)
        if not known or known.casefold() != name.strip().casefold():
            return None
        identity = Identity(self.key, subject=hpr_number, hpr_number=hpr_number, assurance=Assurance.SUBSTANTIAL)
        return IdentifiedPerson(known, identity)


def _name_of_demo_user(hpr_number: str) -> str:
    user = User.objects.filter(hpr_number=hpr_number, is_demo=True, is_active=True).first()
    return user.full_name if user else ""


DEMO_REGISTER = DemoRegister()


def connect() -> None:
    IDENTIFIERS[DemoRegister.key] = DEMO_REGISTER
