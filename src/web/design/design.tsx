import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Art } from '../parts/art.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button, type ButtonKind } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { CheckField, Field, SelectField, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { ICONS } from '../parts/icons.ts';
import { masteryRank, masteryStep } from '../parts/mastery.ts';
import { Meter } from '../parts/meter.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Band, Empty, Failed, Loading } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/design.ts';
import { parts } from '../words/parts.ts';
import '../class/class.css';
import './design.css';

const COLOURS = [
  'ground',
  'surface',
  'sunken',
  'raised',
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'line-strong',
  'pen',
  'on-pen',
  'pen-soft',
  'pen-line',
  'mark',
  'on-mark',
  'mark-soft',
  'mark-text',
  'mark-doc',
  'alert',
  'alert-soft',
] as const;
const SIZES = ['12', '13', '14', '16', '17', '20', '26', '36'] as const;
const KINDS: readonly ButtonKind[] = ['pen', 'line', 'bare', 'alert'];

/** The design language on one page: tokens, parts and their states, to be looked at in both themes. */
export function DesignPage() {
  const said = words.value;
  useTitle(said.title);
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      <div class="design">
        <Block title={said.colour}>
          <ul class="swatches">
            {COLOURS.map((name) => (
              <li key={name}>
                <i style={{ background: `var(--${name})` }} />
                <code>{name}</code>
              </li>
            ))}
          </ul>
        </Block>
        <Block title={said.mastery}>
          <ul class="row wrap key">
            {[20, 45, 60, 75, 90].map((level) => (
              <li key={level}>
                <i class={`c${masteryRank(level)}`}>{level}</i>{' '}
                {parts.value.mastery.steps[masteryStep(level)]}
              </li>
            ))}
          </ul>
          <Meter name={said.mastery} level={61} low={44} high={77} />
        </Block>
        <Block title={said.type}>
          {SIZES.map((size) => (
            <p key={size} class="ellipsis" style={{ fontSize: `var(--t-${size})` }}>
              {size} · {said.sample}
            </p>
          ))}
        </Block>
        <Buttons />
        <Fields />
        <SmallParts />
        <Block title={said.states}>
          <Loading lines={3} />
          <Failed message={said.wrong} onRetry={() => undefined} />
          <Band icon="wifi-off">{parts.value.errors.offline}</Band>
          <Empty title={said.title}>{said.sample}</Empty>
        </Block>
        <Block title={said.source}>
          <article class="paper">
            <p>
              {said.sample} <mark>{said.sample}</mark> <mark class="pale">{said.sample}</mark>
            </p>
          </article>
        </Block>
        <Block title={said.art}>
          <div class="row wrap">
            {['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => (
              <span key={seed} class="art-sample">
                <Art seed={`sample ${seed}`} />
              </span>
            ))}
          </div>
        </Block>
      </div>
    </>
  );
}

const Block = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card design-block">
    <h2>{title}</h2>
    {children}
  </section>
);

function Buttons() {
  const said = words.value;
  return (
    <Block title={said.buttons}>
      {KINDS.map((kind) => (
        <div key={kind} class="row wrap">
          <Button kind={kind}>{kind}</Button>
          <Button kind={kind} icon="plus">
            {kind}
          </Button>
          <Button kind={kind} busy={said.busy} />
          <Button kind={kind} disabled>
            {kind}
          </Button>
          <Button kind={kind} icon="x" label={parts.value.close} />
        </div>
      ))}
    </Block>
  );
}

function Fields() {
  const said = words.value;
  const text = useSignal('');
  const isOn = useSignal(true);
  const set = (value: string) => {
    text.value = value;
  };
  return (
    <Block title={said.fields}>
      <Field label={said.title} hint={said.hint} value={text.value} onInput={set} />
      <Field label={said.title} error={said.wrong} value={text.value} onInput={set} />
      <Field label={said.title} type="password" value={text.value} onInput={set} />
      <TextField label={said.title} value={text.value} onInput={set} />
      <SelectField
        label={said.title}
        value="a"
        options={[
          ['a', said.colour],
          ['b', said.type],
        ]}
        onInput={() => undefined}
      />
      <CheckField
        label={said.title}
        checked={isOn.value}
        onInput={(on) => {
          isOn.value = on;
        }}
      />
    </Block>
  );
}

function SmallParts() {
  const said = words.value;
  const isOpen = useSignal(false);
  const segment = useSignal<'a' | 'b'>('a');
  return (
    <Block title={said.small}>
      <p class="row wrap">
        <span class="tag">{said.small}</span>
        <span class="tag tag-pen">{said.small}</span>
        <span class="tag tag-mark">{said.small}</span>
        <span class="tag tag-alert">{said.small}</span>
        <Avatar name="Leyla Aydın" />
        <span class="cite">1</span>
        <kbd>?</kbd>
      </p>
      <div>
        <Segmented
          legend={said.small}
          value={segment.value}
          segments={[
            { value: 'a', name: said.colour, count: 3 },
            { value: 'b', name: said.type },
          ]}
          onChange={(value) => {
            segment.value = value;
          }}
        />
      </div>
      <div class="row wrap">
        <Button onClick={() => toast(said.said, { undo: () => undefined })}>{said.say}</Button>
        <Button
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {said.open}
        </Button>
      </div>
      <Dialog
        title={said.dialog}
        open={isOpen.value}
        onClose={() => {
          isOpen.value = false;
        }}
      >
        <p>{said.text}</p>
      </Dialog>
      <p class="row wrap">
        {ICONS.map((name) => (
          <Icon key={name} name={name} />
        ))}
      </p>
    </Block>
  );
}
