-- One table for each unit a measure counts in, built with the snapshot from the accepted rows.
-- Days are whole days since the case's referral. A code is never NULL in a dimension: what is not known is 'unknown'.
-- Codes are of the snapshot's own type `code` (codes.py): one that is written here is part of it.

-- ---------------------------------------------------------------- what several grains share

-- One row per party with the facts of its own row that need no other table.
CREATE TEMP TABLE party_facts AS
SELECT
    p.*,
    COALESCE(p.person_id, p.party_id) AS person_key,
    -- A guardian, surrogate or representative answers through the party it stands for.
    p.stands_for_party_id IS NOT NULL
        OR COALESCE(p.directness, '') IN ('guardian', 'surrogate', 'representative') AS is_stand_in,
    -- A recorded decision implies that the party was reached and asked.
    p.contacted_day IS NOT NULL OR COALESCE(p.decision, '') IN ('consented', 'declined') AS is_reached,
    p.offered_day IS NOT NULL OR COALESCE(p.decision, '') IN ('consented', 'declined') AS is_offered,
    COALESCE(p.decision, '') = 'consented' AS has_consented,
    COALESCE(p.decision, '') = 'declined' OR p.withdrew_day IS NOT NULL AS has_ended
FROM parties AS p;

-- One row per party at a conference or exchange it took part in itself.
CREATE TEMP TABLE presence AS
SELECT
    a.conference_id, a.party_id, a.attended, h.case_id, h.held_day,
    ROW(COALESCE(h.held_day, 0), a.conference_id) AS held_order,
    COALESCE(h.held_month, c.held_month) AS held_month, c.conference_type,
    a.attended IN ('in_person', 'online', 'written') AS took_part,
    a.attended IN ('in_person', 'online')
        AND c.conference_type IN ('face_to_face', 'online', 'circle') AS met
FROM attendance AS a
JOIN conferences AS c USING (conference_id)
LEFT JOIN parties AS p ON p.party_id = a.party_id
-- Held for two cases, it counts its days from the referral of the party's own.
LEFT JOIN conference_cases AS h
    ON h.conference_id = a.conference_id AND h.case_id = COALESCE(p.case_id, c.case_id);

-- One row per case: its harmed side. Who stands for another answers through that party, and so speaks for the
-- side only where nobody else is on it.
CREATE TEMP TABLE harmed_side AS
SELECT
    p.case_id,
    MIN(CASE
        WHEN p.party_type IN ('organisation', 'public_body') THEN 2
        WHEN COALESCE(p.directness, 'direct') = 'surrogate' THEN 3
        WHEN p.is_stand_in THEN 4
        ELSE 1
    END) AS kind_order,
    COALESCE(BOOL_OR(p.is_reached) FILTER (WHERE NOT p.is_stand_in), BOOL_OR(p.is_reached)) AS is_reached,
    COALESCE(BOOL_OR(p.has_consented) FILTER (WHERE NOT p.is_stand_in), BOOL_OR(p.has_consented)) AS has_consented,
    BOOL_OR(NOT p.is_stand_in AND EXISTS (
        SELECT 1 FROM presence AS a WHERE a.party_id = p.party_id AND a.took_part
    )) AS took_part,
    COALESCE(BOOL_AND(p.has_ended) FILTER (WHERE NOT p.is_stand_in), BOOL_AND(p.has_ended)) AS has_ended,
    CASE
        WHEN BOOL_OR(p.wants_informed = 'yes') THEN 'yes'::code
        WHEN BOOL_AND(p.wants_informed = 'no') THEN 'no'::code
        ELSE 'unknown'::code
    END AS wants_informed
FROM party_facts AS p
WHERE p.role = 'harmed'
GROUP BY p.case_id;

CREATE TEMP TABLE responsible_side AS
SELECT
    case_id,
    COALESCE(BOOL_OR(is_reached) FILTER (WHERE NOT is_stand_in), BOOL_OR(is_reached)) AS is_reached,
    COALESCE(BOOL_OR(has_consented) FILTER (WHERE NOT is_stand_in), BOOL_OR(has_consented)) AS has_consented,
    COALESCE(BOOL_AND(has_ended) FILTER (WHERE NOT is_stand_in), BOOL_AND(has_ended)) AS has_ended
FROM party_facts
WHERE role = 'responsible'
GROUP BY case_id;

-- One row per case with a conference or exchange: the first of them, and the first meeting.
CREATE TEMP TABLE case_conferences AS
SELECT
    case_id,
    MIN(held_day) AS first_exchange_day,
    MIN(held_day) FILTER (WHERE conference_type IN ('face_to_face', 'online', 'circle')) AS first_meeting_day,
    BOOL_OR(conference_type IN ('face_to_face', 'online', 'circle')) AS has_meeting,
    BOOL_OR(conference_type IN ('unknown', 'declined', 'not_asked', 'not_applicable')) AS has_unknown_exchange,
    ARG_MIN(conference_type, held_order) AS conference_type,
    MIN(held_month) AS held_month,
    MAX(held_day) AS last_exchange_day, ARG_MAX(held_month, held_order) AS last_held_month,
    BOOL_OR(result IN ('full_agreement', 'partial_agreement')) AS has_result,
    ARG_MAX(result, held_order) AS last_result
FROM (
    -- Of two held on one day the order of their ids decides, so that every answer is about the same one.
    SELECT h.case_id, h.held_day, h.held_month, c.conference_type, c.result,
        ROW(COALESCE(h.held_day, 0), h.conference_id) AS held_order
    FROM conference_cases AS h
    JOIN conferences AS c USING (conference_id)
)
GROUP BY case_id;

