import { describe, expect, test } from 'vitest';
import { type DraftQuestion, faultOf } from './question-check.ts';
import { readSource } from './trace.ts';

const SOURCE = readSource(
  'Spores of Bacillus cereus survive ordinary boiling. Wash your hands, dry them, then touch the food. ' +
    'A fridge should be kept at 5 °C or below. Staphylococcus aureus lives on the skin and makes a toxin.',
  'en',
);
const QUOTE = 'Spores of Bacillus cereus survive ordinary boiling.';

const choice: DraftQuestion = {
  kind: 'choice',
  question: 'What survives ordinary boiling?',
  options: ['Spores of Bacillus cereus', 'Norovirus', 'Listeria', 'Campylobacter'],
  answer: 'Spores of Bacillus cereus',
  quote: QUOTE,
};
const cloze: DraftQuestion = {
  kind: 'cloze',
  question: 'A fridge should be kept at _____ °C or below.',
  options: [],
  answer: '5',
  quote: 'A fridge should be kept at 5 °C or below.',
};
const open: DraftQuestion = {
  kind: 'open',
  question: 'Why does boiling rice not make it safe?',
  options: [],
  answer: 'Spores of Bacillus cereus survive boiling.',
  quote: QUOTE,
};
const truth: DraftQuestion = {
  kind: 'truefalse',
  question: 'True or false? Spores of Bacillus cereus survive boiling.',
  options: ['true', 'false'],
  answer: 'true',
  quote: QUOTE,
};
const ordering: DraftQuestion = {
  kind: 'ordering',
  question: 'Put these in order.',
  options: ['touch the food', 'Wash your hands', 'dry them'],
  answer: 'Wash your hands\ndry them\ntouch the food',
  quote: 'Wash your hands, dry them, then touch the food.',
};

test.each([choice, cloze, open, truth, ordering])('a sound question of kind $kind holds', (question) => {
  expect(faultOf(question, SOURCE)).toBeUndefined();
});

test('a false statement about the quotation holds, one that is true does not', () => {
  const wrong = {
    ...truth,
    question: 'Spores of Bacillus cereus do not survive ordinary boiling.',
    answer: 'false',
  };
  expect(faultOf(wrong, SOURCE)).toBeUndefined();
  expect(faultOf({ ...truth, answer: 'false' }, SOURCE)).toBe('an option is right too');
});

describe('what does not hold', () => {
  const cases: [string, DraftQuestion, string][] = [
    ['an invented quotation', { ...choice, quote: 'Spores survive three hours of steam.' }, 'no quote'],
    ['no quotation', { ...open, quote: '' }, 'no quote'],
    [
      'no right option',
      { ...choice, options: ['Norovirus', 'Listeria', 'Campylobacter'] },
      'not one right option',
    ],
    [
      'the right option twice',
      { ...choice, options: ['spores of bacillus cereus', 'Spores of Bacillus cereus', 'Listeria'] },
      'not one right option',
    ],
    [
      'all of the above',
      { ...choice, options: ['Spores of Bacillus cereus', 'Listeria', 'All of the above'] },
      'not one right option',
    ],
    [
      'an option that the quotation bears out as well',
      { ...choice, options: ['Spores of Bacillus cereus', 'Spores', 'Listeria'] },
      'an option is right too',
    ],
    [
      'a question that says the answer',
      { ...choice, question: 'Do Spores of Bacillus cereus survive ordinary boiling?' },
      'gives the answer away',
    ],
    [
      'a right option that stands out by its length',
      {
        ...choice,
        answer: 'Spores of Bacillus cereus survive ordinary boiling',
        options: ['Spores of Bacillus cereus survive ordinary boiling', 'Norovirus', 'Listeria'],
      },
      'gives the answer away',
    ],
    ['an answer from elsewhere', { ...choice, answer: 'Norovirus' }, 'answer not in the quote'],
    ['a gap filled wrongly', { ...cloze, answer: '8' }, 'answer not in the quote'],
    [
      'a gap within a name',
      {
        ...cloze,
        question: 'Staphylococcus au_____ lives on the skin and makes a toxin.',
        answer: 'reus',
        quote: 'Staphylococcus aureus lives on the skin and makes a toxin.',
      },
      'malformed',
    ],
    ['two gaps', { ...cloze, question: 'A _____ should be kept at _____ °C.' }, 'malformed'],
    [
      'a gap whose answer stands beside it',
      { ...cloze, question: 'At 5 °C: A fridge should be kept at _____ °C or below.' },
      'gives the answer away',
    ],
    [
      'an unproven open answer',
      { ...open, answer: 'Because rice absorbs poison' },
      'answer not in the quote',
    ],
    [
      'an open question that holds its answer',
      { ...open, question: 'Is it so that spores of Bacillus cereus survive boiling?' },
      'gives the answer away',
    ],
    ['a statement that is asked', { ...truth, question: 'Do spores survive boiling?' }, 'malformed'],
    [
      'a wrong order',
      { ...ordering, answer: 'dry them\nWash your hands\ntouch the food' },
      'answer not in the quote',
    ],
    ['two items', { ...ordering, options: ['a', 'b'], answer: 'a\nb' }, 'malformed'],
  ];
  test.each(cases)('%s', (_, question, fault) => {
    expect(faultOf(question, SOURCE)).toBe(fault);
  });
});
