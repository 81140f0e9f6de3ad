import type { ComponentChildren, Ref } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

/** `pen` is the one thing to do on a screen, `line` what else one may do, `bare` what stays quiet, `alert` what destroys. */
export type ButtonKind = 'pen' | 'line' | 'bare' | 'alert';

type Look = {
  kind?: ButtonKind;
  icon?: IconName;
  large?: boolean;
  /** Words for what has no words on it; the button is then an icon alone. */
  label?: string;
  children?: ComponentChildren;
};

type ButtonProps = Look & {
  type?: 'button' | 'submit';
  /** The verb while it works, as "Signing in"; the button keeps its width and takes no second press. */
  busy?: string | false | undefined;
  disabled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  controls?: string;
  describedBy?: string;
  buttonRef?: Ref<HTMLButtonElement>;
  onClick?: (event: MouseEvent) => void;
};

const classes = ({ kind = 'line', large, label, children }: Look): string =>
  ['btn', `btn-${kind}`, large && 'btn-lg', label !== undefined && children === undefined && 'btn-icon']
    .filter(Boolean)
    .join(' ');

export function Button({
  type = 'button',
  busy,
  disabled,
  pressed,
  expanded,
  controls,
  describedBy,
  buttonRef,
  onClick,
  ...look
}: ButtonProps) {
  const working = typeof busy === 'string';
  return (
    <button
      class={classes(look)}
      type={type}
      ref={buttonRef ?? null}
      aria-label={look.label}
      title={look.children === undefined ? look.label : undefined}
      aria-disabled={disabled || working ? 'true' : undefined}
      aria-busy={working ? 'true' : undefined}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-controls={controls}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (disabled || working) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {look.icon !== undefined && <Icon name={look.icon} flip={FLIPPED.has(look.icon)} />}
      {working ? busy : look.children}
    </button>
  );
}

/** What goes somewhere is a link, whatever it looks like. */
export function ButtonLink({
  href,
  download,
  newTab,
  current,
  ...look
}: Look & { href: string; download?: string; newTab?: boolean; current?: boolean }) {
  return (
    <a
      class={classes(look)}
      href={href}
      aria-label={look.label}
      title={look.children === undefined ? look.label : undefined}
      aria-current={current ? 'page' : undefined}
      {...(download === undefined ? {} : { download })}
      {...(newTab ? { target: '_blank', rel: 'noopener' } : {})}
    >
      {look.icon !== undefined && <Icon name={look.icon} flip={FLIPPED.has(look.icon)} />}
      {look.children}
    </a>
  );
}

const FLIPPED: ReadonlySet<IconName> = new Set([
  'arrow-left',
  'chevron-left',
  'chevron-right',
  'log-out',
  'send',
]);
