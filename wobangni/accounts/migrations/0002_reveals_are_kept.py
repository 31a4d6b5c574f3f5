from django.db import migrations

KEEP = """
CREATE FUNCTION reveal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record of reveals is append-only'; END $$;
CREATE TRIGGER reveal_is_kept BEFORE UPDATE OR DELETE ON accounts_reveal
FOR EACH STATEMENT EXECUTE FUNCTION reveal_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_models")]

    operations = [
        migrations.RunSQL(KEEP, "DROP TRIGGER reveal_is_kept ON accounts_reveal; DROP FUNCTION reveal_is_kept();"),
    ]
