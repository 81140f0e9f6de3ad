/**
 * What the pages read of the API's answers: only the fields they use. `dev/pages-agree.test.ts` holds each to
 * the type that the API's own schemas give, so that a change there does not compile here.
 */

export type ProfileView = {
  interests: string[];
  goals: string[];
  learningStyle: string | null;
  preferences: Record<string, string | number | boolean>;
};

export type DueConcept = {
  concept: string;
  name: string;
  masteryLevel: number;
  /** Chance of recalling it now, 0–1. */
  retrievability: number;
  /** Days until the chance sinks to 90 %, as of the last review. */
  stability: number;
  lastReview: string | null;
  due: string;
  nuggetId: string | null;
};

export type PlannedStep = {
  nodeId: string;
  nuggetId: string;
  title: string | null;
  reason: string;
  /** Minutes. */
  estimatedTime: number | null;
};

export type ConceptStanding = {
  concept: string;
  name: string;
  masteryLevel: number;
  /** The middle 80 % of what the truth may be, 0–100. */
  low: number;
  high: number;
  evidenceCount: number;
  lastUpdated: string | null;
  history: { at: string; masteryLevel: number; change: number; attemptId: string; evidence: string }[];
  /** Levels to expect if nothing is done till then. */
  forecast: { inDays: number; masteryLevel: number }[];
  /** Whole days until what builds on it closes; null if not within a year. */
  daysAboveThreshold: number | null;
};

export type NamedLevel = { concept: string; name: string; masteryLevel: number };

export type LearnerProgress = { concepts: ConceptStanding[]; knowledgeGaps: NamedLevel[] };

export type Risk = { kind: string; detail: string; amount: number };

export type LearnerRow = {
  id: string;
  name: string;
  email: string;
  role: string;
  masteryMap: (NamedLevel & { fewAnswers: boolean })[];
  knowledgeGaps: NamedLevel[];
  lastActivity: string | null;
  risks: Risk[];
};

export type EvidenceRow = {
  id: string;
  concept: string;
  name: string;
  kind: string;
  score: number;
  hintsUsed: number;
  question: string | null;
  answer: string | null;
  evidence: string | null;
  misconception: string | null;
  sessionId: string | null;
  at: string;
};

export type LearnerDetail = Omit<LearnerRow, 'masteryMap'> & LearnerProgress & { evidence: EvidenceRow[] };

export type SearchHit = {
  nuggetId: string;
  documentId: string | null;
  title: string | null;
  content: string;
  source: { title: string | null; page: number | null; headings: string[] };
  topics: string[];
};

export type GraphView = {
  nodes: {
    id: string;
    nuggetId: string;
    documentId: string | null;
    documentTitle: string | null;
    title: string | null;
    status: string;
    difficulty: number | null;
    concepts: { concept: string; name: string; weight: number }[];
    /** Node ids that must come first. */
    prerequisites: string[];
    position: { x: number; y: number };
  }[];
  edges: { id: string; from: string; to: string; text: string }[];
};

/** A node with its ways on, as they are edited. */
export type NodeWays = {
  id: string;
  version: number;
  choices: { id: string; text: string; nextNodeId: string }[];
};

export type ConceptView = {
  id: string;
  name: string;
  aliases: string[];
  nuggets: { id: string; title: string | null; weight: number }[];
  prerequisites: { id: string; name: string; reason: string }[];
};

export type UrlView = {
  id: string;
  url: string;
  /** Minutes. */
  checkInterval: number;
  contentSelector: string | null;
  autoProcess: boolean;
  enabled: boolean;
  lastChecked: string | null;
  lastError: string | null;
  failures: number;
  nextCheckAt: string | null;
};

export type UrlCheck = {
  changed: boolean;
  status: 'unchanged' | 'queued' | 'failed';
  error?: string | undefined;
};

export type FolderView = {
  id: string;
  path: string;
  fileTypes: string[];
  recursive: boolean;
  autoProcess: boolean;
  enabled: boolean;
};

export type DeadLetter = {
  id: string;
  jobId: string | null;
  reason: string;
  redrivenAt: string | null;
  createdAt: string;
};

export type ItemReport = {
  itemId: string;
  question: string | null;
  answers: number;
  difficulty: number;
  discrimination: number | null;
  flags: string[];
};

export type PathReport = {
  sessions: number;
  completed: number | null;
  medianLength: number | null;
  nodes: { nodeId: string; title: string; visits: number; revisits: number; left: number }[];
};

export type JobView = {
  id: string;
  documentId: string | null;
  type: 'file' | 'url' | 'manual';
  source: string;
  status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
  stage: 'extract' | 'chunk' | 'embed' | 'describe' | 'author' | 'done';
  progress: { done: number; total: number };
  nuggetCount: number | null;
  errorMessage: string | null;
  metadata: {
    filename?: string | undefined;
    fileType?: string | undefined;
    size?: number | undefined;
    warnings?: string[] | undefined;
    /** US dollars. */
    estimatedUsd?: number | undefined;
    parts?: string[] | undefined;
    failedParts?: { nuggetId: string; part: string; reason: string }[] | undefined;
    nuggetId?: string | undefined;
  };
  createdAt: string;
  updatedAt: string;
};

