import { z } from 'zod';

/** A learner in shapes: the profile they write, and the projection of what they know. */

export const Profile = z.object({
  interests: z.array(z.string().max(200)).max(50).default([]),
  goals: z.array(z.string().max(500)).max(50).default([]),
  learningStyle: z.string().max(200).nullable().default(null),
  preferences: z
    .record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean()]))
    .default({}),
});
export type Profile = z.infer<typeof Profile>;

/** Concept id → level 0–100 as of the last evidence; a projection of the attempts, rebuilt by learning. */
export const MasteryMap = z.record(z.string(), z.number().int().min(0).max(100));
export type MasteryMap = z.infer<typeof MasteryMap>;
