import { DurableObject } from 'cloudflare:workers';

export class RequestGate extends DurableObject {}
