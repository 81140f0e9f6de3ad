import { ago, day, number, plural } from './numbers.ts';
import type { ProgressWords } from './progress.ts';

export const german: ProgressWords = {
  title: 'Was ich kann',
  lead: 'Unsere beste Schätzung, wie sicher sie ist, und wohin es geht, wenn Sie nichts tun.',
  none: 'Noch ist nichts gemessen',
  noneText:
    'Beantworten Sie in einer Lektion eine Frage, dann steht hier, was Sie können, mit den Belegen dafür.',
  home: 'Zurück zum Start',
  sort: 'Reihenfolge',
  sorts: { recent: 'Neuestes', weak: 'Schwächstes', fading: 'Verblasst zuerst' },
  gap: 'Lücke',
  answers: (n) => plural('de', n, { one: '# Beleg', other: '# Belege' }),
  few: 'noch wenige Antworten',
  fades: (days) =>
    days === 0
      ? 'Unter dem, was die nächsten Schritte brauchen'
      : `Bleibt ${plural('de', days, { one: '# Tag', other: '# Tage' })} über dem, was die nächsten Schritte brauchen`,
  lasts: 'Bleibt ein Jahr und länger über dem, was die nächsten Schritte brauchen',
  history: 'Bisher, und ohne Wiederholung',
  level: 'Stand',
  today: 'heute',
  inDays: (n) => plural('de', n, { one: 'in # Tag', other: 'in # Tagen' }),
  evidence: 'Belege',
  change: (change) => number(change, { signDisplay: 'exceptZero' }),
  at: (time) => day(time),
  seen: (time) => `letzter Beleg ${ago(time)}`,
  review: 'Fälliges wiederholen',
};
