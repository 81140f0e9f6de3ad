/// <reference types="@cloudflare/vitest-pool-workers/types" />
/** What tests in workerd find bound: both scripts' bindings, and the strings of `vitest.config.ts`. */
declare namespace Cloudflare {
  interface Env {
    SESSIONS: DurableObjectNamespace<import('../workers/session.ts').TutorSession>;
    FEED: DurableObjectNamespace<import('../workers/feed.ts').OrganizationFeed>;
    GATE: DurableObjectNamespace;
    METER: DurableObjectNamespace<import('../workers/meter.ts').BudgetMeter>;
    BUCKET: R2Bucket;
    INGESTION: Queue<import('../src/jobs/message.ts').IngestionMessage>;
    AUTHORING: Queue<import('../src/jobs/message.ts').IngestionMessage>;
  }
}
