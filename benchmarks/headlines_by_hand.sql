-- The headline figures by programme and quarter as a person would write them for speed: one scan of each grain,
-- whole months first (there are few), quarters from those. People cannot be added up over months, so they are
-- counted by quarter at once. Each statement gives programme, quarter and the figures in the order of the names
-- beside it in measure_speed.py.

-- people_taking_part: people
SELECT programme, LEFT(event_month, 4) || 'Q' || ((CAST(RIGHT(event_month, 2) AS TINYINT) + 2) // 3) AS quarter,
    COUNT(DISTINCT person_key)
FROM grain_party
WHERE took_part AND NOT is_stand_in AND party_type NOT IN ('organisation', 'public_body', 'household')
GROUP BY 1, 2;

-- choose_again_rate of the harmed, felt_safe_rate: met, not met, not applicable, unknown of each
SELECT programme, LEFT(event_month, 4) || 'Q' || ((CAST(RIGHT(event_month, 2) AS TINYINT) + 2) // 3) AS quarter,
    SUM(a), SUM(b), SUM(c), SUM(d), SUM(e), SUM(f), SUM(g), SUM(h)
FROM (
    SELECT programme, event_month,
        COUNT(*) FILTER (role = 'harmed' AND g3 IN ('4', '5')) AS a,
        COUNT(*) FILTER (role = 'harmed' AND g3 IN ('1', '2', '3')) AS b,
        COUNT(*) FILTER (role = 'harmed' AND g3 = 'not_applicable') AS c,
        COUNT(*) FILTER (role = 'harmed' AND (g3 IS NULL OR g3 = 'prefer_not')) AS d,
        COUNT(*) FILTER (g10 IN ('4', '5')) AS e,
        COUNT(*) FILTER (g10 IN ('1', '2', '3')) AS f,
        COUNT(*) FILTER (g10 = 'not_applicable') AS g,
        COUNT(*) FILTER (g10 IS NULL OR g10 = 'prefer_not') AS h
    FROM grain_response
    WHERE wave = 'after' AND NOT is_off_window
    GROUP BY programme, event_month
)
GROUP BY 1, 2;

-- agreement_completion_rate: met, not met, pending, not applicable, unknown
SELECT programme, LEFT(event_month, 4) || 'Q' || ((CAST(RIGHT(event_month, 2) AS TINYINT) + 2) // 3) AS quarter,
    SUM(n) FILTER (bucket = 0), SUM(n) FILTER (bucket = 1), SUM(n) FILTER (bucket = 2),
    SUM(n) FILTER (bucket = 3), SUM(n) FILTER (bucket = 4)
FROM (
    SELECT programme, event_month, COUNT(*) AS n,
        CASE
            WHEN status = 'superseded' OR (status = 'waived' AND waived_by = 'harmed')
                OR (status = 'withdrawn' AND withdrawn_by = 'harmed') THEN 3
            WHEN first_due_day IS NOT NULL AND NOT is_due THEN 2
            WHEN first_due_day IS NULL OR status = 'closed_unknown'
                OR status IN ('unknown', 'declined', 'not_asked', 'not_applicable')
                OR (status = 'active' AND case_status = 'closed') THEN 4
            WHEN status = 'completed' THEN 0
            ELSE 1
        END AS bucket
    FROM grain_agreement
    GROUP BY ALL
)
GROUP BY 1, 2;

-- paid_in_full_rate: met, not met, pending, not applicable, unknown; restitution_collected_rate: applied, due,
-- and the sums of squares and products that its interval needs
SELECT programme, LEFT(event_month, 4) || 'Q' || ((CAST(RIGHT(event_month, 2) AS TINYINT) + 2) // 3) AS quarter,
    SUM(n) FILTER (bucket = 0), SUM(n) FILTER (bucket = 1), SUM(n) FILTER (bucket = 2),
    SUM(n) FILTER (bucket = 3), SUM(n) FILTER (bucket = 4),
    SUM(applied) FILTER (bucket < 2), SUM(due) FILTER (bucket < 2), SUM(applied_squared) FILTER (bucket < 2),
    SUM(due_squared) FILTER (bucket < 2), SUM(product) FILTER (bucket < 2)
FROM (
    SELECT programme, event_month, bucket, COUNT(*) AS n, SUM(applied_minor) AS applied, SUM(due_minor) AS due,
        SUM(CAST(applied_minor AS HUGEINT) * applied_minor) AS applied_squared,
        SUM(CAST(due_minor AS HUGEINT) * due_minor) AS due_squared,
        SUM(CAST(applied_minor AS HUGEINT) * due_minor) AS product
    FROM (
        SELECT programme, event_month, applied_minor, due_minor,
            CASE
                WHEN is_replaced OR is_wholly_waived OR agreement_is_set_aside THEN 3
                WHEN first_due_day IS NOT NULL AND NOT is_due THEN 2
                WHEN outstanding_minor IS NULL OR first_due_day IS NULL THEN 4
                WHEN outstanding_minor = 0 THEN 0
                ELSE 1
            END AS bucket
        FROM grain_obligation
        WHERE obligation_type = 'restitution_money'
    )
    GROUP BY programme, event_month, bucket
)
GROUP BY 1, 2;
