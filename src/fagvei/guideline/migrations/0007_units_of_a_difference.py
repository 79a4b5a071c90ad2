from django.db import migrations, models


class Migration(migrations.Migration):
    """Which recommendations another document says something else about, so that their pages show both sides."""

    dependencies = [("guideline", "0006_plain_text_languages")]

    operations = [
        migrations.AddField(
            model_name="relateddocument",
            name="units",
            field=models.ManyToManyField(
                blank=True, related_name="documents", to="guideline.normativeunit", verbose_name="normerende enheter"
            ),
        ),
    ]
