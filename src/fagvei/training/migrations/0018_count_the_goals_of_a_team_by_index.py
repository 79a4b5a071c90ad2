from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0005_activity_version"),
        ("organisations", "0001_initial"),
        ("training", "0017_keep_a_whole_set"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="planactivity", name="training_pl_doctor__709a2e_idx"),
        migrations.AddIndex(
            model_name="planactivity",
            index=models.Index(fields=["doctor", "state", "done_on"], name="training_pl_doctor__a4a042_idx"),
        ),
        migrations.AddIndex(
            model_name="plangoal",
            index=models.Index(fields=["goal_plan", "goal", "state", "doctor"], name="training_pl_goal_pl_bfa3bb_idx"),
        ),
    ]
