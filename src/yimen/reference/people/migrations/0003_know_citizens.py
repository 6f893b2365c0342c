"""Keep citizens and organisations the house knows, and the codes citizens log in by.

Why: a citizen sees their own cases, papers and bills after logging in, and is one person to all.
Expected: at once; the tables are new.
Undo: reverse this migration; citizens must register again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_name_case_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Citizen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('id_kind', models.CharField(max_length=3)),
                ('number_sealed', models.BinaryField()),
                ('number_index', models.BinaryField()),
                ('name_sealed', models.BinaryField()),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('phone_index', models.BinaryField(null=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('known_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['phone_index'], name='people_citizen_phone')],
                'constraints': [models.UniqueConstraint(fields=('id_kind', 'number_index'), name='people_citizen_once'), models.CheckConstraint(condition=models.Q(('id_kind__in', ['111', '414', '511', '516', '553', '990'])), name='people_citizen_id_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3, 4])), name='people_citizen_level_known'), models.CheckConstraint(condition=models.Q(('level__lt', 3), ('checked_at__isnull', False), _connector='OR'), name='people_citizen_checked_when'), models.CheckConstraint(condition=models.Q(('level__lt', 2), ('level__gte', 3), ('phone_index__isnull', False), _connector='OR'), name='people_citizen_level_by_phone')],
            },
        ),
        migrations.CreateModel(
            name='CodeBudget',
            fields=[
                ('index', models.BinaryField(primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('sent', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sent__lte', 5)), name='people_code_budget_kept')],
            },
        ),
        migrations.CreateModel(
            name='LogInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_index', models.BinaryField(unique=True)),
                ('number_sealed', models.BinaryField(default=b'')),
                ('name_sealed', models.BinaryField(default=b'')),
                ('phone_sealed', models.BinaryField(default=b'')),
                ('digest', models.BinaryField(null=True)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='people_log_in_code_tries'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='people_log_in_code_order')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=22, unique=True)),
                ('code_sealed', models.BinaryField()),
                ('code_index', models.BinaryField()),
                ('name_sealed', models.BinaryField()),
                ('known_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code_index',), name='people_organisation_once')],
            },
        ),
    ]
