"""Keep bundles (一件事): items filed once, in versions that a trigger freezes whole.

Why: a bundle that was filed stands on its definition until its last result is handed out.
Expected duration: new tables, no lock. Undo: migrate back; definitions are lost, items stay.
"""

import django.db.models.deletion
from django.db import migrations, models

_FORWARD = """
CREATE FUNCTION catalogue_freeze_bundle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of bundle % is frozen', OLD.number, OLD.bundle_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'catalogue_bundle_frozen';
END $$;
CREATE TRIGGER catalogue_bundle_frozen BEFORE UPDATE OR DELETE ON catalogue_bundleversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze_bundle();
"""
_BACK = """
DROP TRIGGER catalogue_bundle_frozen ON catalogue_bundleversion;
DROP FUNCTION catalogue_freeze_bundle();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_follow_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                ('offered', models.BooleanField(default=True, verbose_name='受理')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
            ],
            options={
                'verbose_name': '一件事',
                'verbose_name_plural': '一件事',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='BundleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本号')),
                ('document', models.JSONField()),
                ('maker', models.CharField(max_length=80)),
                ('reviewer', models.CharField(max_length=80)),
                ('published_at', models.DateTimeField()),
                ('bundle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.bundle')),
            ],
            options={
                'verbose_name': '一件事版本',
                'verbose_name_plural': '一件事版本',
                'constraints': [models.UniqueConstraint(fields=('bundle', 'number'), name='catalogue_bundle_version_once'), models.CheckConstraint(condition=models.Q(('maker', models.F('reviewer')), _negated=True), name='catalogue_bundle_maker_is_not_reviewer'), models.CheckConstraint(condition=models.Q(('document__has_keys', ['name', 'parts'])), name='catalogue_bundle_has_parts')],
            },
        ),
        migrations.RunSQL(_FORWARD, _BACK),
    ]
