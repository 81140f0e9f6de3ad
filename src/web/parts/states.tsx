import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

/** Below this nobody should see that anything was loading at all. */
const QUIET_MS = 400;

/** Still shapes of about the true size, and only where it takes long; the word is for screen readers. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="loading" aria-busy="true">
      {late && (
        <>
          <span class="sr" role="status">
            {parts.value.loading}
          </span>
          {Array.from({ length: lines }, (_, i) => (
            <i key={i} class={`skeleton skeleton-${i % 4}`} />
          ))}
        </>
      )}
    </div>
  );
}

/** Nothing here yet: a picture, a sentence, what to do. */
export const Empty = ({
  title,
  children,
  picture,
  actions,
  note,
}: {
  title: string;
  children?: ComponentChildren;
  picture?: ComponentChildren;
  actions?: ComponentChildren;
  /** Below the actions, in small. */
  note?: string;
}) => (
  <div class="empty">
    {picture}
    <h2>{title}</h2>
    {children !== undefined && <p>{children}</p>}
    {actions !== undefined && <div class="row wrap">{actions}</div>}
    {note !== undefined && <p class="empty-note">{note}</p>}
  </div>
);

/** It did not work: one sentence of cause, one action. */
export const Failed = ({ message, onRetry }: { message: string; onRetry?: (() => void) | undefined }) => (
  <div class="failed-box" role="alert">
    <Icon name="triangle-alert" />
    <p class="grow">{message}</p>
    {onRetry !== undefined && (
      <Button icon="refresh-cw" onClick={onRetry}>
        {parts.value.tryAgain}
      </Button>
    )}
  </div>
);

/** A quiet line across the top of what it is about. */
export const Band = ({
  icon = 'circle-alert',
  children,
  action,
}: {
  icon?: IconName;
  children: ComponentChildren;
  action?: ComponentChildren;
}) => (
  <div class="band">
    <Icon name={icon} small />
    <span class="grow">{children}</span>
    {action}
  </div>
);
