import { expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { InviteView } from '../src/accounts/invite-routes.ts';
import type { Profile } from '../src/accounts/people.ts';
import type { ImportResult, PersonView } from '../src/accounts/people-routes.ts';
import type { VersionView } from '../src/authoring/versions.ts';
import type { FileView } from '../src/ingestion/file-routes.ts';
import type { FolderView } from '../src/ingestion/folder-routes.ts';
import type { UrlView } from '../src/ingestion/url-routes.ts';
import type { Analytics } from '../src/insight/analytics-routes.ts';
import type { Costs } from '../src/insight/cost-routes.ts';
import type { DeadLetter } from '../src/jobs/routes.ts';
import type { JobView } from '../src/jobs/view.ts';
import type { Evidence } from '../src/learning/class-routes.ts';
import type { ConceptView } from '../src/learning/concept-routes.ts';
import type { DueView, StepView } from '../src/learning/learner-routes.ts';
import type { GraphView, NodeView } from '../src/learning/narrative-routes.ts';
import type { ConceptStanding, NamedLevel, StandingView } from '../src/learning/standing-view.ts';
import type { NuggetMetadata, PartRecord, Slide } from '../src/library/nugget.ts';
import type { Hit } from '../src/library/search-routes.ts';
import type { NuggetView } from '../src/library/view.ts';
import type { ModelsView } from '../src/settings/model-routes.ts';
import type { SettingView } from '../src/settings/system-routes.ts';
import type { VoiceView } from '../src/settings/voice-routes.ts';
import { GENERAL_KNOWLEDGE } from '../src/tutoring/citations.ts';
import { MAX_MESSAGE_CHARACTERS } from '../src/tutoring/protocol.ts';
import { ASKS_FOR_HINT } from '../src/tutoring/reception.ts';
import { MAX_RECORDING_BYTES } from '../src/tutoring/recording.ts';
import type * as Shape from '../src/web/api/shapes.ts';
import { GENERAL_KNOWLEDGE as SHOWN_APART } from '../src/web/lesson/cites.ts';
import { MAX_MESSAGE, MAX_RECORDING } from '../src/web/lesson/limits.ts';
import { HINT_WORDS } from '../src/web/lesson/thread.ts';

// The pages import the server's types only, so the few values that both must know are written twice and compared here.

it('lets the pages send what the protocol allows', () => {
  expect(MAX_MESSAGE).toBe(MAX_MESSAGE_CHARACTERS);
  expect(MAX_RECORDING).toBe(MAX_RECORDING_BYTES);
});

it('lets the pages know a request for help when they see one', () => {
  expect(HINT_WORDS).toBe(ASKS_FOR_HINT);
});

it('lets the pages know what no page vouches for', () => {
  expect(SHOWN_APART).toBe(GENERAL_KNOWLEDGE);
});

it('gives the pages every shape that they read, or does not compile', () => {
  expectTypeOf<z.output<typeof DueView>>().toExtend<Shape.DueConcept>();
  expectTypeOf<z.output<typeof StepView>>().toExtend<Shape.PlannedStep>();
  expectTypeOf<z.output<typeof ConceptStanding>>().toExtend<Shape.ConceptStanding>();
  expectTypeOf<z.output<typeof StandingView>>().toExtend<Shape.LearnerProgress>();
  expectTypeOf<z.output<typeof NamedLevel>>().toExtend<Shape.NamedLevel>();
  expectTypeOf<z.output<typeof Evidence>>().toExtend<Shape.EvidenceRow>();
  expectTypeOf<z.output<typeof Hit>>().toExtend<Shape.SearchHit>();
  expectTypeOf<z.output<typeof GraphView>>().toExtend<Shape.GraphView>();
  expectTypeOf<z.output<typeof NodeView>>().toExtend<Shape.NodeWays>();
  expectTypeOf<z.output<typeof ConceptView>>().toExtend<Shape.ConceptView>();
  expectTypeOf<z.output<typeof UrlView>>().toExtend<Shape.UrlView>();
  expectTypeOf<z.output<typeof FolderView>>().toExtend<Shape.FolderView>();
  expectTypeOf<z.output<typeof DeadLetter>>().toExtend<Shape.DeadLetter>();
  expectTypeOf<z.output<typeof JobView>>().toExtend<Shape.JobView>();
  expectTypeOf<z.output<typeof FileView>>().toExtend<Shape.FileView>();
  expectTypeOf<z.output<typeof Slide>>().toExtend<Shape.SlideView>();
  expectTypeOf<z.output<typeof PartRecord>>().toExtend<Shape.PartRecord>();
  expectTypeOf<z.output<typeof NuggetMetadata>>().toExtend<Shape.NuggetMetadata>();
  expectTypeOf<z.output<typeof NuggetView>>().toExtend<Shape.NuggetView>();
  expectTypeOf<z.output<typeof VersionView>>().toExtend<Shape.NuggetVersion>();
  expectTypeOf<z.output<typeof PersonView>>().toExtend<Shape.PersonView>();
  expectTypeOf<z.output<typeof InviteView>>().toExtend<Shape.InviteView>();
  expectTypeOf<z.output<typeof ImportResult>>().toExtend<Shape.ImportResult>();
  expectTypeOf<z.output<typeof Profile>>().toExtend<Shape.ProfileView>();
  expectTypeOf<z.output<typeof ModelsView>>().toExtend<Shape.AiModelsView>();
  expectTypeOf<z.output<typeof VoiceView>>().toExtend<Shape.VoiceView>();
  expectTypeOf<z.output<typeof SettingView>>().toExtend<Shape.SettingView>();
  expectTypeOf<z.output<typeof Analytics>>().toExtend<Shape.AnalyticsView>();
  expectTypeOf<z.output<typeof Costs>>().toExtend<Shape.CostsView>();
});
