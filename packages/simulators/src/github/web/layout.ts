import type { User } from '../state/entities.ts';
import { type Html, html } from './html.ts';
import { avatar } from './parts.ts';

export type Page = {
  title: string;
  /** What stands after the name at the top, from left to right. */
  trail: readonly { text: string; href: string }[];
  content: Html;
  actingAs: User | null;
  people: readonly User[];
};

/** A whole page. */
export function layout({ title, trail, content, actingAs, people }: Page): string {
  const steps = trail.map(
    ({ text, href }) => html`<span class="slash">/</span><a href="${href}">${text}</a>`,
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/-/style.css">
<noscript><meta http-equiv="refresh" content="5"></noscript>
<script src="/-/live.js" defer></script>
</head>
<body>
<header class="top">
<nav><a class="home" href="/">GitHub simulator</a>${steps}</nav>
<span class="pulse" title="This page follows what happens"><i></i><b>live</b></span>
${actingAs ? userMenu(actingAs, people) : null}
</header>
${content}
<footer>A simulated GitHub on this machine. Nothing here leaves it.</footer>
</body>
</html>
`;
  return page.markup;
}

function userMenu(actingAs: User, people: readonly User[]): Html {
  const others = people.filter((user) => user !== actingAs);
  return html`<details class="menu"><summary>${avatar(actingAs, 24)} ${actingAs.login}</summary>
<div><p>Act as</p>${others.map((user) => html`<a href="?as=${encodeURIComponent(user.login)}">${avatar(user)} ${user.login}</a>`)}</div></details>`;
}
