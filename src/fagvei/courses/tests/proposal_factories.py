"""A change that waits for another RegUt: Eva at Helse Sør-Øst proposes, Eli at Helse Nord answers."""

from types import SimpleNamespace
from typing import Any

from fagvei.courses import actions
from fagvei.courses.models import Course, CourseProposal
from fagvei.courses.queries.versions import CourseContent, content_of
from fagvei.courses.tests import joint_factories as joint
from fagvei.curriculum.tests import factories as curriculum
from fagvei.organisations import actions as organisations

WHERE = {"source": "Møte i kurskomiteen", "reason": "Begge spesialitetene trenger det."}


def make_added(cast: SimpleNamespace, name: str = "Traumer og rus") -> Course:
    """Added by Eva for her own specialty, which her RegUt is liaison for."""
    cast.specialty.liaison_centre = cast.centre
    cast.specialty.save(update_fields=["liaison_centre"])
    content = CourseContent(name=name, outcomes=(("kunne", "spørre om traumer"),), hours=30)
    return actions.add_course(specialties=[cast.specialty], content=content, by=cast.eva, **WHERE).course


def make_other(cast: SimpleNamespace, slug: str = "psykiatri", *, has_liaison: bool = True) -> Any:
    """A specialty of Eli's, with a goal that it has; or one for which no source names a liaison."""
    joint.eli_of(cast)
    liaison = cast.centre_elsewhere if has_liaison else None
    other = organisations.save_specialty(slug=slug, name=slug.capitalize(), liaison_centre=liaison, by=None)
    code = slug[:3].upper()
    cast.goal_elsewhere = curriculum.make_goal(curriculum.make_set(code, other), 1)
    return other


def asked_to_share(cast: SimpleNamespace, *, goals: Any = (), has_liaison: bool = True) -> CourseProposal:
    other = make_other(cast, has_liaison=has_liaison)
    found = actions.share_course(course=make_added(cast), specialty=other, goals=goals, by=cast.eva, **WHERE)
    assert found is not None
    return found


def proposed_version(cast: SimpleNamespace, code: str = "ADMLED", *, by: Any = None, **changes: Any) -> CourseProposal:
    joint.eli_of(cast)
    course = Course.objects.filter(activity__code=code).first() or joint.make_common_course(cast, code)
    content = CourseContent(**vars(content_of(course)) | {"hours": 12} | changes)
    found = actions.revise_course(course=course, content=content, by=by or cast.eva, **WHERE)
    assert isinstance(found, CourseProposal)
    return found
