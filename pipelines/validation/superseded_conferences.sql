-- One row per conference row of a second case: one conference held for two cases counts with the first of them.
INSERT INTO superseded
WITH set_aside AS (
    SELECT _id FROM findings WHERE table_name = 'conferences' AND NOT LIST_CONTAINS($warnings, rule)
)
SELECT 'conferences', _id
FROM (
    SELECT _id, case_id, FIRST(case_id) OVER (PARTITION BY conference_id ORDER BY _id) AS first_case_id
    FROM made_conferences
    WHERE conference_id IS NOT NULL AND _id NOT IN (SELECT _id FROM set_aside)
)
WHERE case_id <> first_case_id;
