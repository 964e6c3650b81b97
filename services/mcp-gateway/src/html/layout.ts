import { type Html, html } from './html.ts';

/** The field of every form that changes something. */
export const FORM_TOKEN_FIELD = 'form_token';

/** Who looks at a page. */
export type Viewer = {
  /** What the forms of the page carry. */
  formToken: string;
  /** Names this showing of the page: what is sent from it twice counts once. */
  showing: string;
};

export type Page = {
  title: string;
  viewer: Viewer;
  content: Html;
  /** Where the page hears of changes; null for one that stays as it is. */
  live: string | null;
  /** The navigation's entry that this is. */
  current?: string;
};

const NAVIGATION = [
  ['/', 'Fleet'],
  ['/tasks', 'Tasks'],
  ['/board', 'Board'],
] as const;

/** A whole page for somebody who is logged in. */
export function layout({ title, viewer, content, live, current }: Page): Html {
  const links = NAVIGATION.map(
    ([path, name]) => html`<a href="${path}"${path === current && html` aria-current="page"`}>${name}</a>`,
  );
  return document({
    title,
    head: live === null ? null : html`<script type="module" src="/assets/live.js"></script>`,
    body: html`<body${live !== null && html` data-live="${live}"`}>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><strong>opencode-commander</strong>
<nav aria-label="Pages">${links}</nav>
<span id="connection" class="soft" role="status"></span>
<form method="post" action="/logout">${formToken(viewer)}<button class="quiet">Log out</button></form>
</header>
<main id="main">
${content}
</main>
</body>`,
  });
}

/** A page for anybody: no links to others. */
export function barePage({
  title,
  content,
  head = null,
}: {
  title: string;
  content: Html;
  head?: Html | null;
}): Html {
  return document({ title, head, body: html`<body class="bare"><main>${content}</main></body>` });
}

/** The field without which no form is taken. */
export function formToken({ formToken: value }: Viewer): Html {
  return html`<input type="hidden" name="${FORM_TOKEN_FIELD}" value="${value}">`;
}

function document({ title, head, body }: { title: string; head: Html | null; body: Html }): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · opencode-commander</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
${head}
</head>
${body}
</html>
`;
}
