"""The function that gives numbers learns the rest of a number’s life: it is held and returned, given to a late
entry, followed by a letter or a fraction, made void; and a journal’s period ends."""

import re
from importlib import import_module

from django.conf import settings
from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION registry_close(requests jsonb, events jsonb)
RETURNS TABLE (place int, sequence int, number text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
    request record;
    taken int;
    given text;
    mark text;
    allocation uuid;
    numbers text[] := '{}';
    places int[] := '{}';
    sequences int[] := '{}';
BEGIN
    FOR request IN
        SELECT r.* FROM jsonb_to_recordset(requests) AS r(
            place int, act text, prefix text, width int, suffix text, id uuid, allocation_id uuid, held uuid,
            base int, marks text[], document_id uuid, organisation_id bigint, journal_id bigint, period text,
            registered_at timestamptz, received_at timestamptz, entered_at timestamptz, late_reason text,
            registered_by_id bigint, registered_by_label text, at timestamptz, by_id bigint, by_label text,
            purpose text, holder text, until date, note text, reason text)
        ORDER BY r.journal_id, r.period, r.place
    LOOP
        mark := '';
        allocation := request.allocation_id;
        IF request.held IS NULL AND request.base IS NULL AND request.act IN ('register', 'reserve') THEN
            UPDATE registry_counter SET value = value + 1
             WHERE journal_id = request.journal_id AND period = request.period RETURNING value INTO taken;
            IF NOT FOUND THEN
                INSERT INTO registry_counter AS c (journal_id, period, value)
                VALUES (request.journal_id, request.period, 1)
                ON CONFLICT (journal_id, period) DO UPDATE SET value = c.value + 1 RETURNING c.value INTO taken;
            END IF;
        ELSE
            INSERT INTO registry_counter (journal_id, period, value)
            VALUES (request.journal_id, request.period, 0) ON CONFLICT DO NOTHING;
            SELECT value INTO taken FROM registry_counter
             WHERE journal_id = request.journal_id AND period = request.period FOR UPDATE;
        END IF;
        IF EXISTS (SELECT FROM registry_periodclosure p
                    WHERE p.journal_id = request.journal_id AND p.period = request.period) THEN
            RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'OB001';
        END IF;

        IF request.act = 'close' THEN
            PERFORM registry_close_period(request.id, request.journal_id, request.period, taken,
                request.at, request.by_id, request.by_label, request.reason);
            CONTINUE;
        ELSIF request.held IS NOT NULL THEN
            allocation := request.held;
            SELECT a.sequence, a.suffix, a.number INTO taken, mark, given FROM registry_allocation a
             WHERE a.id = allocation AND a.journal_id = request.journal_id AND a.period = request.period;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no such number' USING ERRCODE = 'OB002';
            END IF;
            IF EXISTS (SELECT FROM registry_voidnumber v WHERE v.allocation_id = allocation) THEN
                RAISE EXCEPTION 'the number is void' USING ERRCODE = 'OB003';
            END IF;
            IF request.act <> 'void'
               AND EXISTS (SELECT FROM registry_registration r WHERE r.allocation_id = allocation) THEN
                RAISE EXCEPTION 'the number is used' USING ERRCODE = 'OB004';
            END IF;
        ELSE
            IF request.base IS NOT NULL THEN
                IF request.base > taken OR request.base < 1 THEN
                    RAISE EXCEPTION 'the base number was not given' USING ERRCODE = 'OB005';
                END IF;
                taken := request.base;
                SELECT m.one INTO mark FROM unnest(request.marks) WITH ORDINALITY AS m(one, nth)
                 WHERE NOT EXISTS (SELECT FROM registry_allocation a WHERE a.journal_id = request.journal_id
                     AND a.period = request.period AND a.sequence = request.base AND a.suffix = m.one)
                 ORDER BY m.nth LIMIT 1;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'no mark is free' USING ERRCODE = 'OB006';
                END IF;
            END IF;
            given := request.prefix || lpad(taken::text, greatest(request.width, length(taken::text)), '0')
                     || mark || request.suffix;
            INSERT INTO registry_allocation (id, journal_id, period, sequence, suffix, number, allocated_at)
            VALUES (allocation, request.journal_id, request.period, taken, mark, given,
                coalesce(request.at, request.entered_at, request.registered_at));
        END IF;

        IF request.act = 'register' THEN
            given := request.prefix || lpad(taken::text, greatest(request.width, length(taken::text)), '0')
                     || mark || request.suffix;
            INSERT INTO registry_registration (id, document_id, allocation_id, organisation_id, journal_id,
                period, sequence, suffix, number, registered_at, received_at, entered_at, late_reason,
                registered_by_id, registered_by_label)
            VALUES (request.id, request.document_id, allocation, request.organisation_id, request.journal_id,
                request.period, taken, mark, given, request.registered_at, request.received_at,
                request.entered_at, coalesce(request.late_reason, ''), request.registered_by_id,
                request.registered_by_label);
        ELSIF request.act = 'reserve' THEN
            INSERT INTO registry_reservation (id, allocation_id, purpose, holder, until, note, reserved_at,
                reserved_by_id, reserved_by_label, ended_by_label, outcome)
            VALUES (request.id, allocation, request.purpose, request.holder, request.until,
                coalesce(request.note, ''), request.at, request.by_id, request.by_label, '', '');
        ELSIF request.act = 'void' THEN
            INSERT INTO registry_voidnumber (allocation_id, reason, voided_at, voided_by_id, voided_by_label)
            VALUES (allocation, request.reason, request.at, request.by_id, request.by_label);
        END IF;
        IF request.held IS NOT NULL AND request.act <> 'reserve' THEN
            UPDATE registry_reservation SET ended_at = coalesce(request.at, request.entered_at,
                   request.registered_at), ended_by_label = coalesce(request.by_label,
                   request.registered_by_label), outcome = CASE request.act WHEN 'register' THEN 'used'
                   WHEN 'void' THEN 'void' ELSE 'returned' END
             WHERE allocation_id = allocation AND ended_at IS NULL;
            IF NOT FOUND AND request.act = 'return' THEN
                RAISE EXCEPTION 'the number is not held' USING ERRCODE = 'OB007';
            END IF;
        END IF;
        numbers[request.place + 1] := given;
        sequences[request.place + 1] := taken;
        places := places || request.place;
    END LOOP;
    PERFORM history_append(events, numbers);
    RETURN QUERY SELECT p, sequences[p + 1], numbers[p + 1] FROM unnest(places) AS p;
END $$;

CREATE FUNCTION registry_close_period(closure uuid, journal bigint, closing text, last int, at timestamptz,
    by_id bigint, by_label text, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE registry_reservation r SET ended_at = at, ended_by_label = by_label, outcome = 'void'
      FROM registry_allocation a
     WHERE a.id = r.allocation_id AND a.journal_id = journal AND a.period = closing AND r.ended_at IS NULL;
    INSERT INTO registry_voidnumber (allocation_id, reason, voided_at, voided_by_id, voided_by_label)
    SELECT a.id, reason, at, by_id, by_label FROM registry_allocation a
     WHERE a.journal_id = journal AND a.period = closing
       AND NOT EXISTS (SELECT FROM registry_registration g WHERE g.allocation_id = a.id)
       AND NOT EXISTS (SELECT FROM registry_voidnumber v WHERE v.allocation_id = a.id);
    INSERT INTO registry_periodclosure (journal_id, period, last_sequence, registered, void, late,
        carried_over, closed_at, closed_by_label)
    SELECT journal, closing, last, count(g.id) FILTER (WHERE v.id IS NULL), count(v.id),
           count(g.id) FILTER (WHERE g.entered_at IS NOT NULL),
           count(g.id) FILTER (WHERE v.id IS NULL AND g.moved_to_id IS NULL AND d.closed_at IS NULL),
           at, by_label
      FROM registry_allocation a
      LEFT JOIN registry_registration g ON g.allocation_id = a.id
      LEFT JOIN registry_document d ON d.id = g.document_id
      LEFT JOIN registry_voidnumber v ON v.allocation_id = a.id
     WHERE a.journal_id = journal AND a.period = closing;
END $$;
REVOKE EXECUTE ON FUNCTION registry_close_period(uuid, bigint, text, int, timestamptz, bigint, text, text)
    FROM PUBLIC;

CREATE TRIGGER void_stays BEFORE UPDATE OR DELETE ON registry_voidnumber
    FOR EACH ROW EXECUTE FUNCTION registry_refuse();
CREATE TRIGGER closure_stays BEFORE UPDATE OR DELETE ON registry_periodclosure
    FOR EACH ROW EXECUTE FUNCTION registry_refuse();
CREATE TRIGGER reservation_stays BEFORE DELETE ON registry_reservation
    FOR EACH ROW EXECUTE FUNCTION registry_refuse();
"""

GRANTS = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%(app)s') THEN
    REVOKE ALL ON registry_reservation, registry_voidnumber, registry_periodclosure FROM "%(app)s";
    GRANT SELECT ON registry_reservation, registry_voidnumber, registry_periodclosure TO "%(app)s";
  END IF;
END $$;
"""

BACKWARD = """
DROP TRIGGER reservation_stays ON registry_reservation;
DROP TRIGGER closure_stays ON registry_periodclosure;
DROP TRIGGER void_stays ON registry_voidnumber;
DROP FUNCTION registry_close_period(uuid, bigint, text, int, timestamptz, bigint, text, text);
"""
_BEFORE = import_module("obih.registry.migrations.0002_numbers_are_given_by_the_database").FORWARD
_FUNCTION = re.search(r"CREATE (FUNCTION registry_close.*?END \$\$;)", _BEFORE, re.DOTALL)
assert _FUNCTION is not None
BACKWARD += f"CREATE OR REPLACE {_FUNCTION[1]}"


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_the_whole_register"), ("history", "0002_append_only")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(GRANTS.replace("%(app)s", settings.APP_ROLE), migrations.RunSQL.noop),
    ]
