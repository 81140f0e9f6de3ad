-- Ways that code laid because the narrative model failed are to be written yet. What stands counts as written.
ALTER TABLE "narrative_nodes" ADD COLUMN "written" boolean DEFAULT true NOT NULL;
