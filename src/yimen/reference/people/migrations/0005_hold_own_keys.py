"""Hold keys that members of staff make for themselves.

Why: what a person may do at a page, their program does by the API, as them (decision 0025).
Expected: milliseconds; a table of some hundred rows, nullable columns.
Undo: reverse this migration after own keys were deleted.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0003_draw_plans_and_ways'),
        ('people', '0004_know_own_matters'),
    ]

    operations = [
        migrations.AddField(
            model_name='accesskey',
            name='expires_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='accesskey',
            name='staff',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='accesskey',
            name='kind',
            field=models.CharField(choices=[('ticket_machine', 'ticket_machine'), ('board', 'board'), ('window_screen', 'window_screen'), ('system', 'system'), ('person', 'person')], max_length=20, verbose_name='类型'),
        ),
        migrations.AddConstraint(
            model_name='accesskey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', False), ('kind', 'person'), ('staff__isnull', False)), models.Q(models.Q(('kind', 'person'), _negated=True), ('expires_at__isnull', True), ('staff__isnull', True)), _connector='OR'), name='people_own_key_has_person'),
        ),
    ]
