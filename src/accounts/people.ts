import { z } from 'zod';

/** A learner in shapes: the profile they write, and the projection of what they know. */

/** Postgres can hold neither NUL nor lone surrogates in JSON. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => !s.includes('\0') && s.isWellFormed(), 'text may hold neither NUL nor lone surrogates');

const interests = z.array(text(200)).max(50);
const goals = z.array(text(500)).max(50);
const learningStyle = text(200).nullable();
const preferences = z.record(text(100), z.union([text(2000), z.number(), z.boolean()]));

export const Profile = z.object({
  interests: interests.default([]),
  goals: goals.default([]),
  learningStyle: learningStyle.default(null),
  preferences: preferences.default({}),
});
export type Profile = z.infer<typeof Profile>;

/** What of a profile is to change: fields left out stay as they are. */
export const ProfilePatch = z.object({
  interests: interests.optional(),
  goals: goals.optional(),
  learningStyle: learningStyle.optional(),
  preferences: preferences.optional(),
});
export type ProfilePatch = z.infer<typeof ProfilePatch>;

/** Concept id → level 0–100 as of the last evidence; a projection of the attempts, rebuilt by learning. */
export const MasteryMap = z.record(z.string(), z.number().int().min(0).max(100));
export type MasteryMap = z.infer<typeof MasteryMap>;
