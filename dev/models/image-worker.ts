/** The thread that draws: a tenth of a second of work that no stream should wait for. */
import { type Card, drawCard } from './card.ts';
import { answerCalls } from './thread-answers.ts';

answerCalls((card: Card): Promise<Uint8Array> => drawCard(card));
