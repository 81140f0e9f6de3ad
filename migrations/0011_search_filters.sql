-- Search within a document, a topic, a language or a range of difficulty. What is not asked for is not in the statement
-- at all, so that the planner sees the plain question that it knows.
DROP FUNCTION search_nuggets(uuid, text, vector, text, text, integer);
--> statement-breakpoint
CREATE FUNCTION search_nuggets(
  wanted_organization uuid,
  query_text text,
  query_embedding vector(1536),
  query_model text,
  search_mode text,
  max_results integer,
  filters jsonb DEFAULT '{}'
) RETURNS TABLE (nugget_id uuid, score double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET hnsw.iterative_scan = 'strict_order'
AS $function$
DECLARE
  wanted text := concat(
    CASE WHEN filters ? 'documentId' THEN ' AND n.document_id = ($6 ->> ''documentId'')::uuid' END,
    CASE WHEN filters ? 'language' THEN ' AND n.metadata ->> ''language'' = $6 ->> ''language''' END,
    CASE WHEN filters ? 'minDifficulty'
      THEN ' AND (n.metadata ->> ''difficulty'')::numeric >= ($6 ->> ''minDifficulty'')::numeric' END,
    CASE WHEN filters ? 'maxDifficulty'
      THEN ' AND (n.metadata ->> ''difficulty'')::numeric <= ($6 ->> ''maxDifficulty'')::numeric' END,
    CASE WHEN filters ? 'topic' THEN
      ' AND EXISTS (SELECT FROM jsonb_array_elements_text(n.metadata -> ''topics'') AS t (topic)
                    WHERE lower(t.topic) = lower($6 ->> ''topic''))' END);
BEGIN
  RETURN QUERY EXECUTE format($query$
    WITH RECURSIVE by_meaning AS (
      SELECT n.id, row_number() OVER (ORDER BY n.distance, n.id) AS place
      FROM (
        SELECT n.id, n.embedding <=> $3 AS distance
        FROM nuggets n
        WHERE $5 IN ('hybrid', 'vector')
          AND n.organization_id = $1
          AND n.status = 'ready' AND n.published_at IS NOT NULL
          AND n.embedding IS NOT NULL AND n.embedding_model = $4 %3$s
        ORDER BY n.embedding <=> $3
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
    matching AS (
      SELECT n.id, q.config, n.search_text, char_length(n.content) AS length
      FROM queries q
      JOIN nuggets n ON n.search_text @@ q.wanted
      WHERE $5 IN ('hybrid', 'keyword')
        AND n.text_config = q.config
        AND n.organization_id = $1
        AND n.status = 'ready' AND n.published_at IS NOT NULL %3$s
    ),
    -- How often each word of the question stands in each match, titles and headings included.
    occurrences AS (
      SELECT m.id, m.length, word.lexeme, cardinality(word.positions) AS times
      FROM matching m
      JOIN queries q ON q.config = m.config
      CROSS JOIN LATERAL unnest(m.search_text) AS word
      WHERE word.lexeme = ANY (tsvector_to_array(to_tsvector(q.config, $2)))
    ),
    rarity AS (
      SELECT lexeme, ln(1 + (total.n - count(*) + 0.5) / (count(*) + 0.5)) AS idf
      FROM occurrences
      CROSS JOIN (SELECT count(*) AS n FROM nuggets
                  WHERE organization_id = $1 AND status = 'ready') total
      GROUP BY lexeme, total.n
    ),
    by_words AS (
      SELECT id, row_number() OVER (ORDER BY relevance DESC, id) AS place
      FROM (
        SELECT o.id,
               sum(r.idf * o.times * 2.2 / (o.times + 1.2 * (0.25 + 0.75 * o.length / 1000.0))) AS relevance
        FROM occurrences o JOIN rarity r USING (lexeme)
        GROUP BY o.id
      ) ranked
      ORDER BY place
      LIMIT %1$s
    )
    SELECT id, sum(share)::double precision
    FROM (
      SELECT id, 0.3 / (10 + place) AS share FROM by_meaning
      UNION ALL
      SELECT id, 0.7 / (10 + place) AS share FROM by_words
    ) ranked
    GROUP BY id
    ORDER BY 2 DESC, 1
    LIMIT %2$s
  $query$, greatest(50, max_results), max_results, wanted)
  USING wanted_organization, query_text, query_embedding, query_model, search_mode, filters;
END
$function$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_nuggets FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_nuggets TO nuggets_app;
