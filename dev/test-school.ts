/** What a lesson in a test needs: an admin, a learner, the reef to learn from, and a tutor that says what it is told to. */
import { newModel } from './test-models.ts';
import { invite, signUp, type TestPerson } from './test-people.ts';
import { publishReef, type Reef } from './test-reef.ts';

export type School = {
  admin: TestPerson;
  learner: TestPerson;
  reef: Reef;
  /** The tutor's, to be scripted. */
  model: string;
  /** The learner begins at the reef's first nugget; gives the session's id. */
  begin: () => Promise<string>;
};

export async function openSchool(): Promise<School> {
  const admin = await signUp();
  const learner = await invite(admin, 'learner');
  const reef = await publishReef(admin.organizationId);
  const model = newModel();
  await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
  const begin = async () => {
    const session = await learner.ask('/api/learning/sessions', { json: { nuggetId: reef.nuggetIds[0] } });
    return String(Object(session).id);
  };
  return { admin, learner, reef, model, begin };
}
