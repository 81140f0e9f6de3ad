import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../api/client.ts';
import { profile, saveProfile } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import type { ProfileView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { keepHearing, wantsToHear } from '../lesson/hearing.ts';
import { Button } from '../parts/button.tsx';
import { CheckField, Field, SelectField, TextField } from '../parts/field.tsx';
import { setTheme, theme } from '../parts/theme.tsx';
import { toast } from '../parts/toast.tsx';
import { listOpen } from '../shell/shortcuts.tsx';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { LANGUAGES, language, speak } from '../words/language.ts';
import { parts } from '../words/parts.ts';
import { words } from '../words/profile.ts';
import { OwnData } from './own-data.tsx';
import { Password } from './password.tsx';
import './profile.css';

/** Who one is to the tutor, how this device looks, and the say over one's own data. */
export function ProfilePage() {
  const said = words.value;
  useTitle(said.title);
  const own = useResource(profile);
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{person.value?.name ?? said.title}</h1>
          <p>{person.value?.email}</p>
        </div>
      </header>
      <div class="prof">
        <section class="card prof-card" aria-labelledby="h-about">
          <h2 id="h-about">{said.about}</h2>
          <p class="muted">{said.lead}</p>
          <Shown of={own}>{(value) => <About value={value} />}</Shown>
        </section>
        <Device />
        <Password />
        <OwnData />
      </div>
    </>
  );
}

function About({ value }: { value: ProfileView }) {
  const said = words.value;
  const [interests, setInterests] = useState(value.interests.join(', '));
  const [goals, setGoals] = useState(value.goals.join('\n'));
  const [style, setStyle] = useState(value.learningStyle ?? '');
  const isBusy = useSignal(false);
  useEffect(() => {
    setInterests(value.interests.join(', '));
    setGoals(value.goals.join('\n'));
    setStyle(value.learningStyle ?? '');
  }, [value]);
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    try {
      const next = await saveProfile({
        interests: cut(interests, ','),
        goals: cut(goals, '\n'),
        learningStyle: style.trim() === '' ? null : style.trim(),
      });
      profile.change(() => next);
      toast(said.saved);
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="prof-form" onSubmit={submit}>
      <TextField label={said.goals} value={goals} onInput={setGoals} rows={2} />
      <Field label={said.interests} hint={said.interestsHint} value={interests} onInput={setInterests} />
      <Field label={said.style} hint={said.styleHint} value={style} onInput={setStyle} maxLength={200} />
      <div>
        <Button kind="pen" type="submit" busy={isBusy.value && said.saving}>
          {said.save}
        </Button>
      </div>
    </form>
  );
}

const cut = (text: string, at: string): string[] =>
  text
    .split(at)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function Device() {
  const said = words.value;
  const isHeard = useSignal(wantsToHear());
  return (
    <section class="card prof-card" aria-labelledby="h-device">
      <h2 id="h-device">{said.device}</h2>
      <div class="prof-form">
        <SelectField
          label={parts.value.theme.name}
          value={theme.value}
          options={[
            ['system', parts.value.theme.system],
            ['light', parts.value.theme.light],
            ['dark', parts.value.theme.dark],
          ]}
          onInput={setTheme}
        />
        <SelectField
          label={parts.value.language}
          value={language.value}
          options={LANGUAGES.map(({ tag, name }) => [tag, name] as const)}
          onInput={(tag) => void speak(tag)}
        />
        <CheckField
          label={said.hear}
          hint={said.hearHint}
          checked={isHeard.value}
          onInput={(isOn) => {
            isHeard.value = isOn;
            keepHearing(isOn);
          }}
        />
        <div>
          <Button
            onClick={() => {
              listOpen.value = true;
            }}
          >
            {said.shortcuts}
          </Button>
        </div>
      </div>
    </section>
  );
}
