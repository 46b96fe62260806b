"""One function takes numbers, writes allocations and registrations, then appends the events."""

from django.conf import settings
from django.db import migrations

FORWARD = """
ALTER TABLE registry_counter SET (fillfactor = 50);

CREATE FUNCTION registry_close(requests jsonb, events jsonb)
RETURNS TABLE (place int, sequence int, number text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
    request record;
    taken int;
    given text;
    numbers text[] := '{}';
    places int[] := '{}';
    sequences int[] := '{}';
BEGIN
    FOR request IN
        SELECT r.* FROM jsonb_to_recordset(requests) AS r(
            place int, prefix text, width int, suffix text, id uuid, allocation_id uuid,
            document_id uuid, organisation_id bigint, journal_id bigint, period text, registered_at timestamptz,
            received_at timestamptz, registered_by_id bigint, registered_by_label text)
        ORDER BY r.journal_id, r.period, r.place
    LOOP
        UPDATE registry_counter SET value = value + 1
         WHERE journal_id = request.journal_id AND period = request.period RETURNING value INTO taken;
        IF NOT FOUND THEN
            INSERT INTO registry_counter AS c (journal_id, period, value)
            VALUES (request.journal_id, request.period, 1)
            ON CONFLICT (journal_id, period) DO UPDATE SET value = c.value + 1 RETURNING c.value INTO taken;
        END IF;
        given := request.prefix || lpad(taken::text, greatest(request.width, length(taken::text)), '0')
                 || request.suffix;
        INSERT INTO registry_allocation (id, journal_id, period, sequence, suffix, number, allocated_at)
        VALUES (request.allocation_id, request.journal_id, request.period, taken, '', given, request.registered_at);
        INSERT INTO registry_registration (id, document_id, allocation_id, organisation_id, journal_id, period,
            sequence, number, registered_at, received_at, registered_by_id, registered_by_label)
        VALUES (request.id, request.document_id, request.allocation_id, request.organisation_id,
            request.journal_id, request.period, taken, given, request.registered_at, request.received_at,
            request.registered_by_id, request.registered_by_label);
        numbers[request.place + 1] := given;
        sequences[request.place + 1] := taken;
        places := places || request.place;
    END LOOP;
    PERFORM history_append(events, numbers);
    RETURN QUERY SELECT p, sequences[p + 1], numbers[p + 1] FROM unnest(places) AS p;
END $$;

CREATE FUNCTION registry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a number that was given stays' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER number_stays BEFORE UPDATE OR DELETE ON registry_allocation
    FOR EACH ROW EXECUTE FUNCTION registry_refuse();
CREATE TRIGGER registration_stays BEFORE DELETE ON registry_registration
    FOR EACH ROW EXECUTE FUNCTION registry_refuse();
REVOKE EXECUTE ON FUNCTION registry_close(jsonb, jsonb) FROM PUBLIC;
"""

GRANTS = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%(app)s') THEN
    REVOKE ALL ON registry_allocation, registry_registration, registry_counter FROM "%(app)s";
    GRANT SELECT ON registry_allocation, registry_registration, registry_counter TO "%(app)s";
    GRANT UPDATE (moved_to_id, received_at) ON registry_registration TO "%(app)s";
    GRANT EXECUTE ON FUNCTION registry_close(jsonb, jsonb) TO "%(app)s";
  END IF;
END $$;
"""

BACKWARD = """
DROP TRIGGER registration_stays ON registry_registration;
DROP TRIGGER number_stays ON registry_allocation;
DROP FUNCTION registry_refuse();
DROP FUNCTION registry_close(jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_documents"), ("history", "0002_append_only")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(GRANTS.replace("%(app)s", settings.APP_ROLE), migrations.RunSQL.noop),
    ]
