"""One world with people in every relation and objects in every state, for tests that look at all doors at once.

Everything is done through actions. `build_world()` is called inside a transaction that the test rolls back.
"""

import objects_of_absence
import objects_of_assessments
import objects_of_comments
import objects_of_consensus
import objects_of_courses
import objects_of_crosswalk
import objects_of_curriculum
import objects_of_evaluation
import objects_of_external
import objects_of_guideline
import objects_of_handover
import objects_of_improvement
import objects_of_mentoring
import objects_of_panel
import objects_of_people
import objects_of_plain_texts
import objects_of_proposals
import objects_of_record
import objects_of_rollover
import objects_of_seats
import objects_of_service
import objects_of_surveys
import objects_of_teaching
import objects_of_team
import objects_of_transfer
from everybody import World, make_everybody


def build_world() -> World:
    world = World(cast=make_everybody())
    objects_of_people.add_objects(world)
    objects_of_record.add_objects(world)
    objects_of_handover.add_objects(world)
    objects_of_panel.add_objects(world)
    objects_of_team.add_objects(world)
    objects_of_service.add_objects(world)
    objects_of_mentoring.add_objects(world)
    objects_of_teaching.add_objects(world)
    objects_of_transfer.add_objects(world)
    objects_of_rollover.add_objects(world)
    objects_of_curriculum.add_objects(world)
    objects_of_courses.add_objects(world)
    objects_of_absence.add_objects(world)
    objects_of_evaluation.add_objects(world)
    objects_of_external.add_objects(world)
    objects_of_guideline.add_objects(world)
    objects_of_comments.add_objects(world)
    objects_of_consensus.add_objects(world)
    objects_of_plain_texts.add_objects(world)
    objects_of_assessments.add_objects(world)
    objects_of_seats.add_objects(world)
    objects_of_proposals.add_objects(world)
    objects_of_crosswalk.add_objects(world)
    objects_of_surveys.add_objects(world)
    objects_of_improvement.add_objects(world)
    return world