-- One row per agreement with the days that decide whether it is due.
CREATE TEMP TABLE agreement_facts AS
SELECT
    -- One conference may be held for two cases: an agreement is its party's.
    a.*, k.case_id, h.held_day,
    COALESCE(a.original_due_day, a.due_day, a.agreed_day + g.default_due_days) AS first_due_day,
    a.original_due_day IS NULL AND a.due_day IS NULL AS due_is_default,
    COALESCE(a.due_day, a.original_due_day, a.agreed_day + g.default_due_days) AS due_now_day,
    a.status = 'superseded'
        OR (a.status = 'waived' AND COALESCE(a.waived_by, '') = 'harmed')
        OR (a.status = 'withdrawn' AND COALESCE(a.withdrawn_by, '') = 'harmed') AS is_set_aside,
    COALESCE(a.original_due_day, a.due_day, a.agreed_day) IS NULL
        OR a.status IN ('closed_unknown', 'unknown', 'declined', 'not_asked', 'not_applicable')
        OR (a.status = 'active' AND k.status = 'closed') AS is_unknown
FROM agreements AS a
JOIN conferences AS c USING (conference_id)
LEFT JOIN parties AS p ON p.party_id = a.party_id
JOIN cases AS k ON k.case_id = COALESCE(p.case_id, c.case_id)
LEFT JOIN conference_cases AS h ON h.conference_id = a.conference_id AND h.case_id = k.case_id
JOIN programmes AS g ON g.programme = a.programme;

CREATE TEMP TABLE case_agreements AS
SELECT
    a.case_id,
    COUNT(*) AS n_agreements,
    COUNT(*) FILTER (WHERE NOT a.is_set_aside) AS n_agreements_applicable,
    -- Without any day to judge it by, nothing is gained by waiting: its result is unknown.
    COUNT(*) FILTER (WHERE NOT a.is_set_aside AND COALESCE(a.first_due_day, 0) <= k.observed_days) AS n_agreements_matured,
    COUNT(*) FILTER (WHERE NOT a.is_set_aside AND NOT a.is_unknown AND a.status = 'completed') AS n_agreements_completed,
    COUNT(*) FILTER (WHERE NOT a.is_set_aside AND a.is_unknown) AS n_agreements_unknown
FROM agreement_facts AS a
JOIN cases AS k USING (case_id)
GROUP BY a.case_id;

-- ---------------------------------------------------------------- one row per case

-- One row per row of cases: which case, taken up again, it is an episode of, and the how-manieth. An earlier one
-- that was not handed over begins with the first that was; what refers to each other in a circle stays apart.
CREATE TEMP TABLE chain AS
WITH RECURSIVE later(programme, case_id, first_id, steps) AS (
    SELECT programme, case_id, case_id, 0 FROM cases AS k
    WHERE NOT EXISTS (SELECT 1 FROM cases AS e WHERE e.case_id = k.reopened_from AND e.programme = k.programme)
    UNION ALL
    -- A case names one earlier case, so each is met once, and none of a circle is: it ends of itself.
    SELECT k.programme, k.case_id, l.first_id, l.steps + 1
    FROM later AS l
    JOIN cases AS k ON k.reopened_from = l.case_id AND k.programme = l.programme
)
-- Taken up more than once, the last episode is the one referred last, however many it goes back over.
SELECT
    k.case_id, COALESCE(l.first_id, k.case_id) AS first_id,
    ROW(COALESCE(l.steps, 0) > 0, -k.observed_days, COALESCE(l.steps, 0), k.case_id) AS place
FROM cases AS k
LEFT JOIN later AS l USING (case_id);

-- One row per row of cases, each with what happened in it alone.
CREATE TEMP TABLE episode AS
WITH facts AS (
    SELECT
        k.*,
        e.first_id, e.place,
        CASE
            WHEN s.has_screening IS NULL THEN 'accepted'::code
            ELSE known(k.screening)
        END AS screening_in_force,
        s.has_harmed IS NOT NULL AS records_harmed,
        s.has_attendance IS NOT NULL AS records_attendance,
        h.case_id IS NOT NULL AS has_harmed_party,
        h.kind_order,
        COALESCE(h.is_reached, FALSE) AS harmed_reached,
        COALESCE(r.is_reached, FALSE) AS responsible_reached,
        COALESCE(h.has_consented, FALSE) AS harmed_consented,
        COALESCE(r.has_consented, FALSE) AS responsible_consented,
        COALESCE(h.has_ended, FALSE)
            OR COALESCE(k.closure_reason, '') IN ('harmed_declined', 'harmed_unreachable', 'harmed_withdrew') AS harmed_ended,
        COALESCE(r.has_ended, FALSE)
            OR COALESCE(k.closure_reason, '') IN
                ('responsible_declined', 'responsible_unreachable', 'responsible_withdrew', 'responsible_denies') AS responsible_ended,
        COALESCE(h.took_part, FALSE) AS harmed_was_there,
        c.case_id IS NOT NULL AS has_exchange,
        COALESCE(c.has_meeting, FALSE) AS has_meeting,
        COALESCE(c.has_unknown_exchange, FALSE) AS has_unknown_exchange,
        c.first_meeting_day, c.held_month, COALESCE(c.conference_type, 'none'::code) AS conference_type, c.last_result,
        COALESCE(c.has_result, FALSE) OR a.case_id IS NOT NULL AS has_agreement,
        COALESCE(a.n_agreements, 0) AS n_agreements,
        COALESCE(a.n_agreements_applicable, 0) AS n_agreements_applicable,
        COALESCE(a.n_agreements_matured, 0) AS n_agreements_matured,
        COALESCE(a.n_agreements_completed, 0) AS n_agreements_completed,
        COALESCE(a.n_agreements_unknown, 0) AS n_agreements_unknown
    FROM cases AS k
    JOIN chain AS e USING (case_id)
    LEFT JOIN (
        SELECT
            programme,
            MAX(item) FILTER (WHERE item = 'cases.screening') AS has_screening,
            MAX(item) FILTER (WHERE item = 'role:harmed') AS has_harmed,
            MAX(item) FILTER (WHERE item = 'attendance') AS has_attendance
        FROM supplied GROUP BY programme
    ) AS s USING (programme)
    LEFT JOIN harmed_side AS h USING (case_id)
    LEFT JOIN responsible_side AS r USING (case_id)
    LEFT JOIN case_conferences AS c USING (case_id)
    LEFT JOIN case_agreements AS a USING (case_id)
)
SELECT
    *,
    CASE
        WHEN NOT records_harmed THEN 'unknown'::code
        ELSE COALESCE(['direct'::code, 'organisation'::code, 'surrogate'::code, 'representative'::code][kind_order], 'none'::code)
    END AS harmed_kind,
    CASE
        WHEN NOT records_harmed OR NOT records_attendance THEN 'unknown'::code
        WHEN harmed_was_there THEN 'yes'::code
        ELSE 'no'::code
    END AS harmed_took_part
