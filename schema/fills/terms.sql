-- What contacts are found by who were there before the table was; see schema/terms.ts.
INSERT INTO `terms` (`term`, `subject_id`)
  SELECT 'tag:' || t.value, s.id FROM subjects s, json_each(s.tags) t WHERE s.kind = 'contact'
  UNION SELECT 'tier:' || tier, id FROM subjects WHERE kind = 'contact' AND tier <> ''
  UNION SELECT 'name:' || substr(lower(trim(name)), 1, 40), id FROM subjects WHERE kind = 'contact' AND trim(name) <> ''
  UNION SELECT 'name:' || substr(lower(trim(s.name)), n.value, 40), s.id
    FROM subjects s, json_each('[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]') n
    WHERE s.kind = 'contact' AND n.value <= length(trim(s.name)) AND substr(trim(s.name), n.value, 1) <> ' '
      AND (substr(trim(s.name), n.value - 1, 1) = ' ' OR substr(trim(s.name), n.value, 1) BETWEEN '぀' AND '鿿');
--> statement-breakpoint
-- How many contacts there were before they were counted one by one; see workers/store/contact-count.ts.
INSERT INTO `figures` (`area`, `slot`, `metric`, `value`) SELECT 'contacts', 0, 'n', count(*) FROM subjects WHERE kind = 'contact';