export type FileView = {
  id: string;
  filename: string;
  title: string | null;
  type: string;
  size: number;
  status: string;
  nuggetCount: number;
  pageCount: number | null;
  error: string | null;
  createdAt: string;
  updatedAt: string;
};

export type SlideView = {
  id: string;
  title: string;
  content: string;
  order: number;
  script: string | null;
  audioUrl: string | null;
};

export type NuggetPart = 'metadata' | 'slides' | 'script' | 'audio' | 'image' | 'embedding' | 'questions';

export type PartRecord = { by: 'model' | 'extraction' | 'person'; at: string; pinned?: boolean | undefined };

export type NuggetMetadata = {
  topics: string[];
  difficulty: number;
  prerequisites: string[];
  estimatedTime: number;
  relatedConcepts: string[];
  language: string;
};

export type NuggetView = {
  id: string;
  documentId: string | null;
  title: string | null;
  content: string;
  status: 'processing' | 'ready' | 'failed' | 'draft' | 'retired';
  publishedAt: string | null;
  metadata: NuggetMetadata | null;
  slides: SlideView[];
  imageUrl: string | null;
  imageAlt: string | null;
  images: { width: number; url: string }[];
  audioUrl: string | null;
  version: number;
  parts: Partial<Record<NuggetPart, PartRecord>>;
  review: 'waiting' | 'approved' | 'rejected' | null;
  reviewReason: string | null;
  position: number;
  sources: {
    documentId: string | null;
    title: string | null;
    page: number | null;
    lastPage: number | null;
    headings: string[];
    chunkIndex: number | null;
  }[];
  createdAt: string;
  updatedAt: string;
};

export type NuggetVersion = {
  version: number;
  isCurrent: boolean;
  parts: string[];
  createdAt: string;
  title: string | null;
  content: string;
  slides: SlideView[];
};

export type QuestionView = {
  id: string;
  kind: 'open' | 'choice' | 'cloze' | 'truefalse' | 'ordering';
  question: string;
  options: string[] | null;
  answer: string;
  /** Why each wrong option is wrong, by its text. */
  misconceptions: Record<string, string> | null;
  /** The sentence of the source that proves the answer. */
  quote: string | null;
};

/** What an edit may change; what is left out stays. */
export type NuggetEdit = {
  title?: string;
  content?: string;
  metadata?: Partial<NuggetMetadata>;
  slides?: { title: string; content: string; script: string | null }[];
  imageAlt?: string;
  pinned?: NuggetPart[];
};

export type PersonView = {
  id: string;
  email: string;
  name: string;
  role: 'admin' | 'instructor' | 'learner';
  learnerId: string;
  lastActivity: string | null;
  createdAt: string;
};

export type InviteView = {
  id: string;
  email: string | null;
  role: PersonView['role'];
  expiresAt: string;
  usedAt: string | null;
  createdAt: string;
};

export type ImportResult = {
  created: number;
  failed: number;
  results: {
    row: number;
    email: string;
    status: 'created' | 'failed' | 'skipped';
    error?: string | undefined;
    inviteUrl?: string | undefined;
  }[];
};

export type Origin = 'default' | 'system' | 'organization' | 'learner';

export type AiModelsView = {
  contentGenerationModel: string;
  narrativePlanningModel: string;
  tutoringModel: string;
  metadataModel: string;
  embeddingModel: string;
  contentGenerationTemp: number;
  narrativePlanningTemp: number;
  tutoringTemp: number;
  origins: Record<string, Origin>;
};

export type TtsProvider = 'openai-standard' | 'openai-hd' | 'elevenlabs';

export type VoiceView = {
  qualityTier: 'low' | 'mid' | 'high';
  ttsProvider: TtsProvider;
  ttsModel: string;
  ttsVoice: string;
  sttProvider: 'openai-whisper' | 'elevenlabs';
  sttModel: string;
  origins: Record<string, Origin>;
  effective: { ttsProvider: TtsProvider; ttsVoice: string; sttProvider: 'openai-whisper' | 'elevenlabs' };
  offered: TtsProvider[];
};

/** A secret's value is `{ set, last4 }` and no more. */
export type SettingView = { key: string; value: unknown; origin: Origin; secret: boolean; scopes: Origin[] };

export type OrganizationView = { id: string; name: string };

export type AnalyticsView = {
  from: string;
  to: string;
  engagement: {
    activeLearners: number;
    sessions: number;
    completedSessions: number;
    messages: number;
    minutes: number;
    byDay: { day: string; activeLearners: number; sessions: number; messages: number }[];
  };
  content: {
    documents: number;
    nuggets: { total: number; published: number };
    mostViewed: { nuggetId: string; title: string | null; views: number; learners: number }[];
  };
  mastery: {
    attempts: number;
    averageScore: number | null;
    byDay: { day: string; attempts: number; averageScore: number | null }[];
    concepts: {
      concept: string;
      name: string;
      learners: number;
      averageLevel: number;
      mastered: number;
      gaps: number;
    }[];
  };
};

export type CostsView = {
  from: string;
  to: string;
  totalUsd: number;
  items: { key: string | null; name: string | null; usd: number; calls: number }[];
  month: { spentUsd: number; capUsd: number | null; forecastUsd: number };
};
