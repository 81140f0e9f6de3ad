import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { sentence } from '../api/client.ts';
import type { Origin } from '../api/shapes.ts';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/settings.ts';

/** A setting: its name, its control, where its value comes from, and the way back to that. */
export function Row({
  name,
  origin,
  own,
  onReset,
  children,
}: {
  name: string;
  origin: Origin;
  /** The scope that is being edited: a value of its own can be given up. */
  own: Origin;
  onReset: () => Promise<unknown>;
  children: (id: string) => ComponentChildren;
}) {
  const said = words.value;
  const id = useId();
  return (
    <div class="set-row">
      <div>
        <label for={id}>{name}</label>
        <p class="small muted set-origin">
          {said.origin[origin]}
          {origin === own && (
            <button type="button" class="link" onClick={() => void attempt(onReset)}>
              {said.reset}
            </button>
          )}
        </p>
      </div>
      <div class="set-control">{children(id)}</div>
    </div>
  );
}

/** Runs a change and says where it failed. */
export async function attempt(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (thrown) {
    toast(sentence(thrown));
  }
}

/** A text that is saved when it is left or Enter is pressed, if it was changed. */
export function TextControl({
  id,
  value,
  type = 'text',
  placeholder,
  onSave,
  disabled,
}: {
  id: string;
  value: string;
  type?: 'text' | 'number';
  placeholder?: string;
  onSave: (value: string) => Promise<unknown>;
  disabled?: boolean;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const save = () => {
    if (text !== value) void attempt(() => onSave(text));
  };
  const attributes = {
    id,
    class: 'set-input',
    value: text,
    disabled,
    placeholder,
    maxLength: 200,
    onInput: (event: preact.TargetedInputEvent<HTMLInputElement>) => setText(event.currentTarget.value),
    onBlur: save,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') save();
    },
  };
  return type === 'number' ? (
    <input {...attributes} type="number" min={0} step="any" />
  ) : (
    <input {...attributes} type="text" />
  );
}

export function SelectControl<Value extends string>({
  id,
  value,
  options,
  onSave,
  disabled,
}: {
  id: string;
  value: Value;
  options: readonly (readonly [value: Value, name: string])[];
  onSave: (value: Value) => Promise<unknown>;
  disabled?: boolean;
}) {
  return (
    <select
      id={id}
      class="set-input"
      value={value}
      disabled={disabled}
      onChange={(event) => {
        const chosen = options.find(([option]) => option === event.currentTarget.value);
        if (chosen !== undefined) void attempt(() => onSave(chosen[0]));
      }}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  );
}
