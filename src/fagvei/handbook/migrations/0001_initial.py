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
            name="ContentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="fil")),
                ("digest", models.CharField(max_length=64, verbose_name="avtrykk")),
                ("items", models.PositiveIntegerField(verbose_name="antall elementer")),
                ("loaded_at", models.DateTimeField(default=fagvei.common.clock.now, verbose_name="lastet inn")),
            ],
            options={
                "verbose_name": "fil i innholdspakke",
                "verbose_name_plural": "filer i innholdspakker",
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                            ("error", "feil"),
                            ("found", "fant det jeg lette etter"),
                            ("not_found", "fant ikke det jeg lette etter"),
                        ],
                        default="error",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "target_type",
                    models.CharField(
                        help_text="f.eks. curriculum.GoalCoverage", max_length=60, verbose_name="gjelder type"
                    ),
                ),
                ("target_id", models.CharField(max_length=140, verbose_name="gjelder")),
                ("target_title", models.CharField(max_length=300, verbose_name="tittel")),
                ("target_path", models.CharField(max_length=300, verbose_name="adresse")),
                ("text", models.TextField(blank=True, verbose_name="hva er feil")),
                ("contact", models.EmailField(blank=True, max_length=254, verbose_name="e-post for svar")),
                ("created_at", models.DateTimeField(default=fagvei.common.clock.now, verbose_name="tidspunkt")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "ny"),
                            ("in_progress", "under arbeid"),
                            ("corrected", "rettet"),
                            ("rejected", "ikke tatt til følge"),
                        ],
                        default="new",
                        max_length=20,
                        verbose_name="tilstand",
                    ),
                ),
                ("since", models.DateTimeField(default=fagvei.common.clock.now, verbose_name="siden")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="organisations.regionaleducationcentre",
                        verbose_name="følges opp av",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_sent",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sendt av",
                    ),
                ),
            ],
            options={
                "verbose_name": "tilbakemelding fra leser",
                "verbose_name_plural": "tilbakemeldinger fra lesere",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="FeedbackEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="offentlig id"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "ny"),
                            ("in_progress", "under arbeid"),
                            ("corrected", "rettet"),
                            ("rejected", "ikke tatt til følge"),
                        ],
                        max_length=20,
                        verbose_name="tilstand",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
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
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="handbook.feedback",
                        verbose_name="tilbakemelding",
                    ),
                ),
            ],
            options={
                "verbose_name": "hendelse i tilbakemelding",
                "verbose_name_plural": "hendelser i tilbakemelding",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HandbookPage",
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
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="adresse")),
                ("title", models.CharField(max_length=200, verbose_name="tittel")),
                ("body", models.TextField(help_text="Markdown", verbose_name="tekst")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="rekkefølge")),
                ("updated_on", models.DateField(default=fagvei.common.clock.today, verbose_name="oppdatert")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="organisations.regionaleducationcentre",
                        verbose_name="eier",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaksjonell side",
                "verbose_name_plural": "redaksjonelle sider",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="PageItem",
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
                ("key", models.SlugField(max_length=80, verbose_name="nøkkel")),
                ("group", models.CharField(blank=True, max_length=200, verbose_name="overskrift")),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="navn")),
                ("text", models.TextField(verbose_name="tekst")),
                (
                    "modality",
                    models.CharField(
                        blank=True, help_text="skal, kan, bør …", max_length=60, verbose_name="hvor sterkt"
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="hjemmel")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="adresse")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="rekkefølge")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="handbook.handbookpage",
                        verbose_name="side",
                    ),
                ),
            ],
            options={
                "verbose_name": "punkt på side",
                "verbose_name_plural": "punkter på side",
                "ordering": ["page", "position"],
            },
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["owner", "state"], name="handbook_fe_owner_i_6bb34c_idx"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["target_type", "target_id"], name="handbook_fe_target__f07919_idx"),
        ),
        migrations.AddConstraint(
            model_name="pageitem",
            constraint=models.UniqueConstraint(fields=("page", "key"), name="item_key_once_per_page"),
        ),
    ]
