"""Why an applicant has a seat or not, in words: own rank, and of others only what at least five are behind."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.courses.rules.seats import FEWEST_FOR_A_CUT_OFF, months_enough, whole_months
from fagvei.planning.seats import Claim, Problem, Reasons, Verdict

SENIORITY = "seniority"


def sentences_of(
    reasons: Reasons,
    who: str,
    verdict: Verdict,
    own: dict[str, str] | None = None,
    regions: dict[str, str] | None = None,
) -> list[str]:
    """Why, in words. The cut-off is told in whole months, and only where at least five stood alike until then.

    `own`: the words of the course's own criteria, by their names in the problem. `regions`: the names of those that have
    seats first in this run, by code. A cut-off says something only of a run where somebody waits.
    """
    problem = reasons.problem
    told = [_("Du var nr. %(rank)s av %(of)s som søkte denne.") % {"rank": verdict.rank, "of": verdict.of}]
    code = verdict.reason.code
    passed_by = _listed([name for key, name in (regions or {}).items() if key in verdict.passed_by])
    if code == "seat_elsewhere":
        return [_("Du fikk plass på et ønske du satte høyere.")]
    if code == "no_seats":
        return [*told, _("Gjennomføringen hadde ingen plasser.")]
    if code == "all_reserved":
        return [*told, *_all_reserved(passed_by)]
    if verdict.component is None or verdict.cut_off is None:
        if verdict.by_reserve:
            return [*told, _("Du fikk en av plassene som er for leger fra regionen din først.")]
        return [*told, *_what_it_took(problem, verdict)] if verdict.run in reasons.allocation.waiting else told
    if verdict.by_reserve:
        told.append(
            _("Plasser som er for leger fra %(regions)s først, gikk til søkere som sto bak deg.")
            % {"regions": passed_by}
            if passed_by
            else _("Plasser som er for leger fra en region først, gikk til søkere som sto bak deg.")
        )
    if code == "lost_on_lottery":
        told.append(_("Du sto likt med den siste som fikk plass, og loddtrekningen avgjorde."))
    elif problem.components[verdict.component] == SENIORITY and _alike(reasons, verdict) >= FEWEST_FOR_A_CUT_OFF:
        if verdict.component:
            told.append(_("Blant søkere som sto likt med deg til og med regelen før, avgjorde tjenesten:"))
        told += _months(verdict, has_reserves=bool(problem.run_by_key[verdict.run].reserves))
    else:
        told += _lost_on(reasons, who, verdict, own or {})
    for change in verdict.would_change:
        if change.code == "more_seats":
            count = change.values["seats"]
            told.append(
                ngettext(
                    "Med én plass til hadde du fått plass.", "Med %(count)s plasser til hadde du fått plass.", count
                ) % {"count": count}
            )  # fmt: skip
    return told


def _all_reserved(names: str) -> list[str]:
    """Which reserve it was; nothing the applicant could have had more of would have changed it."""
    told = (
        _("Alle plassene gikk til leger fra %(regions)s, som de er for først.") % {"regions": names}
        if names
        else _("Alle plassene gikk til leger fra en region som de er for først.")
    )
    return [told, _("Lengre tjeneste hadde ikke gitt deg plass.")]


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def _what_it_took(problem: Problem, verdict: Verdict) -> list[str]:
    """For those with a seat: the cut-off, where service alone decided and at least five applied."""
    by_service = problem.components[0] == SENIORITY and not problem.run_by_key[verdict.run].reserves
    if verdict.cut_off is None or not by_service or verdict.of < FEWEST_FOR_A_CUT_OFF:
        return []
    months = whole_months(verdict.cut_off[0])
    return [_("Alle som fikk plass, hadde minst %(cut_off)s måneders tjeneste ved kursstart.") % {"cut_off": months}]


def _alike(reasons: Reasons, verdict: Verdict) -> int:
    """How many who applied for the run stood alike until the value that decided."""
    return reasons.alike(verdict.run, (verdict.cut_off or ())[: verdict.component])


def _lost_on(reasons: Reasons, who: str, verdict: Verdict, own: dict[str, str]) -> list[str]:
    """Beside service, a criterion of the course's own is something one has or has not. What would have changed it, exactly."""
    component = reasons.problem.components[verdict.component or 0]
    told = [_("Plassene gikk til søkere som sto foran deg etter regelen.")]
    if component not in own:
        return told
    told.append(_("Det som skilte, var denne regelen: %(words)s") % {"words": own[component]})
    if component == SENIORITY:
        return told
    if any(each.code == "more_value" and each.values["value"] == 1 for each in verdict.would_change):
        told.append(_("Med den oppfylt hadde du fått plass."))
    elif SENIORITY in reasons.problem.components:
        told += _with_it_met(reasons, who, verdict)
    return told + (_service_beside_it(reasons, who, verdict) if SENIORITY in reasons.problem.components else [])


def _with_it_met(reasons: Reasons, who: str, verdict: Verdict) -> list[str]:
    """To meet the criterion was not enough: among those who meet it, service decides."""
    number, decided = reasons.problem.components.index(SENIORITY), verdict.component or 0
    days = reasons.least(who, verdict.run, number, met=[decided])
    if days is None or number < decided:
        return []
    claim = _claim(reasons, who, verdict.run)
    before = tuple(1 if each == decided else value for each, value in enumerate(claim.values[:number]))
    if reasons.alike(verdict.run, before) < FEWEST_FOR_A_CUT_OFF:
        return [_("Med den oppfylt hadde du også trengt lengre tjeneste for å få plass.")]
    return [
        _("Med den oppfylt hadde du også trengt minst %(months)s måneders tjeneste ved kursstart. Du har %(own)s.")
        % {"months": months_enough(days), "own": whole_months(claim.values[number])}
    ]


def _service_beside_it(reasons: Reasons, who: str, verdict: Verdict) -> list[str]:
    """Whether longer service alone would have done, where another criterion decided."""
    number = reasons.problem.components.index(SENIORITY)
    days = reasons.least(who, verdict.run, number)
    if days is None:
        return [_("Lengre tjeneste alene hadde ikke gitt deg plass.")]
    before = _claim(reasons, who, verdict.run).values[:number]
    if reasons.alike(verdict.run, before) < FEWEST_FOR_A_CUT_OFF:
        return []
    return [_enough(days)]


def _claim(reasons: Reasons, who: str, run: str) -> Claim:
    return next(each for each in reasons.problem.applicant_by_key[who].claims if each.run == run)


def _enough(days: int) -> str:
    return _("Med minst %(months)s måneders tjeneste hadde du fått plass.") % {"months": months_enough(days)}


def _months(verdict: Verdict, *, has_reserves: bool) -> list[str]:
    change = next(each.values for each in verdict.would_change if each.code == "more_value")
    own = change["own"]
    last = verdict.cut_off[verdict.component] if verdict.cut_off and verdict.component is not None else 0
    cut_off, mine = whole_months(last), whole_months(own)
    sentence = (
        _(
            "Plassene du kunne få, gikk til søkere med minst %(cut_off)s måneders tjeneste ved kursstart. Du har %(own)s."
        )
        if has_reserves
        else _("Plassene gikk til søkere med minst %(cut_off)s måneders tjeneste ved kursstart. Du har %(own)s.")
    )
    told = [sentence % {"cut_off": cut_off, "own": mine}]
    if cut_off == mine:
        told.append(_("Forskjellen var mindre enn en måned."))
    return [*told, _enough(change["value"])]
