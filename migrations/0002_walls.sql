-- What drizzle-kit cannot express: storage, triggers, keys across rooms, the walls between organizations.
--
-- Mended against the seed on purpose:
--   nuggets.embedding            null until embedded
--   unique (…, scope_id)         NULLS NOT DISTINCT (in the previous migration)
--   idx_nugget_embedding         HNSW instead of ivfflat (previous migration), with PLAIN storage (here)
--   nugget_sources.ingestion_job_id  may be null: a source outlives its job, and text may have none
--   messages, progress, nugget_sources  carry organization_id, with composite keys
--   settings' organization_id    null exactly for scope 'system'
-- Added to the seed for the contract: title, version, published_at and place of a nugget; stage, progress, attempts
-- and lease of a job; page, headings and offsets of a source; goal and summary of a session; seq, status and citations
-- of a message; last_error, failures, content_selector, content_hash and next_check_at of a URL.

-- With TOASTed vectors the heap looks so small that the planner prefers reading all of it to the index.
ALTER TABLE "nuggets" ALTER COLUMN "embedding" SET STORAGE PLAIN;
--> statement-breakpoint
ALTER TABLE "nugget_sources" ADD CONSTRAINT "nugget_sources_job_fk"
  FOREIGN KEY ("ingestion_job_id") REFERENCES "ingestion_jobs" ("id") ON DELETE SET NULL;
--> statement-breakpoint
ALTER TABLE "ingestion_jobs" ADD CONSTRAINT "ingestion_jobs_document_fk"
  FOREIGN KEY ("document_id") REFERENCES "documents" ("id") ON DELETE CASCADE;
--> statement-breakpoint
ALTER TABLE "concepts" ADD CONSTRAINT "concepts_merged_into_fk"
  FOREIGN KEY ("merged_into") REFERENCES "concepts" ("id") ON DELETE SET NULL;
--> statement-breakpoint
ALTER TABLE "system_settings" ADD CONSTRAINT "system_settings_scope_check"
  CHECK ((scope = 'system') = (organization_id IS NULL) AND scope IN ('system', 'organization', 'learner'));
--> statement-breakpoint
ALTER TABLE "ai_model_configs" ADD CONSTRAINT "ai_model_configs_scope_check"
  CHECK ((scope = 'system') = (organization_id IS NULL) AND scope IN ('system', 'organization', 'learner'));
--> statement-breakpoint
ALTER TABLE "voice_configs" ADD CONSTRAINT "voice_configs_scope_check"
  CHECK ((scope = 'system') = (organization_id IS NULL) AND scope IN ('system', 'organization', 'learner'));
--> statement-breakpoint

CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
    NEW.updated_at := now();
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT table_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_name = 'updated_at' LOOP
    EXECUTE format('CREATE TRIGGER set_updated_at BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION set_updated_at()', t);
  END LOOP;
END
$$;
--> statement-breakpoint

-- The role that an organization's queries run as. Whoever makes a role does not by that get SET on it (PostgreSQL 16),
-- and a second database of the same cluster finds it made already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nuggets_app') THEN
    CREATE ROLE nuggets_app NOLOGIN NOBYPASSRLS;
  END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT nuggets_app TO %I WITH SET TRUE, INHERIT FALSE', current_user);
  END IF;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO nuggets_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO nuggets_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO nuggets_app;
--> statement-breakpoint

-- One policy a table: rows of the organization that the transaction entered. Without the setting the cast fails,
-- which is the right way round.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.table_name FROM information_schema.columns c
           WHERE c.table_schema = 'public' AND c.column_name = 'organization_id'
             AND c.table_name NOT IN ('system_settings', 'ai_model_configs', 'voice_configs') LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY organization_wall ON %I TO nuggets_app
      USING (organization_id = current_setting('app.organization_id')::uuid)
      WITH CHECK (organization_id = current_setting('app.organization_id')::uuid)$p$, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['system_settings', 'ai_model_configs', 'voice_configs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY organization_wall ON %I TO nuggets_app
      USING (organization_id = current_setting('app.organization_id')::uuid)
      WITH CHECK (organization_id = current_setting('app.organization_id')::uuid)$p$, t);
    EXECUTE format($p$CREATE POLICY system_readable ON %I FOR SELECT TO nuggets_app
      USING (organization_id IS NULL)$p$, t);
  END LOOP;
END
$$;
--> statement-breakpoint
ALTER TABLE "organizations" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY organization_wall ON "organizations" TO nuggets_app
  USING (id = current_setting('app.organization_id')::uuid)
  WITH CHECK (id = current_setting('app.organization_id')::uuid);
