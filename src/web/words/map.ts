import { catalogue } from './language.ts';
import { plural } from './numbers.ts';

const english = {
  title: 'Paths',
  lead: 'The ways through your documents, and the ideas they are hung on.',
  view: 'Show',
  views: { map: 'Map', concepts: 'Concepts' },
  document: 'Document',
  none: 'There are no paths yet. They are laid once nuggets are ready.',
  zoomIn: 'Closer',
  zoomOut: 'Further away',
  help: 'Arrow keys go from node to node.',
  untitled: 'Untitled',
  difficulty: (n: number) => `difficulty ${n} of 10`,
  teaches: 'Teaches',
  needs: 'Needs first',
  waysOn: 'Ways on',
  noWays: 'It ends here.',
  edit: 'Open the nugget',
  close: 'Close',
  notLive: 'Not published',
  ways: (n: number) => plural('en', n, { one: '# way on', other: '# ways on' }),
  concepts: {
    search: 'Search concepts',
    aliases: (names: string) => `also: ${names}`,
    nuggets: (n: number) => plural('en', n, { one: '# nugget', other: '# nuggets' }),
    needs: (names: string) => `needs ${names}`,
    more: (name: string) => `More on ${name}`,
    merge: 'Merge into another',
    mergeTitle: (name: string) => `Merge ${name} into`,
    mergeText: 'Evidence on it counts for the other from then on. It can be undone.',
    mergeAction: 'Merge',
    split: 'Split',
    splitTitle: (name: string) => `Split ${name}`,
    splitText: 'Choose what belongs to the new concept.',
    splitName: 'Name of the new concept',
    splitAction: 'Split',
    merged: (from: string, into: string) => `${from} is part of ${into} now.`,
    isSplit: (name: string) => `${name} is a concept of its own now.`,
    undone: 'It is as it was.',
    into: 'Into which',
    none: 'No concept fits.',
  },
};

export type MapWords = typeof english;

export const words = catalogue<MapWords>(english, { de: async () => (await import('./map.de.ts')).german });
