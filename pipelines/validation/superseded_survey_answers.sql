-- One row per answer of a response that gives way to another of the same party, role and wave. The latest complete one
-- stays: complete is the one that answers the most items; "does not apply" and "prefer not to say" are answers.
-- A response without a party cannot be told from another, so it stays.
INSERT INTO superseded
WITH set_aside AS (
    SELECT _id FROM findings WHERE table_name = 'survey_answers' AND NOT LIST_CONTAINS($warnings, rule)
),
answers AS (
    SELECT * FROM made_survey_answers
    WHERE party_id IS NOT NULL AND response_id IS NOT NULL AND _id NOT IN (SELECT _id FROM set_aside)
),
responses AS (
    SELECT MIN(_id) AS _id, COUNT(*) FILTER (WHERE answer NOT IN ('unknown', 'declined', 'not_asked')) AS n_answered
    FROM answers GROUP BY response_id
),
ranked AS (
    SELECT response_id, ROW_NUMBER() OVER (
        PARTITION BY party_id, role, wave
        ORDER BY n_answered DESC, TRY_CAST(answered_day AS INTEGER) DESC NULLS LAST,
            answered_month DESC NULLS LAST, _id DESC
    ) AS place
    FROM responses JOIN answers USING (_id)
)
SELECT 'survey_answers', a._id
FROM made_survey_answers AS a
WHERE a.response_id IN (SELECT response_id FROM ranked WHERE place > 1);
