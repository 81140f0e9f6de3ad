import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { withQuery } from '../api/client.ts';
import { usePaged } from '../api/paged.tsx';
import { listPeople } from '../api/people.ts';
import { useResource } from '../api/resource.ts';
import { organization, renameOrganization, type Scope } from '../api/settings.ts';
import { Shown } from '../api/shown.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/settings.ts';
import { Models } from './models.tsx';
import { TextControl } from './row.tsx';
import { Values } from './values.tsx';
import { Voice } from './voice.tsx';
import './settings.css';

/** What is set, for everybody or for one learner, each field with where its value comes from. */
export function SettingsPage() {
  const { query, route } = useLocation();
  const said = words.value;
  useTitle(said.title);
  const learnerId = query['learner'];
  const isPicking = useSignal(false);
  const scope: Scope =
    learnerId === undefined ? { scope: 'organization' } : { scope: 'learner', scopeId: learnerId };
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      <div class="row wrap set-scope">
        <Segmented
          legend={said.scope}
          value={learnerId !== undefined || isPicking.value ? 'learner' : 'organization'}
          segments={[
            { value: 'organization', name: said.organization },
            { value: 'learner', name: said.learner },
          ]}
          onChange={(value) => {
            isPicking.value = value === 'learner';
            if (value === 'organization') route('/settings', true);
          }}
        />
        {(isPicking.value || learnerId !== undefined) && (
          <Picker
            chosen={learnerId}
            onChoose={(id) => {
              isPicking.value = false;
              route(withQuery('/settings', { learner: id }), true);
            }}
          />
        )}
      </div>
      <div class="set">
        {scope.scope === 'organization' && <Name />}
        <Models key={learnerId} scope={scope} />
        <Voice key={learnerId} scope={scope} />
        <Values key={learnerId} scope={scope} />
      </div>
    </>
  );
}

function Name() {
  const said = words.value;
  const own = useResource(organization);
  return (
    <section class="card set-card">
      <Shown of={own} lines={1}>
        {({ name }) => (
          <div class="set-row">
            <label for="org-name">{said.name}</label>
            <div class="set-control">
              <TextControl
                id="org-name"
                value={name}
                onSave={async (text) => {
                  const next = await renameOrganization(text.trim());
                  own.change(() => next);
                }}
              />
            </div>
          </div>
        )}
      </Shown>
    </section>
  );
}

/** Whose settings: found by name, chosen from what was found. */
function Picker({ chosen, onChoose }: { chosen: string | undefined; onChoose: (learnerId: string) => void }) {
  const said = words.value;
  const q = useSignal('');
  const paged = usePaged(`picker ${q.value}`, (cursor) =>
    listPeople({ q: q.value === '' ? undefined : q.value }, cursor),
  );
  return (
    <span class="row wrap grow">
      <SearchField
        label={said.choose}
        value={q.value}
        onChange={(text) => {
          q.value = text;
        }}
      />
      <select
        class="set-input"
        aria-label={said.choose}
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="" disabled>
          {said.choose}
        </option>
        {(paged.items.value ?? []).map(({ learnerId, name, email }) => (
          <option key={learnerId} value={learnerId}>
            {name} ({email})
          </option>
        ))}
      </select>
    </span>
  );
}
