"""Rounds that a peer has not answered yet, with the last day as deadline: the reminder."""

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.tasks import Task
from fagvei.guideline.models import ConsensusRound, ConsensusVote
from fagvei.people.models import User


def consensus_tasks(user: User) -> list[Task]:
    answered = ConsensusVote.objects.filter(voter__user=user).values("voter__round")
    rounds = ConsensusRound.objects.open().filter(voters__user=user, closes_on__gte=clock.today())
    rows = rounds.exclude(pk__in=answered).select_related("version__unit").order_by("closes_on", "pk")
    return [
        Task(
            "guideline_vote",
            _("Stem over ny versjon av %s") % row.version.unit.code,
            row.get_absolute_url(),
            _("Stem"),
            row.since,
            row.closes_on,
        )
        for row in rows
    ]
