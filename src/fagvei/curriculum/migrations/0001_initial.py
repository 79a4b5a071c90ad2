import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fagvei.common.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LevelWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("lowest", "laveste"), ("middle", "mellomste"), ("highest", "høyeste")],
                        max_length=10,
                        unique=True,
                        verbose_name="kompetansenivå",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="navn")),
                ("knowledge_words", models.JSONField(default=list, verbose_name="ord for kunnskap")),
                ("skill_words", models.JSONField(default=list, verbose_name="ord for ferdighet")),
                ("position", models.PositiveSmallIntegerField(verbose_name="rekkefølge")),
            ],
            options={
                "verbose_name": "kompetansenivå",
                "verbose_name_plural": "kompetansenivåer",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="GoalImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="fil")),
                ("digest", models.CharField(max_length=64, verbose_name="avtrykk")),
                ("rows", models.JSONField(verbose_name="rader")),
                ("uploaded_at", models.DateTimeField(default=fagvei.common.clock.now, verbose_name="lastet opp")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bekreftet")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="antall")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bekreftet av",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lastet opp av",
                    ),
                ),
            ],
            options={
                "verbose_name": "import av læringsmål",
                "verbose_name_plural": "importer av læringsmål",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="GoalSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="kode")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("part_1", "læringsmål i første del"),
                            ("common", "felles kompetansemål"),
                            ("specialty", "spesialitetens læringsmål"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                ("short_name", models.CharField(max_length=40, verbose_name="kortnavn")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="hjemmel")),
                (
                    "expected_goals",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="antall mål ifølge kilden"),
                ),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rekkefølge")),
                (
                    "specialty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_sets",
                        to="organisations.specialty",
                        verbose_name="spesialitet",
                    ),
                ),
            ],
            options={
                "verbose_name": "sett av læringsmål",
                "verbose_name_plural": "sett av læringsmål",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="GoalCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rekkefølge")),
                (
                    "goal_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="curriculum.goalset",
                        verbose_name="sett",
                    ),
                ),
            ],
            options={
                "verbose_name": "kategori av læringsmål",
                "verbose_name_plural": "kategorier av læringsmål",
                "ordering": ["goal_set", "position"],
            },
        ),
        migrations.CreateModel(
            name="LearningActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="kode")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("course", "kurs"),
                            ("procedure", "prosedyre"),
                            ("service", "tjeneste"),
                            ("internal_teaching", "internundervisning"),
                            ("e_learning", "e-læring"),
                            ("literature", "litteratur"),
                            ("simulation", "simulering"),
                            ("other", "annet"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("national", "nasjonal"), ("regional", "regional"), ("local", "lokal")],
                        default="national",
                        max_length=10,
                        verbose_name="omfang",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="navn")),
                ("recommended", models.BooleanField(default=False, verbose_name="anbefalt av Helsedirektoratet")),
                (
                    "is_for_all_specialties",
                    models.BooleanField(default=False, verbose_name="gjelder alle spesialiteter, med unntak"),
                ),
                ("min_repetitions", models.PositiveIntegerField(blank=True, null=True, verbose_name="minste antall")),
                (
                    "duration_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="antall kursdager"),
                ),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="timer")),
                (
                    "max_participants",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="høyeste antall deltakere"),
                ),
                ("frequency", models.CharField(blank=True, max_length=200, verbose_name="hyppighet")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="sted")),
                ("parts", models.JSONField(blank=True, default=list, verbose_name="deler")),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="stikkord")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demodata")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rekkefølge")),
                (
                    "for_all_specialties_but",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="organisations.specialty",
                        verbose_name="gjelder alle spesialiteter unntatt",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="organisations.traininginstitution",
                        verbose_name="virksomhet",
                    ),
                ),
                (
                    "specialties",
                    models.ManyToManyField(
                        blank=True,
                        related_name="activities",
                        to="organisations.specialty",
                        verbose_name="spesialiteter",
                    ),
                ),
            ],
            options={
                "verbose_name": "læringsaktivitet",
                "verbose_name_plural": "læringsaktiviteter",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="ChoiceGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="navn")),
                ("choose", models.PositiveSmallIntegerField(verbose_name="antall som kreves")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="choice_groups", to="curriculum.learningactivity", verbose_name="aktiviteter"
                    ),
                ),
            ],
            options={
                "verbose_name": "valgfri gruppe",
                "verbose_name_plural": "valgfrie grupper",
            },
        ),
        migrations.CreateModel(
            name="ActivityFormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="tidligere navn")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_names",
                        to="curriculum.learningactivity",
                        verbose_name="læringsaktivitet",
                    ),
                ),
            ],
            options={
                "verbose_name": "tidligere navn",
                "verbose_name_plural": "tidligere navn",
            },
        ),
        migrations.CreateModel(
            name="LearningGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="læringsmålkode")),
                (
                    "category_is_inferred",
                    models.BooleanField(default=False, verbose_name="kategorien er sluttet fra nabomål"),
                ),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        help_text="1 eller 2/3, der kilden sier det",
                        max_length=10,
                        verbose_name="del av utdanningen",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=300, verbose_name="tema med våre ord")),
                (
                    "knowledge_level_hint",
                    models.CharField(
                        blank=True,
                        choices=[("lowest", "laveste"), ("middle", "mellomste"), ("highest", "høyeste")],
                        max_length=10,
                        verbose_name="antydet kunnskapsnivå",
                    ),
                ),
                (
                    "skill_level_hint",
                    models.CharField(
                        blank=True,
                        choices=[("lowest", "laveste"), ("middle", "mellomste"), ("highest", "høyeste")],
                        max_length=10,
                        verbose_name="antydet ferdighetsnivå",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="curriculum.goalcategory",
                        verbose_name="kategori",
                    ),
                ),
                (
                    "goal_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="curriculum.goalset",
                        verbose_name="sett",
                    ),
                ),
            ],
            options={
                "verbose_name": "læringsmål",
                "verbose_name_plural": "læringsmål",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="GoalRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="revisjon")),
                ("name", models.CharField(blank=True, max_length=500, null=True, verbose_name="navn")),
                ("official_text", models.TextField(blank=True, verbose_name="offisiell tekst")),
                ("elaboration", models.TextField(blank=True, verbose_name="utdypende tekst")),
                (
                    "knowledge_level",
                    models.CharField(
                        blank=True,
                        choices=[("lowest", "laveste"), ("middle", "mellomste"), ("highest", "høyeste")],
                        max_length=10,
                        verbose_name="kunnskapsnivå",
                    ),
                ),
                (
                    "skill_level",
                    models.CharField(
                        blank=True,
                        choices=[("lowest", "laveste"), ("middle", "mellomste"), ("highest", "høyeste")],
                        max_length=10,
                        verbose_name="ferdighetsnivå",
                    ),
                ),
                ("valid_from_on", models.DateField(verbose_name="gyldig fra")),
                ("valid_to_on", models.DateField(blank=True, null=True, verbose_name="gyldig til og med")),
                ("replaced_on", models.DateField(blank=True, null=True, verbose_name="erstattet")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="hjemmel")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="grunn til endringen")),
                ("is_demo", models.BooleanField(default=False, verbose_name="demodata")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="curriculum.learninggoal",
                        verbose_name="læringsmål",
                    ),
                ),
            ],
            options={
                "verbose_name": "revisjon av læringsmål",
                "verbose_name_plural": "revisjoner av læringsmål",
                "ordering": ["goal", "number"],
            },
        ),
        migrations.CreateModel(
            name="GoalCoverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=200, verbose_name="opphav")),
                ("reservation", models.TextField(blank=True, verbose_name="forbehold")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="versjon")),
                ("valid_from_on", models.DateField(default=fagvei.common.clock.today, verbose_name="gyldig fra")),
                ("valid_to_on", models.DateField(blank=True, null=True, verbose_name="gyldig til og med")),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="curriculum.choicegroup",
                        verbose_name="valgfri gruppe",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="curriculum.learningactivity",
                        verbose_name="læringsaktivitet",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="curriculum.learninggoal",
                        verbose_name="læringsmål",
                    ),
                ),
            ],
            options={
                "verbose_name": "kobling kurs - læringsmål",
                "verbose_name_plural": "koblinger kurs - læringsmål",
                "ordering": ["goal__code", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CoverageCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("end", "Aktiviteten bidrar ikke til målet"),
                            ("move", "Aktiviteten bidrar til et annet mål"),
                        ],
                        max_length=10,
                        verbose_name="hva som er feil",
                    ),
                ),
                ("reason", models.TextField(verbose_name="begrunnelse")),
                ("is_applied", models.BooleanField(default=True, verbose_name="utført")),
                ("at", models.DateTimeField(default=fagvei.common.clock.now, verbose_name="tidspunkt")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="utført av",
                    ),
                ),
                (
                    "coverage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="curriculum.goalcoverage",
                        verbose_name="kobling",
                    ),
                ),
                (
                    "new_goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.learninggoal",
                        verbose_name="riktig mål",
                    ),
                ),
            ],
            options={
                "verbose_name": "rettelse av kobling",
                "verbose_name_plural": "rettelser av koblinger",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LearningOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="kilde")),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="hentet")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("primary", "lest i primærkilden"),
                            ("secondary", "lest i en annen kilde"),
                            ("adjunct", "støttekilde"),
                            ("inferred", "sluttet fra sammenhengen"),
                            ("missing", "ikke funnet"),
                            ("demo", "demodata"),
                            ("imported", "importert av virksomheten"),
                        ],
                        default="primary",
                        max_length=20,
                        verbose_name="verifisering",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="rekkefølge")),
                ("level_words", models.CharField(blank=True, max_length=200, verbose_name="nivåord på siden")),
                ("text", models.TextField(verbose_name="læringsutbytte")),
                ("under", models.CharField(blank=True, max_length=300, verbose_name="under punktet")),
                ("note", models.TextField(blank=True, verbose_name="merknad")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="curriculum.learningactivity",
                        verbose_name="læringsaktivitet",
                    ),
                ),
            ],
            options={
                "verbose_name": "læringsutbytte",
                "verbose_name_plural": "læringsutbytter",
                "ordering": ["activity", "position"],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("all_of", "alle"),
                            ("k_of_n", "noen av"),
                            ("activity", "aktivitet"),
                            ("repetitions", "antall ganger"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("choose", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="antall som kreves")),
                ("repetitions", models.PositiveIntegerField(blank=True, null=True, verbose_name="antall ganger")),
                (
                    "recommended",
                    models.BooleanField(default=True, verbose_name="anbefalt, kan erstattes med begrunnelse"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rekkefølge")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requirements",
                        to="curriculum.learningactivity",
                        verbose_name="læringsaktivitet",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="curriculum.learninggoal",
                        verbose_name="læringsmål",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="curriculum.requirement",
                        verbose_name="del av",
                    ),
                ),
            ],
            options={
                "verbose_name": "krav til læringsmål",
                "verbose_name_plural": "krav til læringsmål",
                "ordering": ["goal", "position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="goalset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "specialty"), ("specialty__isnull", False)),
                    models.Q(models.Q(("kind", "specialty"), _negated=True), ("specialty__isnull", True)),
                    _connector="OR",
                ),
                name="specialty_set_has_specialty",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalcategory",
            constraint=models.UniqueConstraint(fields=("goal_set", "name"), name="category_once_per_set"),
        ),
        migrations.AddConstraint(
            model_name="learningactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "local"), _negated=True), ("institution__isnull", False), _connector="OR"
                ),
                name="local_activity_has_institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalrevision",
            constraint=models.UniqueConstraint(fields=("goal", "number"), name="goal_revision_number_once"),
        ),
        migrations.AddConstraint(
            model_name="goalrevision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to_on__isnull", True), ("valid_to_on__gte", models.F("valid_from_on")), _connector="OR"
                ),
                name="revision_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalcoverage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activity__isnull", False), ("group__isnull", True)),
                    models.Q(("activity__isnull", True), ("group__isnull", False)),
                    _connector="OR",
                ),
                name="coverage_by_activity_or_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="coveragecorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "end"), ("new_goal__isnull", True)),
                    models.Q(("kind", "move"), ("new_goal__isnull", False)),
                    _connector="OR",
                ),
                name="moved_coverage_has_new_goal",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activity__isnull", True), ("kind", "all_of")),
                    models.Q(("activity__isnull", True), ("choose__isnull", False), ("kind", "k_of_n")),
                    models.Q(("activity__isnull", False), ("kind", "activity")),
                    models.Q(("activity__isnull", False), ("kind", "repetitions"), ("repetitions__isnull", False)),
                    _connector="OR",
                ),
                name="requirement_is_whole",
            ),
        ),
    ]
