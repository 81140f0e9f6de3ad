ALTER TABLE "ingestion_jobs" ALTER COLUMN "metadata" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "ingestion_jobs" ALTER COLUMN "metadata" DROP NOT NULL;