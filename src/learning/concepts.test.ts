import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConceptOperation,
  type ConceptSet,
  changeConcepts,
  claimsToday,
  currentConcept,
  underCurrentConcepts,
} from './concept-set.ts';
import { mergeConcepts, normaliseName } from './concepts.ts';
import { edgesFromOrder, prerequisiteEdges, unmetPrerequisites } from './prerequisites.ts';

describe('names', () => {
  test.each([
    ['The Neural Networks', 'neural-network'],
    ['Résumés', 'resume'],
    ['ＡＢＣ', 'abc'],
    ['Newton’s laws', 'newton law'],
    ['Théorie', 'theorie'],
    ['Batteries', 'battery'],
    ['Classes', 'class'],
  ])('%s is %s', (a, b) => {
    expect(normaliseName(a)).toBe(normaliseName(b));
  });

  test.each([
    ['C', 'C++'],
    ['C#', 'C'],
    ['Type 1', 'Type 2'],
    ['physics', 'physic'],
    ['mass', 'mas'],
    ['क', 'कि'],
    ['analysis', 'analysi'],
  ])('%s is not %s', (a, b) => {
    expect(normaliseName(a)).not.toBe(normaliseName(b));
  });

  test('normalising twice changes nothing, and no name becomes empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(normaliseName(normaliseName(normaliseName(name)))).toBe(normaliseName(normaliseName(name)));
        if (name.trim() !== '') expect(normaliseName(name)).not.toBe('');
      }),
    );
  });
});

describe('merging names into concepts', () => {
  const existing = [
    { id: '1', name: 'Photosynthesis', aliases: ['light reaction'] },
    { id: '2', name: 'Type 1 diabetes', aliases: [] },
  ];
  const needs = (likeness: Record<string, number>) => {
    let made = 0;
    return {
      similarity: (a: string, b: string) => likeness[`${a}|${b}`] ?? 0,
      newId: () => {
        made += 1;
        return `new${made}`;
      },
    };
  };

  test('by name, by alias, by meaning, else as new; each way of writing is kept', () => {
    const { concepts, created, idByName } = mergeConcepts(
      existing,
      ['photosynthesis', 'Light Reactions', 'Assimilation of carbon', 'Respiration', ' ', 'respirations'],
      needs({ 'Photosynthesis|Assimilation of carbon': 0.95, 'Photosynthesis|Respiration': 0.8 }),
    );
    expect(idByName.get('photosynthesis')).toBe('1');
    expect(idByName.get('Light Reactions')).toBe('1');
    expect(idByName.get('Assimilation of carbon')).toBe('1');
    expect(idByName.get('Respiration')).toBe('new1');
    expect(idByName.get('respirations')).toBe('new1');
    expect(idByName.has(' ')).toBe(false);
    expect(concepts[0]?.aliases).toEqual([
      'light reaction',
      'photosynthesis',
      'Light Reactions',
      'Assimilation of carbon',
    ]);
    expect(created).toEqual([{ id: 'new1', name: 'Respiration', aliases: ['respirations'] }]);
  });

  test('numbers tell names apart, however alike they sound', () => {
    const { idByName } = mergeConcepts(
      existing,
      ['Type 2 diabetes'],
      needs({ 'Type 1 diabetes|Type 2 diabetes': 0.99 }),
    );
    expect(idByName.get('Type 2 diabetes')).toBe('new1');
  });
});

describe('prerequisites', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const anyProposals = fc.array(
    fc.record({
      from: fc.constantFrom(...ids, 'unknown'),
      to: fc.constantFrom(...ids),
      reason: fc.constant('r'),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 30 },
  );

  test('never hold a cycle, whatever is proposed, and do not depend on the order of proposals', () => {
    fc.assert(
      fc.property(anyProposals, (proposals) => {
        const edges = prerequisiteEdges(proposals, ids);
        const rest = new Set(ids);
        // Taking away what nothing leads to must use everything up.
        for (let removed = true; removed; ) {
          const free = [...rest].filter((id) => edges.every(({ from, to }) => to !== id || !rest.has(from)));
          removed = free.length > 0;
          for (const id of free) rest.delete(id);
        }
        expect([...rest]).toEqual([]);
        expect(new Set(edges.map(({ from, to }) => `${from}>${to}`)).size).toBe(edges.length);
        expect(prerequisiteEdges([...proposals].reverse(), ids)).toEqual(edges);
      }),
    );
  });

  test('the surer edge wins against the one that closes the cycle, and order in the source between equals', () => {
    const edge = (from: string, to: string, confidence: number) => ({
      from,
      to,
      reason: `${from} first`,
      confidence,
    });
    expect(prerequisiteEdges([edge('a', 'b', 0.4), edge('b', 'a', 0.9)], ids)).toEqual([
      { from: 'b', to: 'a', reason: 'b first' },
    ]);
    expect(prerequisiteEdges([edge('b', 'a', 0.5), edge('a', 'b', 0.5)], ids)).toEqual([
      { from: 'a', to: 'b', reason: 'a first' },
    ]);
  });

  test('order in a source binds only what is related, and says why', () => {
    const introduced = [
      { conceptId: 'a', name: 'Cells', relatedTo: [] },
      { conceptId: 'b', name: 'Weather', relatedTo: [] },
      { conceptId: 'c', name: 'Tissue', relatedTo: ['a'] },
    ];
    expect(edgesFromOrder(introduced, 'Biology')).toEqual([
      {
        from: 'a',
        to: 'c',
        reason: '“Biology” introduces Cells before the related Tissue.',
        confidence: 0.3,
      },
    ]);
  });

  test('what must still be learnt first: all under 70, and all unknown', () => {
    const edges = [
      { from: 'a', to: 'c', reason: '' },
      { from: 'b', to: 'c', reason: '' },
      { from: 'd', to: 'c', reason: '' },
    ];
    expect(unmetPrerequisites('c', edges, { a: 70, b: 69 })).toEqual(['b', 'd']);
  });
});

