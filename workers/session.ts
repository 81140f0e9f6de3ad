import { DurableObject } from 'cloudflare:workers';

export class TutorSession extends DurableObject {}
