-- One row per conference row of a second case: one conference held for two cases counts with the first of them whose
-- case is not itself set aside. A case counts as set aside only when no row of it stands.
INSERT INTO superseded
WITH set_aside AS (
    SELECT table_name, _id FROM findings WHERE NOT LIST_CONTAINS($warnings, rule)
),
gone_cases AS (
    SELECT m.case_id
    FROM made_cases AS m
    LEFT JOIN (SELECT DISTINCT _id FROM set_aside WHERE table_name = 'cases') AS s USING (_id)
    WHERE m.case_id IS NOT NULL
    GROUP BY m.case_id
    HAVING BOOL_AND(s._id IS NOT NULL)
)
SELECT 'conferences', _id
FROM (
    SELECT _id, case_id, FIRST(case_id) OVER (PARTITION BY conference_id ORDER BY _id) AS first_case_id
    FROM made_conferences
    WHERE conference_id IS NOT NULL
        AND _id NOT IN (SELECT _id FROM set_aside WHERE table_name = 'conferences')
        AND case_id NOT IN (SELECT case_id FROM gone_cases)
)
WHERE case_id <> first_case_id;
