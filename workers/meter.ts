import { DurableObject } from 'cloudflare:workers';

export class BudgetMeter extends DurableObject {}
