-- Parts of e-mail addresses and handles, of those who were there before they were found by them; see schema/terms.ts. Only
-- where that is certain to be what it would be now: few identities, plain letters, few parts. The others are found by the
-- addresses that they are given from now on, and so are all of a community that is too large for one statement of 30 s.
WITH `address` (`id`, `known`, `whole`) AS (
  SELECT `id`, json_array_length(`identities`), lower(trim(`email`)) FROM `subjects` WHERE `kind` = 'contact' AND `email` IS NOT NULL
  UNION ALL
  SELECT s.`id`, json_array_length(s.`identities`), lower(trim(i.value->>'external_id'))
    FROM `subjects` s, json_each(s.`identities`) i WHERE s.`kind` = 'contact'),
`plain` (`id`, `known`, `whole`, `bare`) AS MATERIALIZED (
  SELECT *, replace(replace(replace(replace(replace(`whole`, '.', ''), '@', ''), '-', ''), '_', ''), '+', '') FROM `address`
  WHERE (SELECT count(*) FROM `subjects`) <= 20000)
INSERT OR IGNORE INTO `terms` (`term`, `subject_id`)
  SELECT 'name:' || substr(p.`whole`, n.value, 40), p.`id`
  FROM `plain` p, json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38]') n
  WHERE length(p.`whole`) BETWEEN 1 AND 40 AND p.`bare` GLOB '*[a-z]*' AND p.`bare` NOT GLOB '*[^a-z0-9]*'
    AND (p.`known` + 1) * (length(p.`whole`) - length(p.`bare`) + 1) <= 16
    AND (n.value = 1 OR n.value <= length(p.`whole`) - 2
      AND substr(p.`whole`, n.value, 1) GLOB '[a-z0-9]' AND substr(p.`whole`, n.value - 1, 1) GLOB '[^a-z0-9]'
      AND (instr(p.`whole`, '@') = 0 OR instr(substr(p.`whole`, n.value), '.') > 0));
