-- Tasks for a filled database: see tasks_fill.py.

-- Whom tasks are given to, by unit; 0 stands for any unit.
CREATE TEMPORARY TABLE holders ON COMMIT DROP AS
WITH held AS (
SELECT p.unit_id, a.person_id FROM people_appointment a JOIN people_position p ON p.id = a.position_id
 WHERE a.ended_on IS NULL AND p.unit_id IS NOT NULL
)
SELECT unit_id, array_agg(person_id ORDER BY person_id) AS people, array_agg(unit_id) AS home FROM held GROUP BY unit_id
UNION ALL
SELECT 0, array_agg(person_id ORDER BY person_id), array_agg(unit_id ORDER BY person_id) FROM held;

-- Of ten cards four have a resolution of their first reviewer.
INSERT INTO tasks_resolution (id, document_id, organisation_id, origin, author_id, author_label, acted_label, mode,
   state, dated_on, prepared_label, issued_at, returned_because, proof, created_at, version)
SELECT gen_random_uuid(), d.id, d.organisation_id, 'resolution', d.first_reviewer_id,
   w.given_name || ' ' || w.surname, '', CASE WHEN abs(hashtext(d.id::text)) % 7 = 0 THEN 'paper' ELSE 'system' END,
   'issued', (d.created_at AT TIME ZONE 'Europe/Kyiv')::date, '', d.created_at + interval '3 hours', '', 'account',
   d.created_at + interval '3 hours', 2
  FROM registry_document d JOIN people_person w ON w.id = d.first_reviewer_id
 WHERE abs(hashtext(d.id::text)) % 10 < 4;

-- One task each, as far as the card itself has gone.
INSERT INTO tasks_point (resolution_id, document_id, organisation_id, "order", number, text, state, on_control,
   unit_id, person_id, due_on, due_source, limit_on, first_due_on, deadline_id, every, rolls_back, assigned_at,
   accepted_at, reported_at, closed_at, lifted_at, extensions, version)
SELECT r.id, r.document_id, r.organisation_id, 0, '', 'Підготувати відповідь',
   CASE WHEN d.closed_at IS NOT NULL THEN 'done' WHEN h.n % 3 = 0 THEN 'assigned' ELSE 'accepted' END,
   h.n % 5 < 4, who.unit_id, who.person_id, dl.effective_on, CASE WHEN dl.id IS NULL THEN 'none' ELSE 'law' END,
   dl.effective_on, dl.effective_on, dl.id, '', false, r.issued_at,
   CASE WHEN d.closed_at IS NOT NULL OR h.n % 3 > 0 THEN r.issued_at + interval '1 day' END,
   d.closed_at, d.closed_at, CASE WHEN h.n % 5 < 4 THEN d.closed_at END, CASE WHEN h.n % 11 = 0 THEN 1 ELSE 0 END, 3
  FROM tasks_resolution r JOIN registry_document d ON d.id = r.document_id
 CROSS JOIN LATERAL (SELECT abs(hashtext(r.id::text)) AS n) h
  LEFT JOIN LATERAL (SELECT id, effective_on FROM registry_deadline WHERE document_id = d.id ORDER BY effective_on LIMIT 1) dl ON true
  JOIN holders ho ON ho.unit_id = coalesce(d.responsible_unit_id, 0)
  JOIN LATERAL (SELECT ho.people[1 + h.n % array_length(ho.people, 1)] AS person_id, ho.home[1 + h.n % array_length(ho.people, 1)] AS unit_id) who ON true;

INSERT INTO tasks_assignment (point_id, duty, person_id, position_id, principal, label, dative, due_on, is_waiting,
       accepted_at, done_at, part)
SELECT p.id, 'main', p.person_id, a.position_id, p.person_id * 8 + 1, w.given_name || ' ' || w.surname,
       w.given_name || ' ' || w.surname, p.due_on, p.closed_at IS NULL, p.accepted_at, p.closed_at, ''
  FROM tasks_point p JOIN people_person w ON w.id = p.person_id
  JOIN LATERAL (SELECT position_id FROM people_appointment WHERE person_id = p.person_id ORDER BY id LIMIT 1) a ON true;

INSERT INTO tasks_step (point_id, kind, at, by_label, text, new_on)
SELECT p.id, s.kind, s.at, s.label, '', CASE WHEN s.kind = 'assigned' THEN p.due_on END
  FROM tasks_point p JOIN tasks_resolution r ON r.id = p.resolution_id
  JOIN LATERAL (VALUES ('assigned', p.assigned_at, r.author_label), ('accepted', p.accepted_at, ''),
               ('reported', p.closed_at, ''), ('acceptance', p.closed_at, r.author_label),
               ('lifted', p.lifted_at, '')) AS s (kind, at, label) ON s.at IS NOT NULL;

INSERT INTO registry_accessrow (principal, document_id, journal_id, dated_at, reason, source)
SELECT p.person_id * 8 + 1, p.document_id, g.journal_id, g.registered_at, 'task', 'point:' || p.id
  FROM tasks_point p JOIN registry_registration g ON g.document_id = p.document_id AND g.moved_to_id IS NULL;

UPDATE registry_document SET reviewed_at = r.issued_at
  FROM tasks_resolution r WHERE r.document_id = registry_document.id AND closed_at IS NULL;
