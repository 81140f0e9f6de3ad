import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Passwords are kept as `scrypt$1$<salt>$<hash>` (base64url); the number names the parameters, so that stronger ones
 * can come without breaking old hashes. N=16384, r=8, p=1 takes 28–50 ms and 16 MiB.
 */
const VERSION = '1';
const PARAMETERS = { N: 16_384, r: 8, p: 1, maxmem: 32 * 1024 * 1024 } satisfies ScryptOptions;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** What an account holds whose owner has not chosen a password yet: no password verifies against it. */
export const NO_PASSWORD = '-';

/** A hash that no password has, so that an unknown e-mail costs the same time as a wrong password. */
const DUMMY = ['scrypt', VERSION, 'AAAAAAAAAAAAAAAAAAAAAA', 'AAAA'].join('$');

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt);
  return ['scrypt', VERSION, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long where there is no hash (`undefined`, or none chosen yet) as where there is one; then it is false. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const known = stored !== undefined && stored !== NO_PASSWORD;
  const [scheme, version, salt = '', hash = ''] = (known ? stored : DUMMY).split('$');
  if (scheme !== 'scrypt' || version !== VERSION) throw new Error(`a password hash of a form not known here`);
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** NFC: the same letters typed on two keyboards are the same password. */
function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((done, fail) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, PARAMETERS, (error, key) =>
      error === null ? done(key) : fail(error),
    );
  });
}
