import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeAddress, judgeUrl } from './url-guard.ts';

const allowed = (url: string, exempt: readonly string[] = []) => judgeUrl(url, exempt).allowed;

describe('refused', () => {
  test.each([
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://2130706433/',
    'http://１２７.０.０.１/',
    'http://127.0.0.1./',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:a00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[3fff::1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://168.63.129.16/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://localhost/',
    'http://LocalHost./',
    'http://wiki/',
    'http://nas.home.arpa/',
    'http://metadata.google.internal/',
    'http://api.svc.cluster.local/',
    'http://a..b/',
    'https://user@example.org/',
    'https://example.org:22/',
    'https://example.org:6379/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a url',
    '',
  ])('%s', (url) => {
    expect(allowed(url)).toBe(false);
  });

  test('every private IPv4 address in every spelling', () => {
    const privates = fc.oneof(
      fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.integer({ min: 224, max: 255 }), fc.nat(255), fc.nat(255), fc.nat(255)),
    );
    fc.assert(
      fc.property(privates, ([a, b, c, d]) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const spellings = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `0${a.toString(8)}.0x${b.toString(16)}.${c * 256 + d}`,
          `${a}%2e${b}.${c}.${d}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[64:ff9b::${a}.${b}.${c}.${d}]`,
        ];
        return spellings.every((host) => !allowed(`http://${host}/`));
      }),
    );
  });
});

describe('allowed', () => {
  test.each([
    'https://example.org/',
    'http://example.org:8080/x',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://münchen.example/',
    'https://example.org/?u=http://127.0.0.1/',
    'https://localhost.example.org/',
  ])('%s', (url) => {
    expect(allowed(url)).toBe(true);
  });

  test('an exemption holds for exactly its host and port', () => {
    const exempt = ['127.0.0.1:9000', 'localhost:80', '[::1]:81'];
    expect(allowed('http://127.0.0.1:9000/a', exempt)).toBe(true);
    expect(allowed('http://2130706433:9000/a', exempt)).toBe(true);
    expect(allowed('http://localhost/', exempt)).toBe(true);
    expect(allowed('http://[::1]:81/', exempt)).toBe(true);
    expect(allowed('http://127.0.0.1:9001/a', exempt)).toBe(false);
    expect(allowed('http://127.0.0.2:9000/a', exempt)).toBe(false);
    expect(allowed('ftp://127.0.0.1:9000/a', exempt)).toBe(false);
  });
});

test('resolved addresses', () => {
  expect(judgeAddress('93.184.216.34')).toBe(true);
  expect(judgeAddress('10.1.2.3')).toBe(false);
  expect(judgeAddress('::ffff:8.8.8.8')).toBe(false);
  expect(judgeAddress('nonsense')).toBe(false);
});
