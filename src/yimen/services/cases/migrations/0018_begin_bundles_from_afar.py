"""Let citizens begin bundles (一件事) from afar: whose draft it is, and their own bundles found.

Why: a bundle is filed on the phone, by the account that began it and nobody else.
Expected: a column without a default and two small partial indexes, seconds.
Undo: reverse this migration; drafts begun from afar are nobody's then and expire.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_find_voices'),
        ('catalogue', '0007_know_branches'),
    ]

    operations = [
        migrations.AddField(
            model_name='casebundle',
            name='citizen_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('agent_index__isnull', False)), fields=['agent_index', '-id'], name='cases_bundle_agent'),
        ),
        migrations.AddIndex(
            model_name='casebundle',
            index=models.Index(condition=models.Q(('citizen_id__isnull', False), ('filed_at__isnull', True)), fields=['citizen_id'], name='cases_bundle_citizen'),
        ),
    ]