describe('merging and splitting what stands', () => {
  const set: ConceptSet = {
    concepts: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: `Name ${id}`, aliases: [`Alias ${id}`] })),
    links: [
      { nuggetId: 'n1', conceptId: 'a', weight: 0.4 },
      { nuggetId: 'n1', conceptId: 'b', weight: 0.9 },
      { nuggetId: 'n2', conceptId: 'a', weight: 1 },
      { nuggetId: 'n3', conceptId: 'c', weight: 1 },
    ],
    edges: [
      { from: 'a', to: 'c', reason: 'x' },
      { from: 'c', to: 'b', reason: 'y' },
      { from: 'c', to: 'd', reason: 'z' },
    ],
    mergedInto: {},
  };
  const change = (before: ConceptSet, operation: ConceptOperation) => {
    const outcome = changeConcepts(before, operation);
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome;
  };
  const sorted = ({ concepts, links, edges, mergedInto }: ConceptSet) => ({
    concepts: [...concepts].sort((a, b) => a.id.localeCompare(b.id)),
    links: links.map((link) => JSON.stringify(link)).sort(),
    edges: edges.map((edge) => JSON.stringify(edge)).sort(),
    mergedInto,
  });

  test('a merge moves names, links and evidence, keeps prerequisites free of cycles, and is undone exactly', () => {
    const { set: merged, inverse } = change(set, { kind: 'merge', from: 'a', into: 'b' });
    expect(merged.concepts.find(({ id }) => id === 'b')?.aliases).toEqual(['Alias b', 'Name a', 'Alias a']);
    expect(merged.links.filter(({ conceptId }) => conceptId === 'b')).toHaveLength(2);
    expect(merged.links.find(({ nuggetId }) => nuggetId === 'n1')?.weight).toBe(0.9);
    // a → c and c → b would be a circle around the merged concept: only one is left.
    expect(merged.edges.filter(({ from, to }) => from === 'b' || to === 'b')).toHaveLength(1);
    expect(merged.edges).toContainEqual({ from: 'c', to: 'd', reason: 'z' });
    expect(underCurrentConcepts([{ conceptId: 'a', score: 1 }], merged.mergedInto)).toEqual([
      { conceptId: 'b', score: 1 },
    ]);
    const undone = change(merged, inverse);
    expect(sorted(undone.set)).toEqual(sorted(set));
    expect(sorted(change(undone.set, undone.inverse).set)).toEqual(sorted(merged));
  });

  test('a split takes names and nuggets along, and is undone exactly', () => {
    const concept = { id: 'e', name: 'Alias a', aliases: [] };
    const { set: parted, inverse } = change(set, { kind: 'split', from: 'a', concept, nuggetIds: ['n2'] });
    expect(parted.concepts.find(({ id }) => id === 'a')?.aliases).toEqual([]);
    expect(parted.links.find(({ nuggetId }) => nuggetId === 'n2')?.conceptId).toBe('e');
    expect(sorted(change(parted, inverse).set)).toEqual(sorted(set));
  });

  test('what came to the concepts after a merge or a split survives its undoing', () => {
    const { set: merged, inverse } = change(set, { kind: 'merge', from: 'a', into: 'b' });
    const since: ConceptSet = {
      ...merged,
      concepts: merged.concepts.map((one) =>
        one.id === 'b' ? { ...one, aliases: [...one.aliases, 'New name'] } : one,
      ),
      links: [
        // One nugget came, one was read anew and is about something else, one has gone.
        ...merged.links.filter(({ nuggetId }) => nuggetId !== 'n1' && nuggetId !== 'n2'),
        { nuggetId: 'n9', conceptId: 'b', weight: 1 },
        { nuggetId: 'n2', conceptId: 'd', weight: 1 },
      ],
      edges: [...merged.edges, { from: 'd', to: 'b', reason: 'since' }],
    };
    const undone = change(since, inverse).set;
    expect(undone.concepts.find(({ id }) => id === 'b')?.aliases).toEqual(['Alias b', 'New name']);
    expect(undone.links.map(({ nuggetId, conceptId }) => `${nuggetId}${conceptId}`).sort()).toEqual([
      'n2d',
      'n3c',
      'n9b',
    ]);
    expect(undone.edges).toContainEqual({ from: 'd', to: 'b', reason: 'since' });
    expect(undone.edges).toContainEqual({ from: 'a', to: 'c', reason: 'x' });

    const concept = { id: 'e', name: 'Name e', aliases: [] };
    const parted = change(set, { kind: 'split', from: 'a', concept, nuggetIds: [] });
    const grown: ConceptSet = {
      ...parted.set,
      concepts: parted.set.concepts.map((one) => (one.id === 'e' ? { ...one, aliases: ['New'] } : one)),
      links: [...parted.set.links, { nuggetId: 'n9', conceptId: 'e', weight: 1 }],
      edges: [...parted.set.edges, { from: 'e', to: 'd', reason: 'since' }],
    };
    const rejoined = change(grown, parted.inverse).set;
    expect(rejoined.concepts.find(({ id }) => id === 'a')?.aliases).toEqual(['Alias a', 'New']);
    expect(rejoined.links).toContainEqual({ nuggetId: 'n9', conceptId: 'a', weight: 1 });
    expect(rejoined.edges).toContainEqual({ from: 'a', to: 'd', reason: 'since' });
    expect(rejoined.links.filter(({ nuggetId }) => nuggetId !== 'n9')).toHaveLength(set.links.length);
  });

  test('an undoing that was kept before it knew what its operation made puts back what it holds', () => {
    const { set: merged, inverse } = change(set, { kind: 'merge', from: 'a', into: 'b' });
    if (inverse.kind !== 'restore') throw new Error('a merge is undone by putting back');
    const { touched, before } = inverse;
    expect(sorted(change(merged, { kind: 'restore', touched, before }).set)).toEqual(sorted(set));
  });

  test('what cannot be done is said, and chains of merges end', () => {
    expect(changeConcepts(set, { kind: 'merge', from: 'a', into: 'a' })).toEqual({
      ok: false,
      reason: 'same_concept',
    });
    expect(changeConcepts(set, { kind: 'merge', from: 'x', into: 'a' })).toEqual({
      ok: false,
      reason: 'unknown_concept',
    });
    const taken = { id: 'b', name: '', aliases: [] };
    expect(changeConcepts(set, { kind: 'split', from: 'a', concept: taken, nuggetIds: [] })).toEqual({
      ok: false,
      reason: 'id_taken',
    });
    expect(currentConcept({ a: 'b', b: 'c' }, 'a')).toBe('c');
    expect(['a', 'b']).toContain(currentConcept({ a: 'b', b: 'a' }, 'a'));
  });

  test('what a choice says counts for the concepts of today, once each, and not knowing a part is not knowing', () => {
    const mergedInto = { a: 'b', b: 'c' };
    const choice = { text: 'On', revealsGap: ['a', 'x'], confirmsMastery: ['b', 'y', 'y'] };
    expect(claimsToday(choice, mergedInto)).toEqual({
      text: 'On',
      revealsGap: ['c', 'x'],
      confirmsMastery: ['y'],
    });
    expect(claimsToday(choice, {})).toEqual({ ...choice, confirmsMastery: ['b', 'y'] });
  });

  const anyOperation = fc.oneof(
    fc.record({
      kind: fc.constant('merge' as const),
      from: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      into: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    }),
    fc.record({
      kind: fc.constant('split' as const),
      from: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      concept: fc.constantFrom('e', 'f', 'g').map((id) => ({ id, name: `Name ${id}`, aliases: [] })),
      nuggetIds: fc.subarray(['n1', 'n2', 'n3']),
    }),
  );

  test('operations undone in reverse order leave no trace; in any order nothing is orphaned', () => {
    fc.assert(
      fc.property(
        fc.array(anyOperation, { maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 6 }),
        (operations, undoing) => {
          let now = set;
          const inverses: ConceptOperation[] = [];
          for (const operation of operations) {
            const outcome = changeConcepts(now, operation);
            if (!outcome.ok) continue;
            now = outcome.set;
            inverses.push(outcome.inverse);
          }
          let mixed = now;
          for (const index of undoing) {
            const inverse = inverses[index];
            if (inverse !== undefined) mixed = change(mixed, inverse).set;
          }
          const ids = new Set(mixed.concepts.map(({ id }) => id));
          expect(ids.size).toBe(mixed.concepts.length);
          for (const id of ['a', 'b', 'c', 'd']) expect(ids).toContain(currentConcept(mixed.mergedInto, id));
          expect(mixed.links.every(({ conceptId }) => ids.has(conceptId))).toBe(true);
          expect(mixed.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
          for (const inverse of inverses.reverse()) now = change(now, inverse).set;
          expect(sorted(now)).toEqual(sorted(set));
        },
      ),
      { numRuns: 300 },
    );
  });
});
