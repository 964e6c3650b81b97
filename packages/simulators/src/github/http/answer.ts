import type { Call } from './route.ts';

/** What a route answers; `body` undefined: none. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export function noContent(): Answer {
  return { status: 204 };
}

export type Listing<T> = {
  items: readonly T[];
  render: (item: T) => unknown;
  /** Puts the page's items into an envelope such as `{ total_count, items }`. */
  wrap?: (rendered: unknown[], total: number) => unknown;
};

/** One page of a list, with a Link header to its neighbours as GitHub writes it. */
export function listed<T>(call: Call, { items, render, wrap }: Listing<T>): Answer {
  const { page, perPage } = readPaging(call.query);
  const rendered = items.slice((page - 1) * perPage, page * perPage).map(render);
  const link = linkHeader(call.address, { page, perPage, total: items.length });
  const body = wrap ? wrap(rendered, items.length) : rendered;
  return { status: 200, body, ...(link ? { headers: { link } } : {}) };
}

function readPaging(query: Readonly<Record<string, string>>): { page: number; perPage: number } {
  const perPage = Number.parseInt(query['per_page'] ?? '', 10) || 30;
  const page = Number.parseInt(query['page'] ?? '', 10) || 1;
  return { page: Math.max(1, page), perPage: Math.min(100, Math.max(1, perPage)) };
}

export type Paging = { page: number; perPage: number; total: number };

/** `<url>; rel="prev", <url>; rel="next" …`, null where everything is on one page. */
export function linkHeader(address: string, { page, perPage, total }: Paging): string | null {
  const last = Math.max(1, Math.ceil(total / perPage));
  const relations: [string, number][] = [];
  if (page > 1) relations.push(['prev', Math.min(page - 1, last)]);
  if (page < last) relations.push(['next', page + 1], ['last', last]);
  if (page > 1) relations.push(['first', 1]);
  if (relations.length === 0) return null;
  return relations.map(([name, number]) => `<${withPage(address, number)}>; rel="${name}"`).join(', ');
}

function withPage(address: string, page: number): string {
  const url = new URL(address);
  url.searchParams.set('page', String(page));
  return url.href;
}
