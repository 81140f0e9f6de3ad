import type { ComponentChildren } from 'preact';
import { Failed, Loading } from '../parts/states.tsx';
import { sentence } from './client.ts';
import type { Resource } from './resource.ts';

/** A resource in its three states: loading, failed with a way to ask again, or shown. */
export function Shown<Value>({
  of,
  lines,
  children,
}: {
  of: Resource<Value>;
  lines?: number;
  children: (value: Value) => ComponentChildren;
}) {
  const value = of.value.value;
  if (value !== undefined) return <>{children(value)}</>;
  const error = of.error.value;
  if (error !== undefined) return <Failed message={sentence(error)} onRetry={() => void of.reload()} />;
  return lines === undefined ? <Loading /> : <Loading lines={lines} />;
}
