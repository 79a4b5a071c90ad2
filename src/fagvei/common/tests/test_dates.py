"""Dates on the screen are Norwegian ones, also in the hours when it is another day in Greenwich."""

import datetime as dt

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (dt.datetime(2027, 2, 25, 23, 0, tzinfo=dt.UTC), "26. februar 2027"),
        (dt.datetime(2027, 2, 25, 22, 59, 59, tzinfo=dt.UTC), "25. februar 2027"),
        (dt.datetime(2027, 7, 1, 22, 0, tzinfo=dt.UTC), "2. juli 2027"),
        (dt.date(2027, 5, 3), "3. mai 2027"),
        (None, ""),
    ],
)
def test_an_instant_is_shown_on_the_day_it_was_in_norway(moment, shown):
    page = Template("{% load fagvei %}{{ moment|norwegian_date }}").render(Context({"moment": moment}))
    assert page == shown
