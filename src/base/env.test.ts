import { expect, test } from 'vitest';
import { readConfig } from './env.ts';

const needed = {
  DATABASE_URL: 'postgres://a',
  JWT_SECRET: 'a secret for tests only, thirty-two characters',
  ENCRYPTION_KEY: '00'.repeat(32),
  OPERATOR_TOKEN: 'an operator for tests only',
};
const ratesOf = (RATE_LIMITS?: string) => readConfig({ ...needed, RATE_LIMITS }).rates;
const usual = { requests: 100, uploads: 10, models: 50, logins: 5 };

test('a rate limit that is not named keeps its default', () => {
  expect(ratesOf()).toEqual(usual);
  expect(ratesOf('')).toEqual(usual);
  expect(ratesOf('models=200')).toEqual({ ...usual, models: 200 });
  expect(ratesOf(' logins = 9 , requests=1,')).toEqual({ ...usual, logins: 9, requests: 1 });
});

test.each([
  ['uploads=0', 'uploads=<whole number, at least 1>'],
  ['uploads=ten', 'not “ten”'],
  ['uploads=1.5', 'not “1.5”'],
  ['uploads', 'not “”'],
  ['upload=10', '“upload” is no limit: one of requests, uploads, models, logins'],
])('%s is refused, and it is said what a limit looks like', (given, message) => {
  expect(() => ratesOf(given)).toThrow(`RATE_LIMITS: ${message.startsWith('not') ? '' : message}`);
  expect(() => ratesOf(given)).toThrow(message);
});

test('what is missing is named, all at once, and no value is', () => {
  const configure = () => readConfig({ JWT_SECRET: 'too short', OPERATOR_TOKEN: 'short' });
  for (const name of ['DATABASE_URL', 'JWT_SECRET', 'ENCRYPTION_KEY', 'OPERATOR_TOKEN'])
    expect(configure).toThrow(name);
  expect(configure).not.toThrow('too short');
});
