import type { Viewer } from '../state/access.ts';
import { Problem } from '../state/problem.ts';
import type { World } from '../state/world.ts';
import { verifyAppJwt } from './app-jwt.ts';

/** Who an Authorization header names: `Bearer` or `token` with a token or an app's JWT, or `Basic` with a token as password. */
export function authenticate(world: World, authorization: string | undefined): Viewer {
  if (authorization === undefined || authorization === '') return { kind: 'anonymous' };
  const token = readToken(authorization);
  if (token === null) throw badCredentials();
  if (token.split('.').length === 3)
    return { kind: 'app', app: verifyAppJwt(token, world.apps, world.clock()) };
  return viewerOfToken(world, token);
}

function viewerOfToken(world: World, token: string): Viewer {
  const credential = world.tokens.get(token);
  if (!credential) throw badCredentials();
  if (credential.kind === 'user') return { kind: 'user', user: credential.user };
  if (credential.expiresAt <= world.clock()) throw badCredentials();
  const { installation, repositoryIds } = credential;
  return { kind: 'installation', installation, repositoryIds };
}

function readToken(authorization: string): string | null {
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/);
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  const [name, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  // `https://TOKEN@host/…` puts the token where the name goes.
  return password !== '' && password !== 'x-oauth-basic' ? password : name;
}

function badCredentials(): Problem {
  return new Problem(401, 'Bad credentials');
}
