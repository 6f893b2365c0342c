-- Sum the services of some days as finely as any fact needs; later statements roll it up.
--
-- %(days)s  date[]
CREATE TEMPORARY TABLE insights_sums ON COMMIT DROP AS
SELECT service.day,
       service.hour,
       service.subject_id,
       service.channel,
       service.window_kind,
       count(*) FILTER (WHERE outcome = 'done') AS done,
       count(*) FILTER (WHERE outcome = 'missed') AS missed,
       count(*) FILTER (WHERE outcome = 'left') AS "left",
       count(wait) AS waits,
       coalesce(sum(wait), 0)::double precision AS wait_seconds,
       count(handling) AS handlings,
       coalesce(sum(handling), 0)::double precision AS handling_seconds,
       count(*) FILTER (WHERE wait <= 300) AS within_5,
       count(*) FILTER (WHERE wait <= 600) AS within_10,
       count(*) FILTER (WHERE wait <= 900) AS within_15,
       count(*) FILTER (WHERE wait <= 1800) AS within_30,
       count(*) FILTER (WHERE wait <= 3600) AS within_60,
       count(*) FILTER (WHERE stars = 1 AND NOT by_default) AS stars_1,
       count(*) FILTER (WHERE stars = 2 AND NOT by_default) AS stars_2,
       count(*) FILTER (WHERE stars = 3 AND NOT by_default) AS stars_3,
       count(*) FILTER (WHERE stars = 4 AND NOT by_default) AS stars_4,
       count(*) FILTER (WHERE stars = 5 AND NOT by_default) AS stars_5,
       count(*) FILTER (WHERE stars <= 2 AND by_default) AS default_bad,
       count(*) FILTER (WHERE stars IN (3, 4) AND by_default) AS default_middle,
       count(*) FILTER (WHERE stars = 5 AND by_default) AS default_five
  FROM insights_service AS service
 CROSS JOIN LATERAL (
       SELECT CASE WHEN service.outcome = 'done' AND service.channel = 'window'
                   THEN extract(epoch FROM service.called_at - service.taken_at)::double precision
              END AS wait,
              CASE WHEN service.outcome = 'done' AND service.channel = 'window'
                   THEN extract(epoch FROM service.finished_at - service.started_at)::double precision
              END AS handling
       ) AS span
 WHERE service.day = ANY(%(days)s)
 GROUP BY service.day, service.hour, service.subject_id, service.channel, service.window_kind