FROM facts;

-- One row per case: what happened in any of its episodes.
CREATE TEMP TABLE all_episodes AS
SELECT
    first_id,
    MAX(place) AS last_place,
    COUNT(*) > 1 OR BOOL_OR(reopened_from IS NOT NULL) AS was_reopened,
    BOOL_OR(screening_in_force = 'accepted') AS is_accepted,
    ARG_MIN(screening_in_force, place) FILTER (
        WHERE screening_in_force NOT IN ('undecided', 'unknown', 'declined', 'not_asked', 'not_applicable')
    ) AS first_decision,
    BOOL_OR(has_harmed_party) AS has_harmed_party,
    ARG_MIN(harmed_kind, place) FILTER (WHERE has_harmed_party) AS harmed_kind,
    BOOL_OR(harmed_was_there) AS harmed_was_there,
    -- Both in the same episode: one side's yes of then and the other's of now were never a yes to the same thing.
    BOOL_OR(harmed_consented AND responsible_consented) AS both_consented,
    BOOL_OR(responsible_consented AND (harmed_consented OR NOT has_harmed_party)) AS has_consent,
    BOOL_OR(responsible_reached AND (harmed_reached OR NOT has_harmed_party)) AS has_reached,
    BOOL_OR(responsible_consented OR harmed_consented) AS has_yes,
    BOOL_OR(has_exchange) AS has_exchange,
    BOOL_OR(has_meeting) AS has_meeting,
    BOOL_OR(has_unknown_exchange) AS has_unknown_exchange,
    BOOL_OR(has_agreement) AS has_agreement,
    ARG_MIN(first_meeting_day, place) FILTER (WHERE has_meeting) AS first_meeting_day,
    MIN(held_month) AS held_month,
    ARG_MIN(conference_type, place) FILTER (WHERE has_exchange) AS conference_type,
    ARG_MAX(last_result, place) AS last_result,
    SUM(n_agreements)::BIGINT AS n_agreements,
    SUM(n_agreements_applicable)::BIGINT AS n_agreements_applicable,
    SUM(n_agreements_matured)::BIGINT AS n_agreements_matured,
    SUM(n_agreements_completed)::BIGINT AS n_agreements_completed,
    SUM(n_agreements_unknown)::BIGINT AS n_agreements_unknown,
    CASE
        WHEN BOOL_OR(complaint = 'yes') THEN 'yes'::code
        WHEN BOOL_AND(COALESCE(complaint = 'no', FALSE)) THEN 'no'::code
        ELSE 'unknown'::code
    END AS complaint
FROM episode
GROUP BY first_id;

-- Taken up again, a case is still one: its first referral says how it came in, its last closure how it ended.
CREATE TABLE grain_case AS
WITH furthest AS (
    SELECT
        f.case_id, f.programme,
        known(f.site) AS site,
        known(f.referral_source) AS referral_source,
        known(f.stage) AS stage,
        known(f.offence_category) AS offence_category,
        known(f.severity) AS severity,
        COALESCE(e.harmed_kind, f.harmed_kind) AS harmed_kind,
        CASE WHEN f.harmed_took_part <> 'unknown' AND e.harmed_was_there THEN 'yes'::code ELSE f.harmed_took_part END AS harmed_took_part,
        COALESCE(e.conference_type, 'none'::code) AS conference_type,
        COALESCE(f.programme_version, 'unknown') AS programme_version,
        f.referral_month, e.held_month AS event_month, l.closed_month AS closing_month, f.referral_month AS activity_month,
        -- Days are the last episode's, from its own referral; the meeting's are of the episode that led to it.
        l.observed_days, l.status AS case_status, known(l.closure_reason) AS closure_reason,
        COALESCE(e.first_decision, f.screening_in_force) AS screening, l.screening_in_force AS last_screening,
        l.closed_day, e.first_meeting_day,
        e.was_reopened, e.is_accepted, e.has_harmed_party, e.both_consented, l.harmed_ended, l.responsible_ended,
        e.has_meeting, e.has_exchange, e.has_unknown_exchange, e.has_agreement,
        l.has_exchange OR l.status = 'closed' AS pre_conference_ended,
        e.n_agreements, e.n_agreements_applicable, e.n_agreements_matured, e.n_agreements_completed, e.n_agreements_unknown,
        e.complaint,
        -- What an earlier episode came to is no reason for having left while the case is under way again.
        CASE WHEN l.status = 'open' THEN l.last_result ELSE e.last_result END AS last_result,
        CASE
            WHEN e.has_agreement THEN 'agreement'::code
            WHEN e.has_exchange THEN 'conference'::code
            WHEN e.has_consent THEN 'consented'::code
            WHEN e.has_reached THEN 'reached'::code
            WHEN e.is_accepted OR e.has_yes THEN 'accepted'::code
            ELSE 'referred'::code
        END AS pathway_stage
    FROM all_episodes AS e
    JOIN episode AS f ON f.case_id = e.first_id
    JOIN episode AS l ON l.first_id = e.first_id AND l.place = e.last_place
)
SELECT
    * EXCLUDE (last_screening, last_result),
    CASE
        WHEN pathway_stage = 'agreement' THEN NULL
        WHEN pathway_stage = 'conference' AND last_result IN ('no_agreement', 'none_sought', 'stopped') THEN last_result
        WHEN pathway_stage = 'referred' AND last_screening NOT IN ('accepted', 'undecided', 'unknown') THEN last_screening
        WHEN case_status = 'open' THEN 'waiting'::code
        ELSE closure_reason
    END AS pathway_left_reason
