import { z } from 'zod';
import type { LearnerId, OrganizationId, UserId } from './ids.ts';

/** Whoever a request speaks for, once sign-in and gate have said so. Every user has a learner profile. */

export const Role = z.enum(['admin', 'instructor', 'learner']);
export type Role = z.infer<typeof Role>;

export type Person = {
  userId: UserId;
  learnerId: LearnerId;
  organizationId: OrganizationId;
  role: Role;
};
