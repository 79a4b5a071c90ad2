from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0004_transition_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="learningactivity",
            name="version",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="1 er slik kilden sier det. Høyere er endret av RegUt som er fagkontakt.",
                verbose_name="versjon",
            ),
        ),
    ]
