ALTER TABLE "nuggets" ADD COLUMN "parts" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "nuggets" ADD COLUMN "review" text;--> statement-breakpoint
ALTER TABLE "nuggets" ADD COLUMN "review_reason" text;--> statement-breakpoint
ALTER TABLE "nuggets" ADD COLUMN "reviewed_by" uuid;--> statement-breakpoint
ALTER TABLE "nuggets" ADD COLUMN "reviewed_at" timestamp (3) with time zone;