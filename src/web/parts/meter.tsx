import { parts } from '../words/parts.ts';
import { masteryStep } from './mastery.ts';

/**
 * A learner's mastery of one concept: a dot for the estimate, a band for where it may really lie (an 80 %
 * interval, where one is known), a tick at 85 from which it counts as strong. Levels are 0–100.
 */
export function Meter({
  name,
  level,
  low,
  high,
}: {
  name: string;
  level: number;
  low?: number | undefined;
  high?: number | undefined;
}) {
  const words = parts.value.mastery;
  const step = words.steps[masteryStep(level)];
  const range =
    low === undefined || high === undefined ? undefined : words.between(Math.round(low), Math.round(high));
  return (
    <div
      class="meter"
      role="img"
      aria-label={[name, step, words.percent(level), range].filter(Boolean).join(', ')}
      style={{ '--p': level, '--lo': low ?? level, '--hi': high ?? level }}
    >
      <i />
      <u />
      <b />
    </div>
  );
}
