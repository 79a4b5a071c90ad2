"""The people on the login page of the demo. Fictional, and password `demo`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.people.models import User


@dataclass(frozen=True)
class DemoPerson:
    user: User
    line: str | Promise

    @property
    def role_line(self) -> str:
        """The roles of now, from rows that are fetched already."""
        return ", ".join(str(role) for role in self.user.role_assignments.all() if role.is_active())


# One line about each, in the order of the way from learning goal to approval.
LINES: dict[str, str | Promise] = {
    "anna": _("Er i sitt tredje år og har mål på vei til godkjenning."),
    "nora": _("Har få måneder igjen. Alle mål unntatt to er godkjent."),
    "line": _("Er i del 1 (LIS1) og har ikke valgt spesialitet."),
    "siri": _("Signerer aktiviteter Anna har sendt, og uttaler seg om mål."),
    "stian": _("Den andre supervisøren til Anna."),
    "cecilie": _("Veileder Anna over tid og uttaler seg om mål."),
    "bo": _("Leder Anna og Nora og avgjør om mål er nådd."),
    "mari": _("Medsignerer tjenestebekreftelser etter lederen."),
    "dag": _("Leder ved en annen virksomhet. Skal ikke se noe om Anna."),
    "trond": _("Holder personer og roller oppdatert. Ser aldri mapper."),
    "eva": _("Planlegger kurs og følger opp meldte feil."),
    "eli": _("Arrangerer kurs i nord og er spurt om en felles søknadsrunde."),
    "geir": _("Har ansvar for innholdet i kurs."),
    "berit": _("Sitter i kurskomiteen og leser hva deltakerne mente."),
    "jorunn": _("Holder virksomhetens utdanningsplan riktig."),
    "tuva": _("Følger utdanningen ved virksomheten med tall og undervisning."),
    "odd": _("Følger regionens plikter med tall."),
    "hilde": _("Følger kvaliteten og fatter vedtak."),
    "ivar": _("Gir råd når Helsedirektoratet spør."),
    "kari": _("Eier retningslinjen om avrusning."),
    "leif": _("Kvalitetssikrer anbefalinger sammen med eieren."),
    "mona": _("Leder en avdeling med en GAP-undersøkelse."),
}


def demo_people() -> list[DemoPerson]:
    """Those of them who are loaded, each with `role_line` ready, in two queries."""
    users = User.objects.filter(username__in=LINES, is_demo=True, is_active=True).prefetch_related(
        "role_assignments__institution",
        "role_assignments__centre",
        "role_assignments__region",
        "role_assignments__specialty",
    )
    order = list(LINES)
    people = [DemoPerson(user, LINES[user.username]) for user in users]
    return sorted(people, key=lambda person: order.index(person.user.username))
