-- Search again, with three things mended:
--   quotation marks and a leading minus mean what they mean on the web; joined by "or", as all other words are, a minus
--     would have matched everything that lacks the word
--   the organization's languages are found by their index, not by reading all of its nuggets
--   the statement is planned for its very arguments: with an unknown LIMIT the planner has no reason to use the vector index
DROP FUNCTION search_nuggets(uuid, text, vector, text, text, integer);
--> statement-breakpoint
CREATE FUNCTION search_nuggets(
  wanted_organization uuid,
  query_text text,
  query_embedding vector(1536),
  query_model text,
  search_mode text,
  max_results integer
) RETURNS TABLE (nugget_id uuid, score double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET hnsw.iterative_scan = 'strict_order'
AS $function$
BEGIN
  RETURN QUERY EXECUTE format($query$
    WITH RECURSIVE by_meaning AS (
      SELECT n.id, row_number() OVER (ORDER BY n.distance, n.id) AS place
      FROM (
        SELECT id, embedding <=> $3 AS distance
        FROM nuggets
        WHERE $5 IN ('hybrid', 'vector')
          AND organization_id = $1
          AND status = 'ready' AND published_at IS NOT NULL
          AND embedding IS NOT NULL AND embedding_model = $4
        ORDER BY embedding <=> $3
        LIMIT %1$s
      ) n
      WHERE $3 IS NOT NULL
    ),
    languages AS (
      (SELECT text_config::oid AS config FROM nuggets
       WHERE organization_id = $1 ORDER BY text_config::oid LIMIT 1)
      UNION ALL
      SELECT (SELECT n.text_config::oid FROM nuggets n
              WHERE n.organization_id = $1 AND n.text_config::oid > l.config
              ORDER BY n.text_config::oid LIMIT 1)
      FROM languages l WHERE l.config IS NOT NULL
    ),
    -- One query a language. Any word may match, for a question has words that its answer lacks.
    queries AS (
      SELECT config::regconfig AS config,
             CASE WHEN $2 ~ '"|(^|\s)-\w' THEN websearch_to_tsquery(config::regconfig, $2)
                  ELSE replace(plainto_tsquery(config::regconfig, $2)::text, ' & ', ' | ')::tsquery END AS wanted
      FROM languages WHERE config IS NOT NULL
    ),
    by_words AS (
      SELECT n.id, row_number() OVER (ORDER BY ts_rank_cd(n.search_text, q.wanted, 1) DESC, n.id) AS place
      FROM queries q
      JOIN nuggets n ON n.search_text @@ q.wanted
      WHERE $5 IN ('hybrid', 'keyword')
        AND n.text_config = q.config
        AND n.organization_id = $1
        AND n.status = 'ready' AND n.published_at IS NOT NULL
      ORDER BY place
      LIMIT %1$s
    )
    SELECT id, sum(share)::double precision
    FROM (
      -- Reciprocal rank fusion (Cormack et al. 2009).
      SELECT id, 1.0 / (60 + place) AS share FROM by_meaning
      UNION ALL
      SELECT id, 1.0 / (60 + place) AS share FROM by_words
    ) ranked
    GROUP BY id
    ORDER BY 2 DESC, 1
    LIMIT %2$s
  $query$, greatest(50, max_results), max_results)
  USING wanted_organization, query_text, query_embedding, query_model, search_mode;
END
$function$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_nuggets FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_nuggets TO nuggets_app;
