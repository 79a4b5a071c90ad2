import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("training", "0020_since_in_the_index_of_goals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="educationplan",
            name="specialty",
            field=models.ForeignKey(
                blank=True,
                help_text="Tom for planen i del 1.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="education_plans",
                to="organisations.specialty",
                verbose_name="spesialitet",
            ),
        ),
        migrations.AddConstraint(
            model_name="educationplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at__isnull", True), ("specialty__isnull", True)),
                fields=("doctor",),
                name="one_plan_of_part_1_per_doctor",
            ),
        ),
    ]
