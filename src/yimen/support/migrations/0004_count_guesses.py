"""How often somebody's codes were wrong lately.

Why: the page that verifies certificates and notices is open to everybody; codes must not be tried.
Expected: at once; the table is new.
Undo: reverse this migration; counts begin anew.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0003_follow_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='Guesses',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('who', models.BinaryField()),
                ('failures', models.PositiveIntegerField()),
                ('failed_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'support_guesses',
                'indexes': [models.Index(fields=['failed_at'], name='support_guesses_at')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'who'), name='support_guesses_once')],
            },
        ),
    ]
