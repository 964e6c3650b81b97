/**
 * GitHub's name of the limit that a request counts against, by its address.
 * https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user
 */
export function resourceOf(url: string): 'core' | 'graphql' | 'search' {
  const { pathname } = new URL(url, 'https://api.github.com');
  if (pathname.endsWith('/graphql')) return 'graphql';
  return /^(\/api\/v3)?\/search\//.test(pathname) ? 'search' : 'core';
}
