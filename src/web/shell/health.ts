import { computed } from '@preact/signals';
import { get } from '../api/client.ts';
import { resource } from '../api/resource.ts';

/** What the pages want to know of the system: whether the bundled offline models answer in place of a provider. */
type Health = { status: 'ok' | 'degraded'; checks: { models?: { status: string; offline?: boolean } } };

export const health = resource(() => get<Health>('/api/health'));

export const modelsAreOffline = computed(() => health.value.value?.checks.models?.offline === true);