FROM furthest;

-- What every other grain carries of its case: of the episode it belongs to.
CREATE TEMP TABLE case_columns AS
SELECT
    case_id, programme,
    known(site) AS site,
    known(referral_source) AS referral_source,
    known(stage) AS stage,
    known(offence_category) AS offence_category,
    known(severity) AS severity,
    harmed_kind, harmed_took_part,
    COALESCE(programme_version, 'unknown') AS programme_version,
    referral_month, closed_month AS closing_month, observed_days, status AS case_status,
    known(closure_reason) AS closure_reason
FROM episode;

-- ---------------------------------------------------------------- one row per response

CREATE TEMP TABLE last_conference AS
SELECT
    party_id,
    ARG_MAX(conference_id, held_order) AS conference_id,
    ARG_MAX(held_month, held_order) AS held_month,
    MAX(held_day) AS held_day,
    ARG_MAX(conference_type, held_order) AS conference_type
FROM presence WHERE took_part
GROUP BY party_id;

CREATE TABLE grain_response AS
WITH answered AS (
    SELECT
        response_id, programme, role, wave,
        MIN(case_id) AS answer_case_id, MIN(party_id) AS party_id,
        MIN(answered_day) AS answered_day, MIN(answered_month) AS answered_month,
        BOOL_OR(proxy = 'yes') AS is_proxy,
        BOOL_OR(answer IN ('1', '2', '3', '4', '5')) AS has_valid_answer,
        {item_answers}
    FROM (SELECT * REPLACE (CASE WHEN answer IN ({answer_codes}) THEN answer END AS answer) FROM survey_answers)
    GROUP BY response_id, programme, role, wave
)
SELECT
    COALESCE(k.case_id, r.answer_case_id) AS case_id,
    r.programme,
    known(k.site) AS site,
    known(k.referral_source) AS referral_source,
    known(k.stage) AS stage,
    known(k.offence_category) AS offence_category,
    known(k.severity) AS severity,
    known(k.harmed_kind) AS harmed_kind,
    known(k.harmed_took_part) AS harmed_took_part,
    known(COALESCE(l.conference_type, k.conference_type)) AS conference_type,
    COALESCE(k.programme_version, 'unknown') AS programme_version,
    k.referral_month,
    COALESCE(l.held_month, e.last_held_month) AS event_month,
    k.closed_month AS closing_month,
    r.answered_month AS activity_month,
    k.observed_days, known(k.status) AS case_status, known(k.closure_reason) AS closure_reason,
    r.response_id, r.party_id, l.conference_id, r.role, r.answered_day, l.held_day,
    CASE WHEN r.role IN ('harmed', 'responsible') THEN r.role ELSE 'community'::code END AS perspective,
    CASE
        WHEN r.role IN ('harmed', 'responsible') THEN r.role
        WHEN t.role = 'harmed' THEN 'harmed_supporter'::code
        WHEN t.role = 'responsible' THEN 'responsible_supporter'::code
        ELSE 'community_member'::code
    END AS side,
    r.wave,
    COALESCE(CASE r.wave
        WHEN 'after' THEN r.answered_day - COALESCE(l.held_day, e.last_exchange_day) NOT BETWEEN {after_window}
        WHEN 'follow_up' THEN r.answered_day - COALESCE(l.held_day, e.last_exchange_day) NOT BETWEEN {follow_up_window}
        WHEN 'before' THEN r.answered_day > COALESCE(l.held_day, e.last_exchange_day)
    END, FALSE) AS is_off_window,
    NOT COALESCE(r.is_proxy, FALSE)
        AND COALESCE(p.party_type, 'person') NOT IN ('organisation', 'public_body') AS is_person,
    r.party_id IS NOT NULL AS is_linked,
    COALESCE(r.has_valid_answer, FALSE) AS has_valid_answer,
    known(p.age_band) AS age_band, known(p.gender) AS gender,
    known(p.ethnicity) AS ethnicity,
    r.* EXCLUDE (response_id, programme, role, wave, answer_case_id, party_id, answered_day, answered_month, is_proxy, has_valid_answer)
FROM answered AS r
LEFT JOIN parties AS p ON p.party_id = r.party_id
LEFT JOIN parties AS t ON t.party_id = p.supports_party_id
LEFT JOIN episode AS k ON k.case_id = COALESCE(r.answer_case_id, p.case_id)
LEFT JOIN last_conference AS l ON l.party_id = r.party_id
LEFT JOIN case_conferences AS e ON e.case_id = k.case_id;

-- ---------------------------------------------------------------- one row per party in a case

