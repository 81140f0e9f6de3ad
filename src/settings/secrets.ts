import { z } from 'zod';

/**
 * Secrets at rest: AES-256-GCM under the deployment's ENCRYPTION_KEY. The place where a secret is kept is part of
 * what is authenticated, so that an envelope copied into another organization's row opens nothing.
 */
export const Envelope = z.object({
  /** First 8 hex digits of the key's SHA-256: which key sealed it. */
  keyId: z.string(),
  iv: z.string(),
  /** Ciphertext and tag. */
  sealed: z.string(),
  /** All that is ever shown. */
  last4: z.string(),
});
export type Envelope = z.infer<typeof Envelope>;

const IV_BYTES = 12;

export async function seal(secret: string, encryptionKey: string, place: string): Promise<Envelope> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) },
    await importKey(encryptionKey),
    new TextEncoder().encode(secret),
  );
  return {
    keyId: await keyIdOf(encryptionKey),
    iv: Buffer.from(iv).toString('base64'),
    sealed: Buffer.from(sealed).toString('base64'),
    last4: secret.slice(-4),
  };
}

/** Throws where the envelope was sealed under another key, for another place, or was tampered with. */
export async function unseal(envelope: Envelope, encryptionKey: string, place: string): Promise<string> {
  if (envelope.keyId !== (await keyIdOf(encryptionKey)))
    throw new Error(`a stored secret was sealed under another ENCRYPTION_KEY (${envelope.keyId})`);
  const opened = await crypto.subtle.decrypt(
    {
      name: 'AES-GCM',
      iv: Buffer.from(envelope.iv, 'base64'),
      additionalData: new TextEncoder().encode(place),
    },
    await importKey(encryptionKey),
    Buffer.from(envelope.sealed, 'base64'),
  );
  return new TextDecoder().decode(opened);
}

const importKey = (hex: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', Buffer.from(hex, 'hex'), 'AES-GCM', false, ['encrypt', 'decrypt']);

async function keyIdOf(hex: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(hex, 'hex'));
  return Buffer.from(digest).toString('hex').slice(0, 8);
}
