import { useState } from 'preact/hooks';
import { useResource } from '../api/resource.ts';
import { keyOf, type Scope, saveSetting, system, unsetSetting } from '../api/settings.ts';
import type { SettingView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { type SettingsWords, words } from '../words/settings.ts';
import { attempt, Row, SelectControl, TextControl } from './row.tsx';

type Key = keyof SettingsWords['names'];

const isKey = (key: string, names: SettingsWords['names']): key is Key => key in names;

const MONEY: ReadonlySet<string> = new Set(['usage.monthlyUsd', 'usage.learnerMonthlyUsd']);
const POLICIES = ['on', 'demand', 'off'] as const;
const QUALITIES = ['low', 'medium', 'high'] as const;

/** Every key of the system's catalogue that this scope may set, in three cards by what they are about. */
export function Values({ scope }: { scope: Scope }) {
  const said = words.value;
  const settings = useResource(system(keyOf(scope)));
  const isHere = ({ scopes, key }: SettingView) => scopes.includes(scope.scope) && isKey(key, said.names);
  return (
    <Shown of={settings}>
      {({ items }) => {
        const here = items.filter(isHere);
        const policy = here.filter(({ key, secret }) => !secret && !MONEY.has(key));
        const money = here.filter(({ key }) => MONEY.has(key));
        const secrets = here.filter(({ secret }) => secret);
        return (
          <>
            {policy.length > 0 && <Card title={said.policy.title} items={policy} scope={scope} />}
            {money.length > 0 && (
              <Card title={said.money.title} lead={said.money.lead} items={money} scope={scope} />
            )}
            {secrets.length > 0 && <Keys items={secrets} scope={scope} />}
          </>
        );
      }}
    </Shown>
  );
}

function useSaving(scope: Scope) {
  const settings = system(keyOf(scope));
  return {
    save: async (key: string, value: unknown) => {
      const next = await saveSetting(scope, key, value);
      settings.change(({ items }) => ({ items: items.map((one) => (one.key === key ? next : one)) }));
    },
    unset: async (key: string) => {
      await unsetSetting(scope, key);
      await settings.reload();
    },
  };
}

function Card({
  title,
  lead,
  items,
  scope,
}: {
  title: string;
  lead?: string;
  items: readonly SettingView[];
  scope: Scope;
}) {
  const said = words.value;
  const { save, unset } = useSaving(scope);
  return (
    <section class="card set-card">
      <h2>{title}</h2>
      {lead !== undefined && <p class="muted">{lead}</p>}
      {items.map((item) => (
        <Row
          key={item.key}
          name={isKey(item.key, said.names) ? said.names[item.key] : item.key}
          origin={item.origin}
          own={scope.scope}
          onReset={() => unset(item.key)}
        >
          {(id) => <Control id={id} item={item} onSave={(value) => save(item.key, value)} />}
        </Row>
      ))}
    </section>
  );
}

/** The control that fits a key's kind of value. */
function Control({
  id,
  item,
  onSave,
}: {
  id: string;
  item: SettingView;
  onSave: (value: unknown) => Promise<void>;
}) {
  const said = words.value;
  const { key, value } = item;
  if (typeof value === 'boolean') {
    return (
      <input
        id={id}
        type="checkbox"
        class="set-check"
        checked={value}
        onChange={(event) => void attempt(() => onSave(event.currentTarget.checked))}
      />
    );
  }
  if (MONEY.has(key)) {
    return (
      <TextControl
        id={id}
        type="number"
        placeholder={said.money.none}
        value={value === null ? '' : String(value)}
        onSave={(text) => onSave(text.trim() === '' ? null : Number(text))}
      />
    );
  }
  const policy = POLICIES.find((one) => one === value);
  if (key.endsWith('.policy') && policy !== undefined) {
    return (
      <SelectControl
        id={id}
        value={policy}
        options={POLICIES.map((one) => [one, said.policies[one]] as const)}
        onSave={onSave}
      />
    );
  }
  const quality = QUALITIES.find((one) => one === value);
  if (key === 'image.quality' && quality !== undefined) {
    return (
      <SelectControl
        id={id}
        value={quality}
        options={QUALITIES.map((one) => [one, said.qualities[one]] as const)}
        onSave={onSave}
      />
    );
  }
  return (
    <TextControl
      id={id}
      value={value === null ? '' : String(value)}
      onSave={(text) => onSave(text.trim() === '' ? null : text.trim())}
    />
  );
}

/** Keys of providers: written, never read back. */
function Keys({ items, scope }: { items: readonly SettingView[]; scope: Scope }) {
  const said = words.value;
  return (
    <section class="card set-card">
      <h2>{said.keys.title}</h2>
      <p class="muted">{said.keys.lead}</p>
      {items.map((item) => (
        <KeyForm key={item.key} item={item} scope={scope} />
      ))}
    </section>
  );
}

function KeyForm({ item, scope }: { item: SettingView; scope: Scope }) {
  const said = words.value;
  const { save, unset } = useSaving(scope);
  const [text, setText] = useState('');
  const known = secretOf(item.value);
  return (
    <form
      class="set-key"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        void attempt(() => save(item.key, text.trim()).then(() => setText('')));
      }}
    >
      <Field
        label={isKey(item.key, said.names) ? said.names[item.key] : item.key}
        type="password"
        autocomplete="off"
        placeholder={said.keys.replace}
        hint={known === undefined ? said.keys.unset : `${said.keys.set(known)} · ${said.origin[item.origin]}`}
        value={text}
        onInput={setText}
      />
      <div class="row">
        <Button type="submit" disabled={text.trim() === ''}>
          {said.keys.save}
        </Button>
        {item.origin === scope.scope && (
          <Button kind="bare" onClick={() => void attempt(() => unset(item.key))}>
            {said.keys.remove}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The last four letters of a key that is set. */
function secretOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('last4' in value)) return undefined;
  return typeof value.last4 === 'string' ? value.last4 : undefined;
}