CREATE TABLE grain_party AS
WITH attendance_of AS (
    SELECT
        party_id,
        BOOL_OR(took_part) AS took_part,
        BOOL_OR(met) AS met,
        ARG_MIN(attended, LIST_POSITION(['in_person', 'online', 'written', 'by_proxy', 'excused', 'absent'], attended)) AS attended,
        -- The first one it took part in; where it took part in none, the first it was invited to.
        COALESCE(MIN(held_month) FILTER (WHERE took_part), MIN(held_month)) AS held_month,
        MAX(held_day) FILTER (WHERE took_part) AS last_held_day
    FROM presence
    GROUP BY party_id
),
supported AS (
    -- Beside them: a supporter at another conference, where they were not, was no support there.
    SELECT s.supports_party_id AS party_id, BOOL_OR(a.met AND b.met) AS has_supporter_present
    FROM parties AS s
    JOIN presence AS a ON a.party_id = s.party_id
    JOIN presence AS b ON b.party_id = s.supports_party_id AND b.conference_id = a.conference_id
    GROUP BY s.supports_party_id
),
answered AS (
    -- On time only: an answer outside its window is in no figure of its wave, and so is no response to it.
    SELECT
        party_id,
        BOOL_OR(wave = 'after' AND NOT is_off_window) AS has_answered_after,
        BOOL_OR(wave = 'follow_up' AND NOT is_off_window) AS has_answered_follow_up,
        MIN(answered_day) FILTER (WHERE wave = 'after') AS answered_after_day
    FROM grain_response
    WHERE has_valid_answer AND party_id IS NOT NULL
    GROUP BY party_id
),
one_party AS (
SELECT
    k.* EXCLUDE (programme),
    p.programme, g.conference_type,
    COALESCE(a.held_month, g.held_month) AS event_month,
    COALESCE(a.held_month, g.held_month) AS activity_month,
    p.party_id, p.person_key, p.role,
    known(p.party_type) AS party_type,
    known(p.directness) AS directness,
    p.is_stand_in,
    known(p.age_band) AS age_band,
    known(p.gender) AS gender,
    known(p.ethnicity) AS ethnicity,
    known(p.relationship) AS relationship,
    p.contact_allowed, p.contacted_day, p.offered_day,
    known(p.decision) AS decision,
    p.decided_day, p.withdrew_day,
    known(p.non_participation_reason) AS non_participation_reason,
    p.support_offered, p.preparation_meetings, p.risk_assessed, p.consent_recorded,
    p.is_reached, p.is_offered,
    COALESCE(p.non_participation_reason, '') = 'other_side_ended'
        OR (p.role = 'harmed' AND g.responsible_ended)
        OR (p.role = 'responsible' AND g.harmed_ended) AS other_side_ended,
    g.screening_in_force AS case_screening, g.closed_day AS case_closed_day,
    a.party_id IS NOT NULL AS was_invited,
    COALESCE(a.took_part, FALSE) AS took_part,
    COALESCE(a.met, FALSE) AS met,
    COALESCE(a.attended, 'none'::code) AS attended,
    COALESCE(s.has_supporter_present, FALSE) AS has_supporter_present,
    COALESCE(w.has_answered_after, FALSE) AS has_answered_after,
    COALESCE(w.has_answered_follow_up, FALSE) AS has_answered_follow_up,
    w.answered_after_day, a.last_held_day
FROM party_facts AS p
JOIN episode AS g USING (case_id)
JOIN case_columns AS k USING (case_id)
LEFT JOIN attendance_of AS a ON a.party_id = p.party_id
LEFT JOIN supported AS s ON s.party_id = p.party_id
LEFT JOIN answered AS w ON w.party_id = p.party_id
),
furthest AS (
    SELECT
        *,
        CASE
            WHEN took_part THEN 'took_part'::code
            WHEN decision = 'consented' THEN 'consented'::code
            WHEN is_offered THEN 'offered'::code
            WHEN is_reached THEN 'reached'::code
            WHEN case_screening = 'accepted' THEN 'accepted'::code
            ELSE 'referred'::code
        END AS pathway_stage
    FROM one_party
)
SELECT
    *,
    CASE
        WHEN took_part THEN NULL
        WHEN withdrew_day IS NOT NULL THEN 'withdrew'::code
        WHEN decision = 'declined' THEN 'declined'::code
        WHEN pathway_stage = 'referred' AND case_screening NOT IN ('accepted', 'undecided', 'unknown') THEN case_screening
        WHEN contact_allowed = 'no' AND NOT is_reached THEN 'contact_not_allowed'::code
        WHEN other_side_ended THEN 'other_side_ended'::code
        WHEN decision = 'not_offered' THEN 'not_offered'::code
        WHEN was_invited AND attended IN ('absent', 'excused', 'by_proxy') THEN 'did_not_attend'::code
        WHEN case_status = 'open' THEN 'waiting'::code
        WHEN closure_reason = role || '_unreachable' AND NOT is_reached THEN 'unreachable'::code
        -- What their case was completed without says nothing of why they were not part of it.
        WHEN closure_reason IN ('completed', 'completed_without_agreement') THEN 'unknown'::code
        ELSE closure_reason
    END AS pathway_left_reason
FROM furthest;

-- ---------------------------------------------------------------- one row per conference or exchange

