"""The reports of the invented year: residents who rang want to hear, and of what ended long ago they have heard."""

REPORTS = """
INSERT INTO cases_casereport (
    case_id, area_path, channel, source, source_key, title, words, at, by_kind, by_key, by_name, behalf, route, mended,
    answered_at, answered_by, told)
SELECT one.id, one.area_path, one.channel, '', '', one.title, one.description, one.reported_at, move.by_kind, move.by_key,
       move.by_name, CASE one.channel WHEN 'grid_patrol' THEN 'self' WHEN 'sensing' THEN 'system' ELSE 'resident' END,
       wish.route, '[]', CASE WHEN wish.route <> 'none' THEN one.closed_at + interval '20 minutes' END,
       CASE WHEN wish.route <> 'none' AND one.closed_at IS NOT NULL THEN '陆明溪' ELSE '' END,
       CASE WHEN wish.route <> 'none' AND one.closed_at IS NOT NULL THEN '已告知办理结果。' ELSE '' END
FROM cases_case AS one
JOIN cases_casemove AS move ON move.case_id = one.id AND move.verb = 'report'
CROSS JOIN LATERAL (
    SELECT CASE WHEN one.channel IN ('resident', 'hotline', 'walk_in') THEN 'in_app' ELSE 'none' END AS route
) AS wish
WHERE one.id BETWEEN %s AND %s
"""
