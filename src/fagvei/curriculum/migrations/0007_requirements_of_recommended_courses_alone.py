from django.db import migrations
from django.db.models import F, Q


def tell_the_origin_that_nobody_gave(apps, schema_editor):
    apps.get_model("curriculum", "GoalCoverage").objects.filter(origin="").update(origin="ikke oppgitt")


def ask_for_recommended_courses_alone(apps, schema_editor):
    """What came of a coverage was asked for whether anybody recommends the course or not. The node stays: a decision may point at it."""
    requirements = apps.get_model("curriculum", "Requirement").objects.all()
    of_a_course = Q(kind="activity", parent__kind="all_of", activity__recommended=False)
    fell_away = requirements.filter(of_a_course, goal__coverages__activity=F("activity"))
    requirements.filter(pk__in=list(fell_away.values_list("pk", flat=True))).update(is_current=False)
    children = requirements.filter(is_current=True, parent__isnull=False).values("parent")
    requirements.filter(kind="all_of", parent=None).exclude(pk__in=children).update(is_current=False)


class Migration(migrations.Migration):
    """What the database holds, before the next one lets it hold no coverage without an origin. Nothing is lost by going back."""

    dependencies = [("curriculum", "0006_contributing_goals")]

    operations = [
        migrations.RunPython(tell_the_origin_that_nobody_gave, migrations.RunPython.noop),
        migrations.RunPython(ask_for_recommended_courses_alone, migrations.RunPython.noop),
    ]
