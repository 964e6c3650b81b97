import { type Ask, TOKEN, type World } from '../gateway-world.ts';

export const HTML = { accept: 'text/html,*/*' };

/** The cookie that an answer sets. */
export function cookieOf({ headers }: { headers: Record<string, unknown> }): string {
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

/** Sends the form of the login page. */
export function logIn(world: World, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return world.ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...HTML, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

/** A browser that is logged in, without its scripts: it asks for pages and sends their forms. */
export async function browse(world: World) {
  const cookie = cookieOf(await logIn(world, { token: TOKEN }));
  const get = (path: string, options: Ask = {}) =>
    world.ask(path, { ...options, headers: { ...HTML, cookie, ...options.headers } });
  const formToken = /name="form_token" value="([^"]+)"/.exec((await get('/')).body)?.[1] ?? '';
  const send = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    get(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ form_token: formToken, ...fields }).toString(),
    });
  return { cookie, formToken, get, send };
}
