-- Hybrid search, fused by rank (reciprocal rank fusion, Cormack et al. 2009: 1 / (60 + rank)).
--
-- Full-text operators are not leakproof: under a row policy their GIN index goes unused. So search runs as its owner,
-- takes the organization as an argument and holds the wall itself; search.workers.test.ts tries it.
CREATE FUNCTION search_nuggets(
  wanted_organization uuid,
  query_text text,
  query_embedding vector(1536),
  query_model text,
  search_mode text,
  max_results integer
) RETURNS TABLE (nugget_id uuid, score double precision)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET hnsw.iterative_scan = 'strict_order'
AS $$
  WITH by_meaning AS (
    SELECT n.id, row_number() OVER (ORDER BY n.distance, n.id) AS place
    FROM (
      SELECT id, embedding <=> query_embedding AS distance
      FROM nuggets
      WHERE search_mode IN ('hybrid', 'vector')
        AND query_embedding IS NOT NULL
        AND organization_id = wanted_organization
        AND status = 'ready' AND published_at IS NOT NULL
        AND embedding IS NOT NULL AND embedding_model = query_model
      ORDER BY embedding <=> query_embedding
      LIMIT greatest(50, max_results)
    ) n
  ),
  -- One query a language of the organization's documents. Any word may match: a question has words its answer lacks.
  languages AS (
    SELECT DISTINCT text_config FROM nuggets WHERE organization_id = wanted_organization
  ),
  queries AS (
    SELECT text_config,
           replace(websearch_to_tsquery(text_config, query_text)::text, ' & ', ' | ')::tsquery AS any_word
    FROM languages
  ),
  by_words AS (
    SELECT n.id, row_number() OVER (ORDER BY ts_rank_cd(n.search_text, q.any_word, 1) DESC, n.id) AS place
    FROM queries q
    JOIN nuggets n ON n.text_config = q.text_config AND n.search_text @@ q.any_word
    WHERE search_mode IN ('hybrid', 'keyword')
      AND n.organization_id = wanted_organization
      AND n.status = 'ready' AND n.published_at IS NOT NULL
    ORDER BY place
    LIMIT greatest(50, max_results)
  )
  SELECT id AS nugget_id,
         sum(share)::double precision AS score
  FROM (
    SELECT id, 1.0 / (60 + place) AS share FROM by_meaning
    UNION ALL
    SELECT id, 1.0 / (60 + place) AS share FROM by_words
  ) ranked
  GROUP BY id
  ORDER BY score DESC, id
  LIMIT max_results
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_nuggets FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_nuggets TO nuggets_app;
