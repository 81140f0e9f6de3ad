CREATE TABLE "invites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invites_token_hash_key" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "learners" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"mastery_map" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"knowledge_gaps" text[] DEFAULT '{}'::text[] NOT NULL,
	"profile" jsonb,
	"last_activity" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "learners_user_id_key" UNIQUE("user_id"),
	CONSTRAINT "learners_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"organization_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_key" UNIQUE("email"),
	CONSTRAINT "users_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "analytics_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"learner_id" uuid,
	"session_id" uuid,
	"name" text NOT NULL,
	"details" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"subject" text,
	"details" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "monitored_urls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"url" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"check_interval" integer NOT NULL,
	"last_checked" timestamp (3) with time zone,
	"last_modified" text,
	"etag" text,
	"content_selector" text,
	"auto_process" boolean DEFAULT true NOT NULL,
	"content_hash" text,
	"last_error" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_check_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "monitored_urls_url_key" UNIQUE("organization_id","url")
);
--> statement-breakpoint
CREATE TABLE "watched_folders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"path" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"file_types" text[] DEFAULT '{}'::text[] NOT NULL,
	"recursive" boolean DEFAULT true NOT NULL,
	"auto_process" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "watched_folders_path_key" UNIQUE("organization_id","path")
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"job_id" uuid,
	"body" jsonb NOT NULL,
	"reason" text NOT NULL,
	"redriven_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingestion_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"document_id" uuid,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"status" text NOT NULL,
	"stage" text DEFAULT 'extract' NOT NULL,
	"progress_done" integer DEFAULT 0 NOT NULL,
	"progress_total" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"nugget_count" integer,
	"error_message" text,
	"leased_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ingestion_jobs_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"concept_id" uuid NOT NULL,
	"item_id" text,
	"session_id" uuid,
	"kind" text NOT NULL,
	"score" double precision NOT NULL,
	"confidence" double precision NOT NULL,
	"hints_used" integer DEFAULT 0 NOT NULL,
	"difficulty" double precision,
	"question" text,
	"answer" text,
	"evidence" text,
	"misconception" text,
	"at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "concept_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"change" jsonb NOT NULL,
	"inverse" jsonb NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "concept_edges" (
	"organization_id" uuid NOT NULL,
	"prerequisite_id" uuid NOT NULL,
	"concept_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"weight" double precision DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "concept_edges_pkey" PRIMARY KEY("prerequisite_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "concepts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"normalized_name" text NOT NULL,
	"aliases" text[] DEFAULT '{}'::text[] NOT NULL,
	"embedding" vector(1536),
	"embedding_model" text,
	"merged_into" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "concepts_organization_key" UNIQUE("organization_id","id"),
	CONSTRAINT "concepts_name_key" UNIQUE("organization_id","normalized_name")
);
--> statement-breakpoint
CREATE TABLE "narrative_nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"nugget_id" uuid NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"x" double precision DEFAULT 0 NOT NULL,
	"y" double precision DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "narrative_nodes_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "nugget_concepts" (
	"organization_id" uuid NOT NULL,
	"nugget_id" uuid NOT NULL,
	"concept_id" uuid NOT NULL,
	"weight" double precision NOT NULL,
	CONSTRAINT "nugget_concepts_pkey" PRIMARY KEY("nugget_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "populations" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"parameters" jsonb NOT NULL,
	"attempts" integer NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"concept" text NOT NULL,
	"mastery_level" integer NOT NULL,
	"previous_level" integer,
	"probability" double precision,
	"evidence" text,
	"attempt_id" uuid,
	"session_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "progress_attempt_key" UNIQUE("attempt_id","concept")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"organization_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"concept_id" uuid NOT NULL,
	"due" timestamp (3) with time zone NOT NULL,
	"stability" double precision NOT NULL,
	"difficulty" double precision NOT NULL,
	"state" jsonb NOT NULL,
	"last_review" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reviews_pkey" PRIMARY KEY("learner_id","concept_id")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"source_type" text NOT NULL,
	"source_path" text NOT NULL,
	"filename" text NOT NULL,
	"title" text,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"content_hash" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"page_count" integer,
	"pages_key" text,
	"outline" jsonb,
	"language" text,
	"retired_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_organization_key" UNIQUE("organization_id","id"),
	CONSTRAINT "documents_source_key" UNIQUE("organization_id","source_type","source_path")
);
--> statement-breakpoint
CREATE TABLE "nugget_sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"nugget_id" uuid NOT NULL,
	"ingestion_job_id" uuid,
	"document_id" uuid,
	"source_type" text NOT NULL,
	"source_path" text NOT NULL,
	"title" text,
	"page" integer,
	"last_page" integer,
	"headings" text[] DEFAULT '{}'::text[] NOT NULL,
	"chunk_index" integer,
	"start" integer,
	"end" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "nugget_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"nugget_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"parts" text[] DEFAULT '{}'::text[] NOT NULL,
	"snapshot" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "nugget_versions_version_key" UNIQUE("nugget_id","version")
);
--> statement-breakpoint
CREATE TABLE "nuggets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"document_id" uuid,
	"title" text,
	"content" text NOT NULL,
	"context" text,
	"content_hash" text NOT NULL,
	"metadata" jsonb,
	"embedding" vector(1536),
	"embedding_model" text,
	"status" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"image_url" text,
	"image_alt" text,
	"audio_url" text,
	"slides" jsonb,
	"version" integer DEFAULT 1 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"text_config" "regconfig" DEFAULT 'english'::regconfig NOT NULL,
	"search_text" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(text_config, coalesce(title, '')), 'A') || setweight(to_tsvector(text_config, content), 'B')) STORED,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "nuggets_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"nugget_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"question" text NOT NULL,
	"options" jsonb,
	"answer" text NOT NULL,
	"rubric" text,
	"misconceptions" jsonb,
	"quote" text,
	"concept" text,
	"difficulty" double precision,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embedding_cache" (
	"organization_id" uuid NOT NULL,
	"model" text NOT NULL,
	"hash" text NOT NULL,
	"embedding" vector(1536) NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_cache_pkey" PRIMARY KEY("organization_id","model","hash")
);
--> statement-breakpoint
CREATE TABLE "usage_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"learner_id" uuid,
	"session_id" uuid,
	"job_id" uuid,
	"task" text NOT NULL,
	"model" text NOT NULL,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"characters" integer DEFAULT 0 NOT NULL,
	"audio_seconds" double precision DEFAULT 0 NOT NULL,
	"images" integer DEFAULT 0 NOT NULL,
	"cost_usd" double precision NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ai_model_configs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"content_generation_model" text NOT NULL,
	"narrative_planning_model" text NOT NULL,
	"tutoring_model" text NOT NULL,
	"metadata_model" text NOT NULL,
	"embedding_model" text NOT NULL,
	"content_generation_temp" double precision,
	"narrative_planning_temp" double precision,
	"tutoring_temp" double precision,
	"scope" text NOT NULL,
	"scope_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ai_model_configs_scope_key" UNIQUE NULLS NOT DISTINCT("scope","scope_id")
);
--> statement-breakpoint
CREATE TABLE "system_settings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "system_settings_key_scope_key" UNIQUE NULLS NOT DISTINCT("key","scope","scope_id")
);
--> statement-breakpoint
CREATE TABLE "voice_configs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid,
	"tts_provider" text NOT NULL,
	"tts_model" text,
	"tts_voice" text,
	"stt_provider" text NOT NULL,
	"stt_model" text,
	"quality_tier" text NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voice_configs_scope_key" UNIQUE NULLS NOT DISTINCT("scope","scope_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"role" text NOT NULL,
	"content" text NOT NULL,
	"status" text DEFAULT 'complete' NOT NULL,
	"citations" jsonb,
	"tool_calls" jsonb,
	"media" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_seq_key" UNIQUE("session_id","seq")
);
--> statement-breakpoint
CREATE TABLE "session_nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"node_id" uuid NOT NULL,
	"choice_id" text,
	"reason" text,
	"step" integer NOT NULL,
	"viewed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_nodes_step_key" UNIQUE("session_id","step")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"learner_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"current_node_id" uuid,
	"mode" text NOT NULL,
	"goal" text,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_activity" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"summary" jsonb,
	CONSTRAINT "sessions_organization_key" UNIQUE("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learners" ADD CONSTRAINT "learners_user_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "monitored_urls" ADD CONSTRAINT "monitored_urls_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watched_folders" ADD CONSTRAINT "watched_folders_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dead_letters" ADD CONSTRAINT "dead_letters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ingestion_jobs" ADD CONSTRAINT "ingestion_jobs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_learner_fk" FOREIGN KEY ("organization_id","learner_id") REFERENCES "public"."learners"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_concept_fk" FOREIGN KEY ("organization_id","concept_id") REFERENCES "public"."concepts"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_changes" ADD CONSTRAINT "concept_changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_edges" ADD CONSTRAINT "concept_edges_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_edges" ADD CONSTRAINT "concept_edges_prerequisite_fk" FOREIGN KEY ("organization_id","prerequisite_id") REFERENCES "public"."concepts"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concept_edges" ADD CONSTRAINT "concept_edges_concept_fk" FOREIGN KEY ("organization_id","concept_id") REFERENCES "public"."concepts"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concepts" ADD CONSTRAINT "concepts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "narrative_nodes" ADD CONSTRAINT "narrative_nodes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "narrative_nodes" ADD CONSTRAINT "narrative_nodes_nugget_fk" FOREIGN KEY ("organization_id","nugget_id") REFERENCES "public"."nuggets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nugget_concepts" ADD CONSTRAINT "nugget_concepts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nugget_concepts" ADD CONSTRAINT "nugget_concepts_nugget_fk" FOREIGN KEY ("organization_id","nugget_id") REFERENCES "public"."nuggets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nugget_concepts" ADD CONSTRAINT "nugget_concepts_concept_fk" FOREIGN KEY ("organization_id","concept_id") REFERENCES "public"."concepts"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "populations" ADD CONSTRAINT "populations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress" ADD CONSTRAINT "progress_learner_fk" FOREIGN KEY ("organization_id","learner_id") REFERENCES "public"."learners"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_learner_fk" FOREIGN KEY ("organization_id","learner_id") REFERENCES "public"."learners"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_concept_fk" FOREIGN KEY ("organization_id","concept_id") REFERENCES "public"."concepts"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nugget_sources" ADD CONSTRAINT "nugget_sources_nugget_fk" FOREIGN KEY ("organization_id","nugget_id") REFERENCES "public"."nuggets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nugget_versions" ADD CONSTRAINT "nugget_versions_nugget_fk" FOREIGN KEY ("organization_id","nugget_id") REFERENCES "public"."nuggets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nuggets" ADD CONSTRAINT "nuggets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nuggets" ADD CONSTRAINT "nuggets_document_fk" FOREIGN KEY ("organization_id","document_id") REFERENCES "public"."documents"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_nugget_fk" FOREIGN KEY ("organization_id","nugget_id") REFERENCES "public"."nuggets"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embedding_cache" ADD CONSTRAINT "embedding_cache_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_events" ADD CONSTRAINT "usage_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_model_configs" ADD CONSTRAINT "ai_model_configs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "system_settings" ADD CONSTRAINT "system_settings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_configs" ADD CONSTRAINT "voice_configs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_session_fk" FOREIGN KEY ("organization_id","session_id") REFERENCES "public"."sessions"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_nodes" ADD CONSTRAINT "session_nodes_session_fk" FOREIGN KEY ("organization_id","session_id") REFERENCES "public"."sessions"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_current_node_id_narrative_nodes_id_fk" FOREIGN KEY ("current_node_id") REFERENCES "public"."narrative_nodes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_learner_fk" FOREIGN KEY ("organization_id","learner_id") REFERENCES "public"."learners"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_invite_organization" ON "invites" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "idx_user_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "idx_user_organization" ON "users" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "idx_analytics_events_organization" ON "analytics_events" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "idx_audit_log_organization" ON "audit_log" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "idx_monitored_url_due" ON "monitored_urls" USING btree ("enabled","next_check_at");--> statement-breakpoint
CREATE INDEX "idx_dead_letter_organization" ON "dead_letters" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "idx_ingestion_job_organization" ON "ingestion_jobs" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "idx_ingestion_job_status" ON "ingestion_jobs" USING btree ("status");--> statement-breakpoint
CREATE INDEX "idx_ingestion_job_document" ON "ingestion_jobs" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "idx_attempt_learner" ON "attempts" USING btree ("learner_id","concept_id","at");--> statement-breakpoint
CREATE INDEX "idx_attempt_organization" ON "attempts" USING btree ("organization_id","at");--> statement-breakpoint
CREATE INDEX "idx_concept_change_organization" ON "concept_changes" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "idx_narrative_node_organization" ON "narrative_nodes" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "idx_narrative_node_nugget" ON "narrative_nodes" USING btree ("nugget_id");--> statement-breakpoint
CREATE INDEX "idx_nugget_concept_concept" ON "nugget_concepts" USING btree ("concept_id");--> statement-breakpoint
CREATE INDEX "idx_progress_learner" ON "progress" USING btree ("learner_id");--> statement-breakpoint
CREATE INDEX "idx_progress_concept" ON "progress" USING btree ("concept");--> statement-breakpoint
CREATE INDEX "idx_review_due" ON "reviews" USING btree ("learner_id","due");--> statement-breakpoint
CREATE INDEX "idx_document_hash" ON "documents" USING btree ("organization_id","content_hash");--> statement-breakpoint
CREATE INDEX "idx_nugget_source_nugget" ON "nugget_sources" USING btree ("nugget_id");--> statement-breakpoint
CREATE INDEX "idx_nugget_source_job" ON "nugget_sources" USING btree ("ingestion_job_id");--> statement-breakpoint
CREATE INDEX "idx_nugget_source_document" ON "nugget_sources" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "idx_nugget_embedding" ON "nuggets" USING hnsw ("embedding" vector_cosine_ops);--> statement-breakpoint
CREATE INDEX "idx_nugget_search" ON "nuggets" USING gin ("search_text");--> statement-breakpoint
CREATE INDEX "idx_nugget_organization" ON "nuggets" USING btree ("organization_id","status");--> statement-breakpoint
CREATE INDEX "idx_nugget_document" ON "nuggets" USING btree ("document_id","position");--> statement-breakpoint
CREATE INDEX "idx_question_nugget" ON "questions" USING btree ("nugget_id");--> statement-breakpoint
CREATE INDEX "idx_usage_events_organization" ON "usage_events" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "idx_message_session" ON "messages" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "idx_session_learner" ON "sessions" USING btree ("learner_id");--> statement-breakpoint
CREATE INDEX "idx_session_organization" ON "sessions" USING btree ("organization_id");