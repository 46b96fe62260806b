"""The chain is written by one function and by nothing else."""

from django.conf import settings
from django.db import migrations

GENESIS = "0" * 64

FORWARD = """
INSERT INTO history_head (id, seq, hash) VALUES (1, 0, '%(genesis)s');
ALTER TABLE history_head SET (fillfactor = 50);

CREATE FUNCTION history_append(batch jsonb, numbers text[] DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    entry jsonb;
    said jsonb;
    given text;
    position bigint;
    last_hash text;
    next_hash text;
BEGIN
    SELECT seq, hash INTO position, last_hash FROM history_head WHERE id = 1 FOR UPDATE;
    FOR entry IN SELECT * FROM jsonb_array_elements(batch) LOOP
        position := position + 1;
        given := CASE WHEN entry->'number_from' IS NULL OR entry->'number_from' = 'null'::jsonb THEN ''
                      ELSE coalesce(numbers[(entry->>'number_from')::int + 1], '') END;
        said := (entry->>'canonical')::jsonb;
        next_hash := encode(sha256(convert_to(
            last_hash || E'\\n' || position || E'\\n' || given || E'\\n' || (entry->>'canonical'), 'UTF8')), 'hex');
        INSERT INTO history_event (seq, key, name, at, actor_kind, actor_key, about_kind, about_key,
                                   number, canonical, previous, hash)
        VALUES (position, (said->>'key')::uuid, said->>'name', (said->>'at')::timestamptz,
                said->'by'->>'kind', said->'by'->>'key', said->'about'->>'kind', said->'about'->>'key',
                given, entry->>'canonical', last_hash, next_hash);
        IF entry ? 'private' THEN
            INSERT INTO history_privatedata (event_key, salt, canonical)
            VALUES ((said->>'key')::uuid, entry->>'salt', entry->>'private');
        END IF;
        last_hash := next_hash;
    END LOOP;
    UPDATE history_head SET seq = position, hash = last_hash WHERE id = 1;
    RETURN position;
END $$;

CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is only written, never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_refuse();
CREATE TRIGGER event_stays BEFORE TRUNCATE ON history_event
    FOR EACH STATEMENT EXECUTE FUNCTION history_refuse();
CREATE TRIGGER private_data_is_final BEFORE UPDATE ON history_privatedata
    FOR EACH ROW EXECUTE FUNCTION history_refuse();
CREATE TRIGGER checkpoint_is_final BEFORE UPDATE OR DELETE ON history_checkpoint
    FOR EACH ROW EXECUTE FUNCTION history_refuse();
"""

REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%(app)s') THEN
    REVOKE ALL ON history_event, history_head, history_privatedata, history_checkpoint FROM "%(app)s";
    GRANT SELECT ON history_event, history_head, history_privatedata, history_checkpoint TO "%(app)s";
    GRANT INSERT ON history_checkpoint TO "%(app)s";
    GRANT EXECUTE ON FUNCTION history_append(jsonb, text[]) TO "%(app)s";
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION history_append(jsonb, text[]) FROM PUBLIC;
"""

BACKWARD = """
DROP TRIGGER checkpoint_is_final ON history_checkpoint;
DROP TRIGGER private_data_is_final ON history_privatedata;
DROP TRIGGER event_stays ON history_event;
DROP TRIGGER event_is_final ON history_event;
DROP FUNCTION history_refuse();
DROP FUNCTION history_append(jsonb, text[]);
DELETE FROM history_head;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_events"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(FORWARD.replace("%(genesis)s", GENESIS), BACKWARD),
        migrations.RunSQL(REVOKE.replace("%(app)s", settings.APP_ROLE), migrations.RunSQL.noop),
    ]