CREATE TABLE grain_conference AS
WITH present AS (
    SELECT
        a.conference_id,
        COUNT(*) FILTER (WHERE a.took_part) AS n_present,
        BOOL_OR(a.met AND p.role = 'harmed' AND NOT p.is_stand_in
            AND p.party_type NOT IN ('organisation', 'public_body')) AS harmed_direct_present,
        -- A conference with a surrogate is no meeting of the parties; this is the one line that is about it.
        BOOL_OR((a.met OR (a.conference_type = 'surrogate' AND a.attended IN ('in_person', 'online')))
            AND p.role = 'harmed' AND p.directness = 'surrogate') AS surrogate_present,
        BOOL_OR(a.met AND p.role = 'harmed' AND p.directness IN ('representative', 'guardian')) AS representative_present,
        BOOL_OR(a.met AND p.role = 'harmed' AND p.party_type IN ('organisation', 'public_body')) AS organisation_present,
        BOOL_OR(a.met AND p.role = 'supporter' AND t.role = 'harmed') AS harmed_supporter_present,
        BOOL_OR(a.met AND p.role = 'supporter' AND t.role = 'responsible') AS responsible_supporter_present,
        BOOL_OR(a.met AND p.role = 'community') AS community_present,
        CASE
            WHEN BOOL_OR(a.met AND p.role IN ('harmed', 'responsible')
                AND (p.preparation_meetings = 0 OR p.first_preparation_day > a.held_day)) THEN 'no'::code
            WHEN BOOL_OR(a.met AND p.role IN ('harmed', 'responsible') AND p.preparation_meetings IS NULL) THEN 'unknown'::code
            WHEN BOOL_OR(a.met AND p.role IN ('harmed', 'responsible')) THEN 'yes'::code
            ELSE 'unknown'::code
        END AS principals_prepared,
        COALESCE(BOOL_OR(a.attended NOT IN ('unknown', 'declined', 'not_asked', 'not_applicable')), FALSE) AS has_attendance,
        CASE
            WHEN BOOL_OR(a.took_part AND p.role IN ('harmed', 'responsible')
                AND (p.consent_recorded = 'no' OR p.consent_recorded_day > a.held_day)) THEN 'no'::code
            WHEN BOOL_OR(a.took_part AND p.role IN ('harmed', 'responsible')
                AND COALESCE(p.consent_recorded, 'unknown') <> 'yes') THEN 'unknown'::code
            WHEN BOOL_OR(a.took_part AND p.role IN ('harmed', 'responsible')) THEN 'yes'::code
            ELSE 'unknown'::code
        END AS consents_recorded
    FROM presence AS a
    JOIN party_facts AS p USING (party_id)
    LEFT JOIN parties AS t ON t.party_id = p.supports_party_id
    GROUP BY a.conference_id
)
SELECT
    k.*,
    c.conference_type, c.held_month AS event_month, c.held_month AS activity_month,
    c.conference_id, c.held_day,
    c.conference_type IN ('face_to_face', 'online', 'circle') AS is_meeting,
    c.result, COALESCE(c.facilitator, 'unknown') AS facilitator, c.co_facilitated, c.duration_minutes,
    c.safety_event, c.safety_event_after, s.item IS NOT NULL AS records_safety_after, c.stopped_reason,
    g.has_harmed_party,
    COALESCE(p.harmed_direct_present, FALSE) AS harmed_direct_present,
    COALESCE(p.surrogate_present, FALSE) AS surrogate_present,
    COALESCE(p.representative_present, FALSE) AS representative_present,
    COALESCE(p.organisation_present, FALSE) AS organisation_present,
    COALESCE(p.harmed_supporter_present, FALSE) AS harmed_supporter_present,
    COALESCE(p.responsible_supporter_present, FALSE) AS responsible_supporter_present,
    COALESCE(p.community_present, FALSE) AS community_present,
    COALESCE(p.n_present, 0) AS n_present,
    -- Held for two cases, each agreement counts its days, and the conference's, from its own case's referral.
    (SELECT MIN(a.agreed_day - a.held_day) FROM agreement_facts AS a WHERE a.conference_id = c.conference_id) AS agreed_after_days,
    COALESCE(p.has_attendance, FALSE) AS has_attendance,
    known(p.principals_prepared) AS principals_prepared,
    known(p.consents_recorded) AS consents_recorded
FROM conferences AS c
JOIN episode AS g USING (case_id)
JOIN case_columns AS k USING (case_id)
LEFT JOIN supplied AS s ON s.programme = c.programme AND s.item = 'conferences.safety_event_after'
LEFT JOIN present AS p USING (conference_id);

-- ---------------------------------------------------------------- one row per agreement of one responsible party

CREATE TABLE grain_agreement AS
WITH promises AS (
    SELECT agreement_id, COUNT(*) AS n_obligations,
        BOOL_OR(obligation_type = 'restitution_money') AS has_money,
        BOOL_OR(replaces_obligation_id IS NOT NULL OR amount_original_minor <> amount_agreed_minor) AS has_changed_term
    FROM obligations GROUP BY agreement_id
)
SELECT
    k.*,
    c.conference_type, a.agreed_month AS event_month, a.closed_month AS activity_month,
    a.agreement_id, a.conference_id, a.party_id, a.status, a.is_set_aside, a.waived_by, a.withdrawn_by,
    a.held_day, a.agreed_day, a.due_day, a.original_due_day, a.first_due_day, a.due_is_default, a.due_now_day, a.closed_day,
    CASE WHEN a.status = 'completed' THEN a.closed_day END AS completed_day,
    COALESCE(a.first_due_day <= k.observed_days, FALSE) AS is_due,
    COALESCE(a.due_now_day <= k.observed_days, FALSE) AS is_due_now,
    a.harmed_informed, known(h.wants_informed) AS wants_informed,
    a.supersedes IS NOT NULL OR COALESCE(a.due_day <> a.original_due_day, FALSE)
        OR COALESCE(o.has_changed_term, FALSE) AS is_renegotiated,
    COALESCE(o.has_money, FALSE) AS has_money, COALESCE(o.n_obligations, 0) AS n_obligations,
    known(p.age_band) AS age_band, known(p.gender) AS gender,
    known(p.ethnicity) AS ethnicity,
    -- The curve: completed is the event, any other known end competes, open (or ended unknown) is censored.
    -- An end without a day is placed on the last day it can have come: left out, it would flatter.
    GREATEST(0, COALESCE(a.closed_day, g.closed_day, k.observed_days) - a.agreed_day) AS curve_day,
    CASE
        WHEN a.is_set_aside OR a.agreed_day IS NULL THEN NULL
        WHEN a.status = 'completed' THEN 1
        WHEN a.status IN ('partly_completed', 'not_completed', 'withdrawn', 'waived') THEN 2
        ELSE 0
    END AS curve_event
