"""Why an applicant has a seat or not, in words: own rank, and of others only what at least five are behind."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.courses.rules.seats import FEWEST_FOR_A_CUT_OFF, whole_months
from fagvei.planning.seats import Problem, Reasons, Verdict


def sentences_of(reasons: Reasons, verdict: Verdict, own: dict[str, str] | None = None) -> list[str]:
    """Why, in words. The cut-off is told in whole months, and only where at least five stood alike until then.

    `own`: the words of the course's own criteria, by their names in the problem. A cut-off says something only of a run
    where somebody waits.
    """
    problem = reasons.problem
    told = [_("Du var nr. %(rank)s av %(of)s som søkte denne.") % {"rank": verdict.rank, "of": verdict.of}]
    code = verdict.reason.code
    if code == "seat_elsewhere":
        return [_("Du fikk plass på et ønske du satte høyere.")]
    if code == "no_seats":
        return [*told, _("Gjennomføringen hadde ingen plasser.")]
    if verdict.component is None or verdict.cut_off is None:
        if verdict.by_reserve:
            return [*told, _("Du fikk en av plassene som er for leger fra regionen din først.")]
        return [*told, *_what_it_took(problem, verdict)] if verdict.run in reasons.allocation.waiting else told
    if verdict.by_reserve:
        told.append(_("Plasser som er for leger fra en region først, gikk til søkere som sto bak deg."))
    if code == "lost_on_lottery":
        told.append(_("Du sto likt med den siste som fikk plass, og loddtrekningen avgjorde."))
    elif problem.components[verdict.component] == "seniority" and _alike(reasons, verdict) >= FEWEST_FOR_A_CUT_OFF:
        if verdict.component:
            told.append(_("Blant søkere som sto likt med deg til og med regelen før, avgjorde tjenesten:"))
        told += _months(verdict, has_reserves=bool(problem.run_by_key[verdict.run].reserves))
    else:
        told += _lost_on(verdict, problem.components[verdict.component], own or {})
    for change in verdict.would_change:
        if change.code == "more_seats":
            count = change.values["seats"]
            told.append(
                ngettext(
                    "Med én plass til hadde du fått plass.", "Med %(count)s plasser til hadde du fått plass.", count
                ) % {"count": count}
            )  # fmt: skip
    return told


def _what_it_took(problem: Problem, verdict: Verdict) -> list[str]:
    """For those with a seat: the cut-off, where service alone decided and at least five applied."""
    by_service = problem.components[0] == "seniority" and not problem.run_by_key[verdict.run].reserves
    if verdict.cut_off is None or not by_service or verdict.of < FEWEST_FOR_A_CUT_OFF:
        return []
    months = whole_months(verdict.cut_off[0])
    return [_("Alle som fikk plass, hadde minst %(cut_off)s måneders tjeneste ved kursstart.") % {"cut_off": months}]


def _alike(reasons: Reasons, verdict: Verdict) -> int:
    """How many who applied for the run stood alike until the value that decided."""
    return reasons.alike(verdict.run, (verdict.cut_off or ())[: verdict.component])


def _lost_on(verdict: Verdict, component: str, own: dict[str, str]) -> list[str]:
    """Beside service, a criterion of the course's own is something one has or has not."""
    told = [_("Plassene gikk til søkere som sto foran deg etter regelen.")]
    if component in own:
        told.append(_("Det som skilte, var denne regelen: %(words)s") % {"words": own[component]})
        is_enough = any(each.code == "more_value" and each.values["value"] == 1 for each in verdict.would_change)
        if component != "seniority" and is_enough:
            told.append(_("Med den oppfylt hadde du fått plass."))
    return told


def _months(verdict: Verdict, *, has_reserves: bool) -> list[str]:
    own = next((each.values["own"] for each in verdict.would_change if each.code == "more_value"), 0)
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
    return told
