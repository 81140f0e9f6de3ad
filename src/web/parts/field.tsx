import { type ComponentChildren, h, type Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { parts } from '../words/parts.ts';
import { Icon } from './icon.tsx';

type Common = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** What is wrong with it, as one sentence. */
  error?: string | undefined;
  hint?: ComponentChildren;
  required?: boolean;
  disabled?: boolean;
  placeholder?: string;
};

type FieldProps = Common & {
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'search' | 'date';
  name?: string;
  autocomplete?: string;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: number | 'any';
  autofocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
};

/** A labelled input; a password can be shown, and what is wrong stands below and is read with it. */
export function Field({ label, value, onInput, error, hint, inputRef, type = 'text', ...rest }: FieldProps) {
  const id = useId();
  const [shown, show] = useState(false);
  const words = parts.value.field;
  const attributes = {
    ...rest,
    id,
    ref: inputRef ?? null,
    type: type === 'password' && shown ? 'text' : type,
    value,
    'aria-invalid': error !== undefined,
    'aria-describedby': describe(id, hint, error),
    onInput: (event: preact.TargetedInputEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
  };
  return (
    <div class={error === undefined ? 'field' : 'field bad'}>
      <span class="row">
        <label for={id}>{label}</label>
        {type === 'password' && (
          <button class="link small end" type="button" aria-pressed={shown} onClick={() => show(!shown)}>
            {shown ? words.hide : words.show}
          </button>
        )}
      </span>
      {h('input', attributes)}
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

/** A labelled text area that grows with its text. */
export function TextField({
  label,
  value,
  onInput,
  error,
  hint,
  rows = 3,
  ...rest
}: Common & { rows?: number; maxLength?: number; autofocus?: boolean }) {
  const id = useId();
  return (
    <div class={error === undefined ? 'field' : 'field bad'}>
      <label for={id}>{label}</label>
      <textarea
        {...rest}
        id={id}
        // Where a field is as high as its text, `rows` alone says nothing.
        style={{ minBlockSize: `calc(${1.5 * rows}em + 1rem)` }}
        rows={rows}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={describe(id, hint, error)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

/** A labelled choice of one among few, by the platform's own control. */
export function SelectField<Value extends string>({
  label,
  value,
  options,
  onInput,
  hint,
  disabled,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [value: Value, name: string])[];
  onInput: (value: Value) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={describe(id, hint, undefined)}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen !== undefined) onInput(chosen[0]);
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
      <Below id={id} hint={hint} error={undefined} />
    </div>
  );
}

/** A labelled yes or no. */
export function CheckField({
  label,
  checked,
  onInput,
  hint,
  disabled,
}: {
  label: string;
  checked: boolean;
  onInput: (checked: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="field check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={describe(id, hint, undefined)}
        onChange={(event) => onInput(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      <Below id={id} hint={hint} error={undefined} />
    </div>
  );
}

const describe = (id: string, hint: ComponentChildren, error: string | undefined): string | undefined =>
  error !== undefined ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined;

const Below = ({ id, hint, error }: { id: string; hint: ComponentChildren; error: string | undefined }) => (
  <>
    {hint !== undefined && error === undefined && (
      <p class="small muted" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error !== undefined && (
      <p class="wrong" id={`${id}-error`} role="alert">
        <Icon name="triangle-alert" small />
        {error}
      </p>
    )}
  </>
);
