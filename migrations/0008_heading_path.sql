-- Headings above a nugget are words to find it by. The column that search reads is generated anew, and with it its index.
ALTER TABLE "nuggets" ADD COLUMN "heading_path" text;--> statement-breakpoint
ALTER TABLE "nuggets" DROP COLUMN "search_text";--> statement-breakpoint
ALTER TABLE "nuggets" ADD COLUMN "search_text" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(text_config, coalesce(title, '') || ' ' || coalesce(heading_path, '')), 'A') || setweight(to_tsvector(text_config, content), 'B')) STORED;--> statement-breakpoint
CREATE INDEX "idx_nugget_search" ON "nuggets" USING gin ("search_text");
