-- pgvector, before any table has a vector. Tables follow in the next migration.
CREATE EXTENSION IF NOT EXISTS vector;
