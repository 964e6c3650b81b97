import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { App } from '../state/entities.ts';
import { Problem } from '../state/problem.ts';

const headerSchema = z.object({ alg: z.string() });
const claimsSchema = z.object({
  iat: z.number(),
  exp: z.number(),
  iss: z.union([z.string(), z.number()]),
});

const UNDECODABLE = 'A JSON web token could not be decoded';
const LONGEST_SECONDS = 600;
const DRIFT_SECONDS = 60;

/** The app that signed `jwt` with RS256. @throws Problem 401 in GitHub's words. */
export function verifyAppJwt(jwt: string, apps: readonly App[], nowMs: number): App {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  if (parsePart(header, headerSchema).alg !== 'RS256') throw new Problem(401, UNDECODABLE);
  const claims = parsePart(payload, claimsSchema);
  const app = apps.find((candidate) => String(candidate.id) === String(claims.iss));
  if (!app) throw new Problem(401, 'Integration not found');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, createPublicKey(app.publicKey), Buffer.from(signature, 'base64url')))
    throw new Problem(401, UNDECODABLE);
  checkTimes(claims, nowMs / 1000);
  return app;
}

function checkTimes({ iat, exp }: z.infer<typeof claimsSchema>, now: number): void {
  if (exp <= now)
    throw new Problem(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > now + LONGEST_SECONDS + DRIFT_SECONDS)
    throw new Problem(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > now + DRIFT_SECONDS)
    throw new Problem(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
}

function parsePart<T>(part: string, schema: z.ZodType<T>): T {
  const text = Buffer.from(part, 'base64url').toString();
  const json = z.string().transform((value, context) => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  });
  const parsed = json.pipe(schema).safeParse(text);
  if (!parsed.success) throw new Problem(401, UNDECODABLE);
  return parsed.data;
}
