import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type Segment<Value extends string> = {
  value: Value;
  name: ComponentChildren;
  icon?: IconName;
  /** How many there are, shown beside the name. */
  count?: number | undefined;
};

/** One of a few, all in sight: radio buttons that look like one control, so arrow keys walk it. */
export function Segmented<Value extends string>({
  legend,
  value,
  segments,
  onChange,
}: {
  legend: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="seg">
      <legend class="sr">{legend}</legend>
      {segments.map((segment) => (
        <label key={segment.value}>
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          {segment.icon !== undefined && <Icon name={segment.icon} small />}
          <span>{segment.name}</span>
          {segment.count !== undefined && <span class="num faint">{segment.count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
