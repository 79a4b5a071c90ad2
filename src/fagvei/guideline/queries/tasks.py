"""What waits for those who make the guideline, and for who sent a comment. Two questions for everybody else."""

from fagvei.common.tasks import Task
from fagvei.guideline.queries.comment_tasks import asked_senders_tasks, comment_tasks
from fagvei.guideline.queries.consensus_tasks import consensus_tasks
from fagvei.guideline.queries.plain_text_tasks import plain_text_tasks
from fagvei.guideline.queries.version_tasks import version_tasks
from fagvei.people.models import User
from fagvei.people.queries import role_keys_of

OWNER, REVIEWER, PEER = "guideline_owner", "clinical_reviewer", "guideline_peer"


def tasks_for(user: User) -> list[Task]:
    roles = role_keys_of(user) & {OWNER, REVIEWER, PEER}
    found = asked_senders_tasks(user)
    if not roles:
        return found
    found += [*version_tasks(user, roles), *plain_text_tasks(user, roles)] if roles & {OWNER, REVIEWER} else []
    found += comment_tasks() if OWNER in roles else []
    return found + (consensus_tasks(user) if PEER in roles else [])
