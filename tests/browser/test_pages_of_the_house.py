"""What no story opens is opened here, as it stands in the world of the house tests, by the first who may, on a phone.

Nothing is done on it: a page somebody works on belongs in a story.
"""

import matrix
import pages
import pytest
from django.test import override_settings
from visits import Visitors
from world import build_world


@pytest.fixture
def world(transactional_db, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield build_world()


# A page is the same on either database, and here nothing is written.
@pytest.mark.same_on_both
def test_pages_that_no_story_opens(world, phone, look, log_in, promised):
    left, visitors = set(promised), Visitors(world)
    for username, path, at in pages.openings(world, matrix.the_table()):
        if at.name in left and visitors.client_of(username).get(path).status_code == 200:
            phone.context.clear_cookies()
            if username in world.people:
                log_in(phone, world.people[username])
            phone.goto(path)
            look(phone, at.name.replace(":", "-"))
            left.remove(at.name)

    assert left == set()
