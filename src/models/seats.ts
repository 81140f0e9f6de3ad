import type { ToolCallMessage } from './port.ts';

/**
 * Which call of which round a tool is running for. The runner hands a tool its arguments only; but it parses the calls
 * of a round one after another, in their order, before any of them runs.
 */
export class Seats {
  round: number;
  private calls: readonly ToolCallMessage[] = [];
  private place = 0;

  constructor(firstRound: number) {
    this.round = firstRound;
  }

  /** The calls of the round that is about to run. */
  take(calls: readonly ToolCallMessage[]): void {
    this.calls = calls;
    this.place = 0;
  }

  /** The next call by this name. Calls of unknown tools are passed over: nobody runs them. */
  seat(name: string): { round: number; index: number } {
    const found = this.calls.findIndex((call, index) => index >= this.place && call.name === name);
    const index = found === -1 ? this.place : found;
    this.place = index + 1;
    return { round: this.round, index };
  }

  nextRound(): void {
    this.round += 1;
  }
}