FROM agreement_facts AS a
JOIN conferences AS c USING (conference_id)
JOIN episode AS g ON g.case_id = a.case_id
JOIN case_columns AS k ON k.case_id = a.case_id
LEFT JOIN harmed_side AS h ON h.case_id = a.case_id
LEFT JOIN parties AS p ON p.party_id = a.party_id
LEFT JOIN promises AS o ON o.agreement_id = a.agreement_id;

-- ---------------------------------------------------------------- one row per promised action

-- Payments follow a replacement: an obligation's money counts at the last successor that is money of the same kind
-- and currency. Replaced by work in kind, what was paid was paid all the same, and counts where it was paid last.
CREATE TEMP TABLE successor AS
WITH RECURSIVE chain(obligation_id, last_id, steps, is_same) AS (
    SELECT obligation_id, obligation_id, 0, TRUE FROM obligations
    UNION ALL
    SELECT c.obligation_id, o.obligation_id, c.steps + 1,
        o.unit = f.unit AND o.obligation_type IS NOT DISTINCT FROM f.obligation_type
            AND o.currency IS NOT DISTINCT FROM f.currency
    FROM chain AS c
    JOIN obligations AS f ON f.obligation_id = c.obligation_id
    JOIN obligations AS o ON o.replaces_obligation_id = c.last_id
    -- A circle of replacements is refused by a rule; the limit keeps a broken chain from running for ever.
    WHERE c.steps < 20
)
SELECT obligation_id, ARG_MAX(last_id, steps) AS last_id FROM chain WHERE is_same GROUP BY obligation_id;

CREATE TEMP TABLE receipts AS
SELECT s.last_id AS obligation_id, y.paid_day, y.amount_minor, y.disbursed_day
FROM payments AS y
JOIN successor AS s USING (obligation_id)
WHERE y.status = 'cleared';

CREATE TEMP TABLE paid_amounts AS
SELECT obligation_id, SUM(amount_minor)::BIGINT AS paid_minor,
    COALESCE(SUM(amount_minor) FILTER (WHERE disbursed_day IS NOT NULL), 0)::BIGINT AS disbursed_minor
FROM receipts GROUP BY obligation_id;

