import { useEffect, useState } from 'preact/hooks';

/** How long a pause in typing is taken for the end of a word, milliseconds. */
const TYPING_MS = 250;

/** A search that asks when typing rests; `/` leads to it. */
export function SearchField({
  label,
  value,
  onChange,
  large,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  large?: boolean;
}) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      class={large ? 'search search-lg' : 'search'}
      type="search"
      data-shortcut="/"
      aria-label={label}
      placeholder={label}
      maxLength={200}
      dir="auto"
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
    />
  );
}
