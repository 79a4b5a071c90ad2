from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0005_activity_version"),
        ("training", "0019_cite_the_assessment_behind_a_raised_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="plangoal",
            name="training_pl_goal_pl_bfa3bb_idx",
        ),
        migrations.AddIndex(
            model_name="plangoal",
            index=models.Index(
                fields=["goal_plan", "goal", "state", "doctor", "since"], name="training_pl_goal_pl_6cbde8_idx"
            ),
        ),
    ]
