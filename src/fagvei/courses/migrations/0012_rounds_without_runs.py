from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0011_badges_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="applicationround",
            name="state",
            field=models.CharField(
                choices=[
                    ("collecting", "tar imot søknader"),
                    ("previewed", "forhåndsvist"),
                    ("released", "frigitt"),
                    ("cancelled", "avlyst"),
                ],
                default="collecting",
                max_length=12,
                verbose_name="tilstand",
            ),
        ),
        migrations.AlterField(
            model_name="manualchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("seats", "antall plasser endret"),
                    ("seat_given", "plass gitt utenom rekken"),
                    ("seat_taken", "tilbud trukket tilbake"),
                    ("run_left", "tatt ut av runden"),
                    ("cancelled", "kurset er avlyst"),
                ],
                max_length=12,
                verbose_name="hva",
            ),
        ),
    ]
