"""The people of the tests stand to each other as everybody believes."""

from fagvei.people import queries


def test_anna_has_her_people_and_dag_is_nobody_to_her(cast, anna, bo, cecilie, siri, stian, dag, fjellheim):
    assert queries.leader_of(anna) == bo
    assert queries.mentor_of(anna) == cecilie
    assert queries.supervisors_of(anna) == [siri, stian]
    assert queries.institution_of(anna) == fjellheim
    assert queries.deciding_capacity(bo, anna) == "leader"
    assert queries.deciding_capacity(dag, anna) is None


def test_everybody_can_log_in_with_the_password_of_the_demo(cast, anna):
    assert anna.check_password("demo")
