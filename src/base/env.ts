import { z } from 'zod';

/** The one place that reads configuration: strings from the platform in, typed and checked settings out. */

/** Per minute; log-ins per 15 minutes. */
const DEFAULT_RATES = { requests: 100, uploads: 10, models: 50, logins: 5 };

const RateName = z.enum(['requests', 'uploads', 'models', 'logins']);

/** `name=number` pairs between commas; what is not named keeps its default. */
const rates = z
  .string()
  .default('')
  .transform((text, context) => {
    const limits = { ...DEFAULT_RATES };
    for (const part of text.split(',').map((one) => one.trim())) {
      if (part === '') continue;
      const [left = '', right = ''] = part.split(/\s*=\s*/, 2);
      const name = RateName.safeParse(left).data;
      const known = `one of ${RateName.options.join(', ')}`;
      if (name === undefined) context.addIssue(`“${left}” is no limit: ${known}`);
      else if (!/^[1-9]\d{0,14}$/.test(right))
        context.addIssue(`${name}=<whole number, at least 1>, not “${right}”`);
      else limits[name] = Number(right);
    }
    return limits;
  });

/** Seconds from `3d`, `12h`, `30m`, `45s` or a plain number of seconds. */
const duration = z
  .string()
  .regex(/^\d+[smhd]?$/, 'a number of seconds, or one with s, m, h or d')
  .transform(
    (text) => Number.parseInt(text, 10) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[text.slice(-1)] ?? 1),
  );

const optional = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : text));

const Settings = z.object({
  DATABASE_URL: z.string().min(1),
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: optional,
  ELEVENLABS_API_KEY: optional,
  ELEVENLABS_BASE_URL: optional,
  JWT_SECRET: z.string().min(32),
  /** 32 bytes as 64 hex digits: the AES-256-GCM key of stored secrets. */
  ENCRYPTION_KEY: z.string().regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits'),
  OPERATOR_TOKEN: z.string().min(16),
  MAX_UPLOAD_MB: z.coerce.number().positive().default(50),
  JWT_EXPIRES_IN: duration.default(259_200),
  RATE_LIMITS: rates,
  ALLOW_PRIVATE_URLS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  /** 'offline' where the bundled models answer: the pages then say so. */
  MODELS: z.enum(['provider', 'offline']).default('provider'),
});

export type Config = {
  databaseUrl: string;
  openai: { apiKey: string | undefined; baseUrl: string | undefined };
  elevenlabs: { apiKey: string | undefined; baseUrl: string | undefined };
  jwtSecret: string;
  encryptionKey: string;
  operatorToken: string;
  maxUploadBytes: number;
  /** Seconds. */
  tokenLifetime: number;
  /** Per minute; log-ins per 15 minutes. */
  rates: { requests: number; uploads: number; models: number; logins: number };
  /** `host:port` entries exempt from the refusal of private addresses. */
  allowPrivateUrls: readonly string[];
  offlineModels: boolean;
};

/** Parses the platform's bindings; throws an error that names each variable that is missing or wrong (never what a secret holds). */
export function readConfig(env: unknown): Config {
  const parsed = Settings.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Configuration is incomplete. ${problems.join('; ')}`);
  }
  const s = parsed.data;
  return {
    databaseUrl: s.DATABASE_URL,
    openai: { apiKey: s.OPENAI_API_KEY, baseUrl: s.OPENAI_BASE_URL },
    elevenlabs: { apiKey: s.ELEVENLABS_API_KEY, baseUrl: s.ELEVENLABS_BASE_URL },
    jwtSecret: s.JWT_SECRET,
    encryptionKey: s.ENCRYPTION_KEY,
    operatorToken: s.OPERATOR_TOKEN,
    maxUploadBytes: s.MAX_UPLOAD_MB * 1024 * 1024,
    tokenLifetime: s.JWT_EXPIRES_IN,
    rates: s.RATE_LIMITS,
    allowPrivateUrls: s.ALLOW_PRIVATE_URLS,
    offlineModels: s.MODELS === 'offline',
  };
}
