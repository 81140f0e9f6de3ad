import { plural } from './numbers.ts';
import type { WatchingWords } from './watching.ts';

export const german: WatchingWords = {
  view: 'Quellen aus',
  views: { files: 'Dateien', urls: 'Webseiten', folders: 'Ordnern' },
  urls: {
    lead: 'Eine Seite im Netz wird neu gelesen, sobald sie sich ändert.',
    add: 'Seite beobachten',
    edit: 'Bearbeiten',
    editTitle: 'Seite bearbeiten',
    none: 'Noch wird keine Seite beobachtet',
    noneText: 'Geben Sie die Adresse einer Seite an, und ihre Nuggets folgen dem, was dort steht.',
    url: 'Adresse',
    interval: 'Alle … Minuten nachsehen',
    intervalHint: 'Von 1 Minute bis 1.440, einem Tag.',
    selector: 'Teil der Seite',
    selectorHint:
      'Ein CSS-Selektor wie „main“ oder „#artikel“. Leer für das, was sich wie der Artikel liest.',
    enabled: 'Von selbst nachsehen',
    auto: 'Aus Geändertem Nuggets machen',
    save: 'Speichern',
    saving: 'Wird gespeichert',
    check: 'Jetzt nachsehen',
    checking: 'Sieht nach',
    checked: {
      unchanged: 'Es steht dasselbe dort wie zuvor.',
      queued: 'Sie hat sich geändert und wird gelesen.',
      failed: 'Sie konnte nicht gelesen werden.',
    },
    last: (time) => `zuletzt ${time}`,
    next: (time) => `wieder ${time}`,
    never: 'noch nicht angesehen',
    paused: 'angehalten',
    failures: (n) =>
      plural('de', n, {
        one: 'Es schlug einmal fehl. Ein neuer Versuch folgt von selbst.',
        other: 'Es schlug #-mal nacheinander fehl. Die nächsten Versuche kommen in wachsenden Abständen.',
      }),
    history: 'Verlauf',
    noHistory: 'Sie wurde noch nicht gelesen.',
    more: (url) => `Mehr zu ${url}`,
    remove: 'Nicht mehr beobachten',
    removed: (url) => `${url} wird nicht mehr beobachtet. Die Nuggets bleiben.`,
  },
  folders: {
    lead: 'Dateien, die andere unter einem Pfad im Speicher ablegen, werden von selbst aufgenommen.',
    add: 'Ordner beobachten',
    editTitle: 'Ordner bearbeiten',
    none: 'Noch wird kein Ordner beobachtet',
    noneText: 'Nennen Sie einen Pfad im Speicher Ihrer Organisation. Was dort ankommt, wird zu Nuggets.',
    path: 'Pfad',
    pathHint: 'Etwa „handbuecher/2026“. Leer für den ganzen Speicher.',
    whole: 'Der ganze Speicher',
    types: 'Arten von Dateien',
    recursive: 'Auch Ordner darin',
    enabled: 'Beobachten',
    auto: 'Aus Ankommendem Nuggets machen',
    sync: 'Jetzt aufnehmen',
    syncing: 'Sieht nach',
    synced: (n) =>
      n === 0
        ? 'Es gibt nichts Neues.'
        : plural('de', n, { one: '# Datei wird gelesen.', other: '# Dateien werden gelesen.' }),
    more: (path) => `Mehr zu ${path}`,
    removed: (path) => `${path} wird nicht mehr beobachtet. Die Nuggets bleiben.`,
  },
  text: {
    act: 'Text schreiben',
    title: 'Ein eigener Text',
    name: 'Titel',
    content: 'Text',
    contentHint: 'Markdown wird verstanden. Eine Überschrift beginnt einen neuen Teil.',
    save: 'Nuggets daraus machen',
    saving: 'Wird übergeben',
    incomplete: 'Es braucht einen Titel und einen Text.',
  },
  letters: {
    title: (n) =>
      plural('de', n, { one: '# Arbeit wurde aufgegeben', other: '# Arbeiten wurden aufgegeben' }),
    lead: 'Sie wurden immer wieder versucht. Ist die Ursache behoben, geben Sie ihnen einen neuen Versuch.',
    again: 'Erneut versuchen',
    redriven: 'Es wird jetzt erneut versucht.',
  },
};
