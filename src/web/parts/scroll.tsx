import type { ComponentChildren, Ref } from 'preact';

/** A part that scrolls by itself. It takes the focus, because a keyboard can scroll only what it can focus. */
export function Scroll({
  label,
  children,
  scrollRef,
  ...rest
}: {
  /** What it is, where its content does not say so. */
  label?: string;
  class?: string;
  children: ComponentChildren;
  scrollRef?: Ref<HTMLDivElement>;
}) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the label comes together with the role
    <div
      {...rest}
      ref={scrollRef ?? null}
      tabIndex={0}
      role={label === undefined ? undefined : 'region'}
      aria-label={label}
    >
      {children}
    </div>
  );
}
