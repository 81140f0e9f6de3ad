import { describe, expect, it } from 'vitest';
import { findContradiction } from './contradiction.ts';

/** Reference, an answer that turns it round, and one that does not. */
const CASES: [kind: string, reference: string, wrong: string, right: string][] = [
  [
    'reversed',
    'Insulin lowers blood sugar, while glucagon raises it.',
    'Glucagon lowers blood sugar, while insulin raises it.',
    'Blood sugar is lowered by insulin and raised by glucagon.',
  ],
  [
    'reversed',
    'When prey becomes scarce, the number of predators falls.',
    'When predators become scarce, the number of prey falls.',
    'The number of predators falls when prey is scarce.',
  ],
  [
    'reversed',
    'Antibiotics kill bacteria but have no effect on viruses.',
    'Antibiotics kill viruses but have no effect on bacteria.',
    'They kill bacteria and do not affect viruses.',
  ],
  [
    'reversed',
    'Gold is heavier than silver.',
    'Silver is heavier than gold.',
    'Silver is lighter than gold.',
  ],
  [
    'negated',
    'Plants take in carbon dioxide and release oxygen.',
    'Plants take in carbon dioxide but fail to release oxygen.',
    'Carbon dioxide is taken in by plants, oxygen is released.',
  ],
  [
    'negated',
    'Bees cannot dry syrup when nights are cold.',
    'Bees can dry syrup when nights are cold.',
    'When nights are cold bees cannot dry syrup.',
  ],
  [
    'negated',
    'A whale is a mammal and not a fish.',
    'A whale is not a mammal but a fish.',
    'No: whales are mammals.',
  ],
  [
    'number',
    'A colony needs between 12 and 20 kilograms of stored food.',
    'A colony needs between 12 and 20 grams of stored food.',
    'Between 12 and 20 kg of stored food.',
  ],
  [
    'number',
    'The employer must pay the employee at least once a month.',
    'The employer must pay the employee at least once a year.',
    'At least once a month the employer has to pay the employee.',
  ],
  [
    'changed',
    'The pull of the moon causes the tides.',
    'The pull of the sun causes the tides.',
    'Tides are caused by the pull of the moon.',
  ],
  [
    'reversed',
    'The heart pumps blood into the arteries.',
    'The arteries pump blood into the heart.',
    'Blood is pumped into the arteries by the heart.',
  ],
  ['reversed', 'Bees pollinate flowers.', 'Flowers pollinate bees.', 'Flowers are pollinated by bees.'],
  [
    'reversed',
    'When the water is too warm, corals drive out the algae that live in their tissue.',
    'Algae drive out corals when the water is too warm.',
    'Corals drive out their algae in warm water.',
  ],
  ['reversed', 'The Earth orbits the Sun.', 'The Sun orbits the Earth.', 'The Sun is orbited by the Earth.'],
  [
    'reversed',
    'A whale is larger than a shark.',
    'A shark is larger than a whale.',
    'Whales are larger than sharks.',
  ],
  [
    'reversed',
    'The nucleus is part of the cell.',
    'The cell is part of the nucleus.',
    'It is the nucleus that is part of the cell.',
  ],
  [
    'reversed',
    'The coral starves because its algae leave.',
    'The algae leave because the coral starves.',
    'Because the algae leave, the coral starves.',
  ],
  [
    'reversed',
    'Water flows from the river to the sea.',
    'Water flows from the sea to the river.',
    'It flows out of the river and on to the sea.',
  ],
  [
    'negated',
    'A bleached coral is not dead.',
    'A bleached coral is dead.',
    'Bleached corals are not yet dead.',
  ],
  [
    'negated',
    'Plants release oxygen in daylight.',
    "Plants don't release oxygen in daylight.",
    'In daylight plants give off oxygen.',
  ],
  [
    'negated',
    'Water boils at 100 degrees at sea level.',
    'Water never boils at 100 degrees at sea level.',
    'At sea level, 100 degrees is where water boils.',
  ],
  [
    'reversed',
    'Warm air rises above cold air.',
    'Warm air rises below cold air.',
    'Warm air rises; it goes above cold air.',
  ],
  [
    'opposite',
    'Raising the price decreases demand.',
    'Raising the price increases demand.',
    'Demand decreases when the price is raised.',
  ],
  [
    'number',
    'The reef is 2300 kilometres long.',
    'The reef is 900 kilometres long.',
    'It is 2,300 kilometres long.',
  ],
];

describe('contradictions', () => {
  it.each(CASES)('finds what is %s in “%s”', (kind, reference, wrong, right) => {
    expect(findContradiction(reference, wrong)?.kind).toBe(kind);
    expect(findContradiction(reference, right)).toBeUndefined();
    expect(findContradiction(reference, reference)).toBeUndefined();
  });

  it('lets the two halves of a contrast stand in any order', () => {
    const reference = 'Corals are animals, not plants.';
    expect(findContradiction(reference, 'They are not plants, corals are animals.')).toBeUndefined();
    expect(findContradiction(reference, 'Corals are plants.')?.kind).toBe('negated');
  });
});
