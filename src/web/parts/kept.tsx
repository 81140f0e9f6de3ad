import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';

/** Draws its children again only when one of `of` is another: what stands already costs a long list nothing. */
export function Kept({ of, children }: { of: readonly unknown[]; children: () => ComponentChildren }) {
  return useMemo(children, [...of]);
}
