"""Count papers by centre: the material room and the issue window are every centre's own.

Why: one centre's count declared the papers of all others missing and closed their day.
Expected duration: one row a place and day, milliseconds. A count kept so far goes to the centre of
the first paper seen or missed in it, an empty one to the centre with the first case. Undo: migrate
back, which is refused where two centres have counted the same place on a day.
"""

from django.db import migrations, models

_CENTRES = """
UPDATE cases_count AS held
   SET centre_id = COALESCE(
       (SELECT owner.centre_id
          FROM cases_paper AS paper
          JOIN cases_case AS owner ON owner.id = paper.case_id
         WHERE paper.barcode = ANY (held.scanned || held.missing)
         ORDER BY paper.id
         LIMIT 1),
       (SELECT first.centre_id FROM cases_case AS first ORDER BY first.id LIMIT 1),
       0)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_file_bundles'),
    ]

    operations = [
        migrations.AddField(
            model_name='count',
            name='centre_id',
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(_CENTRES, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='count',
            name='cases_count_once_a_day',
        ),
        migrations.AddConstraint(
            model_name='count',
            constraint=models.UniqueConstraint(fields=('centre_id', 'place_kind', 'place_id', 'day'), name='cases_count_once_a_day'),
        ),
    ]
