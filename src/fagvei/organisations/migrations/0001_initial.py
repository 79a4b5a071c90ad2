import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HealthRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "sort_key",
                    models.CharField(db_index=True, editable=False, max_length=400, verbose_name="sorteringsnøkkel"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                ("verification", models.CharField(blank=True, max_length=40, verbose_name="verifisering")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
            ],
            options={
                "verbose_name": "helseregion",
                "verbose_name_plural": "helseregioner",
                "ordering": ["sort_key"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegionalEducationCentre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "sort_key",
                    models.CharField(db_index=True, editable=False, max_length=400, verbose_name="sorteringsnøkkel"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                ("verification", models.CharField(blank=True, max_length=40, verbose_name="verifisering")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                ("hospital", models.CharField(blank=True, max_length=200, verbose_name="ved")),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centre",
                        to="organisations.healthregion",
                        verbose_name="helseregion",
                    ),
                ),
            ],
            options={
                "verbose_name": "regionalt utdanningssenter (RegUt)",
                "verbose_name_plural": "regionale utdanningssentre (RegUt)",
                "ordering": ["sort_key"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Specialty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "sort_key",
                    models.CharField(db_index=True, editable=False, max_length=400, verbose_name="sorteringsnøkkel"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                ("verification", models.CharField(blank=True, max_length=40, verbose_name="verifisering")),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="navn")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse")),
                ("prefix", models.CharField(blank=True, max_length=10, verbose_name="forkortelse i målkoder")),
                ("code_7426", models.PositiveIntegerField(blank=True, null=True, verbose_name="kode i kodeverk 7426")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "liaison_centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liaison_specialties",
                        to="organisations.regionaleducationcentre",
                        verbose_name="fagkontakt",
                    ),
                ),
            ],
            options={
                "verbose_name": "spesialitet",
                "verbose_name_plural": "spesialiteter",
                "ordering": ["sort_key"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrainingInstitution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "sort_key",
                    models.CharField(db_index=True, editable=False, max_length=400, verbose_name="sorteringsnøkkel"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                ("verification", models.CharField(blank=True, max_length=40, verbose_name="verifisering")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("health_trust", "helseforetak"),
                            ("private_hospital", "privat sykehus"),
                            ("private_institution", "privat rusinstitusjon"),
                            ("laboratory", "laboratorium"),
                            ("other", "annen virksomhet"),
                        ],
                        default="health_trust",
                        max_length=30,
                        verbose_name="type",
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="demodata")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="institutions",
                        to="organisations.healthregion",
                        verbose_name="helseregion",
                    ),
                ),
            ],
            options={
                "verbose_name": "utdanningsvirksomhet",
                "verbose_name_plural": "utdanningsvirksomheter",
                "ordering": ["sort_key"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LearningArena",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "sort_key",
                    models.CharField(db_index=True, editable=False, max_length=400, verbose_name="sorteringsnøkkel"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                ("verification", models.CharField(blank=True, max_length=40, verbose_name="verifisering")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arenas",
                        to="organisations.traininginstitution",
                        verbose_name="utdanningsvirksomhet",
                    ),
                ),
            ],
            options={
                "verbose_name": "læringsarena",
                "verbose_name_plural": "læringsarenaer",
                "ordering": ["sort_key"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "name"), name="arena_name_once_per_institution")
                ],
            },
        ),
    ]