CREATE TABLE grain_obligation AS
WITH amounts AS (
    SELECT
        o.*,
        -- A recorded amount says how much was waived; the status alone says all of it.
        COALESCE(
            NULLIF(o.amount_waived_minor, 0), CASE WHEN o.status = 'waived' THEN o.amount_agreed_minor END, 0
        ) AS waived_minor,
        -- With payments handed over, none means nothing was paid; without them, a blank amount is unknown.
        CASE WHEN o.unit <> 'money' THEN NULL
            WHEN s.item IS NULL THEN o.amount_paid_minor
            ELSE COALESCE(y.paid_minor, 0)
        END AS paid_minor,
        -- Where no day of passing on is recorded at all, none says nothing of what became of the money.
        CASE WHEN o.unit <> 'money' THEN NULL
            WHEN o.paid_to = 'harmed' AND s.item IS NULL THEN o.amount_paid_minor
            WHEN o.paid_to = 'harmed' THEN COALESCE(y.paid_minor, 0)
            WHEN d.item IS NOT NULL THEN COALESCE(y.disbursed_minor, 0)
        END AS disbursed_minor
    FROM obligations AS o
    LEFT JOIN supplied AS s ON s.programme = o.programme AND s.item = 'payments'
    LEFT JOIN supplied AS d ON d.programme = o.programme AND d.item = 'payments.disbursed_day'
    LEFT JOIN paid_amounts AS y USING (obligation_id)
),
owed AS (
    SELECT *, CASE WHEN unit = 'money' THEN amount_agreed_minor - waived_minor END AS due_minor
    FROM amounts
),
balances AS (
    SELECT
        *,
        -- LEAST and GREATEST pass over NULL: what is unknown must stay unknown.
        CASE WHEN paid_minor IS NOT NULL AND due_minor IS NOT NULL
            THEN GREATEST(0, LEAST(paid_minor, due_minor))
        END AS applied_minor,
        CASE WHEN unit = 'money' THEN COALESCE(amount_agreed_minor > 0 AND due_minor <= 0, status = 'waived')
            ELSE status = 'waived'
        END AS is_wholly_waived
    FROM owed
),
running AS (
    SELECT obligation_id, paid_day,
        SUM(amount_minor) OVER (PARTITION BY obligation_id ORDER BY paid_day RANGE UNBOUNDED PRECEDING) AS so_far_minor
    FROM receipts
),
last_short AS (
    SELECT b.obligation_id, MAX(r.paid_day) AS last_short_day
    FROM balances AS b
    JOIN running AS r ON r.obligation_id = b.obligation_id AND r.so_far_minor < b.due_minor
    GROUP BY b.obligation_id
),
-- The day from which it stays paid: paid once and then reversed is not yet paid.
paid_up AS (
    SELECT b.obligation_id, MIN(r.paid_day) AS paid_in_full_day
    FROM balances AS b
    JOIN running AS r USING (obligation_id)
    LEFT JOIN last_short AS l USING (obligation_id)
    WHERE b.due_minor > 0 AND b.paid_minor >= b.due_minor
        AND (l.last_short_day IS NULL OR r.paid_day > l.last_short_day)
    GROUP BY b.obligation_id
),
dated AS (
    SELECT
        b.*, a.status AS agreement_status, a.is_set_aside AS agreement_is_set_aside, a.agreed_day, a.agreed_month, a.conference_id, a.party_id,
        a.closed_day AS agreement_closed_day, a.case_id,
        -- An obligation that is due with its agreement shares the agreement's first due day, so an extension
        -- of the agreement does not take an overdue promise out of the figure.
        CASE
            WHEN b.due_day IS NULL OR b.due_day = a.due_day THEN a.first_due_day
            ELSE b.due_day
        END AS first_due_day,
        b.status = 'replaced' OR a.status = 'superseded' AS is_replaced,
        u.paid_in_full_day,
        -- Money is paid when nothing is outstanding, whatever its status says.
        CASE WHEN b.unit = 'money' THEN u.paid_in_full_day ELSE b.completed_day END AS met_day,
        CASE WHEN b.unit = 'money' THEN COALESCE(b.due_minor > 0 AND b.applied_minor = b.due_minor, FALSE)
            ELSE b.status = 'completed'
        END AS is_met,
        b.unit = 'money' AND b.amount_agreed_minor = 0 AS is_of_nothing
    FROM balances AS b
    JOIN agreement_facts AS a USING (agreement_id)
    LEFT JOIN paid_up AS u USING (obligation_id)
)
SELECT
    k.*,
    c.conference_type, d.agreed_month AS event_month, d.completed_month AS activity_month,
    d.obligation_id, d.agreement_id, d.conference_id, d.party_id, d.obligation_type,
    known(d.owed_to) AS owed_to, d.unit, d.currency,
    d.amount_agreed_minor AS agreed_minor, d.amount_original_minor AS original_minor,
    CASE WHEN d.unit = 'money' THEN d.waived_minor END AS waived_minor, d.paid_minor, d.due_minor,
    d.applied_minor,
    CASE WHEN d.paid_minor IS NOT NULL AND d.due_minor IS NOT NULL
        THEN GREATEST(0, d.paid_minor - d.due_minor)
    END AS overpaid_minor,
    d.due_minor - d.applied_minor AS outstanding_minor,
    -- What was taken back beyond what was passed on leaves nothing passed on; it is no other promise's loss.
    CASE WHEN d.applied_minor IS NOT NULL AND d.disbursed_minor IS NOT NULL
        THEN GREATEST(0, LEAST(d.disbursed_minor, d.applied_minor))
    END AS disbursed_minor,
    d.quantity_agreed, d.quantity_completed, d.status, d.agreement_status, d.agreement_is_set_aside, d.is_replaced,
    d.is_wholly_waived,
    -- Restitution is kept once nothing of it is outstanding. Other money does not pass through the programme's
    -- books, and an amount may not be recorded: of those there is the status alone.
    CASE
        WHEN d.obligation_type = 'restitution_money' AND d.applied_minor IS NOT NULL
            THEN CASE WHEN d.is_met THEN 'yes'::code ELSE 'no'::code END
        WHEN d.status = 'completed' THEN 'yes'::code
        WHEN d.status IN ('partly_completed', 'not_completed') OR (d.status = 'active' AND k.case_status = 'open') THEN 'no'::code
        ELSE 'unknown'::code
    END AS kept,
    d.first_due_day,
    COALESCE(d.first_due_day <= k.observed_days, FALSE) AS is_due,
    k.observed_days - d.first_due_day AS days_past_due,
    d.completed_day, d.paid_in_full_day,
    k.case_status = 'closed' OR d.agreement_status NOT IN ('active') AS is_over,
    d.supporter_named,
    known(p.age_band) AS age_band, known(p.gender) AS gender,
    known(p.ethnicity) AS ethnicity,
    -- As for agreements: an end without a day is placed on the last day it can have come.
    GREATEST(0, COALESCE(d.met_day, d.agreement_closed_day, g.closed_day, k.observed_days) - d.agreed_day) AS curve_day,
    CASE
        WHEN d.is_replaced OR d.agreement_is_set_aside OR d.is_of_nothing OR d.agreed_day IS NULL THEN NULL
        WHEN d.is_met THEN 1
        WHEN d.status IN ('waived', 'not_completed', 'partly_completed')
            OR d.agreement_status IN ('completed', 'partly_completed', 'not_completed', 'withdrawn', 'waived') THEN 2
        ELSE 0
    END AS curve_event
FROM dated AS d
JOIN conferences AS c USING (conference_id)
JOIN episode AS g ON g.case_id = d.case_id
JOIN case_columns AS k ON k.case_id = d.case_id
LEFT JOIN parties AS p ON p.party_id = d.party_id;

-- ---------------------------------------------------------------- one row per party and wave invited

CREATE TABLE grain_invitation AS
SELECT
    k.*,
    COALESCE(l.conference_type, g.conference_type) AS conference_type,
    COALESCE(l.held_month, e.last_held_month) AS event_month,
    i.invited_month AS activity_month,
    i.party_id, COALESCE(p.person_id, p.party_id) AS person_key, p.role,
    CASE WHEN p.role IN ('harmed', 'responsible') THEN p.role ELSE 'community'::code END AS perspective,
    i.wave, known(p.party_type) AS party_type, known(i.outcome) AS outcome,
    EXISTS (
        SELECT 1 FROM grain_response AS r
        WHERE r.party_id = i.party_id AND r.wave = i.wave AND r.has_valid_answer AND NOT r.is_off_window
    ) AS has_response,
    known(p.age_band) AS age_band, known(p.gender) AS gender,
    known(p.ethnicity) AS ethnicity
FROM survey_invitations AS i
JOIN parties AS p USING (party_id)
JOIN episode AS g ON g.case_id = p.case_id
JOIN case_columns AS k ON k.case_id = p.case_id
LEFT JOIN last_conference AS l ON l.party_id = i.party_id
LEFT JOIN case_conferences AS e ON e.case_id = p.case_id;
