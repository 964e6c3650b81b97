/** The text without an Authorization header's value, its credentials, or what its Basic form holds. */
export function redact(text: string, authorization: string | null): string {
  if (!authorization) return text;
  return secretsOf(authorization).reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}

function secretsOf(authorization: string): string[] {
  const credentials = authorization.slice(authorization.indexOf(' ') + 1);
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const password = decoded.slice(decoded.indexOf(':') + 1);
  return [authorization, credentials, password].filter((secret) => secret.length >= 4);
}
