import { type Html, html } from '../html/html.ts';
import { barePage } from '../html/layout.ts';
import { ownPath } from './own-path.ts';

/** Asks for the gateway's token; `next` is where a browser goes on afterwards. */
export function loginPage({ refused, next }: { refused: boolean; next: string }): Html {
  return barePage({
    title: 'Log in',
    content: html`<h1>opencode-commander</h1>
${refused && html`<p class="refused" role="alert">That is not the token.</p>`}
<form method="post" action="/login" class="login">
<input type="hidden" name="next" value="${ownPath(next)}">
<label for="token">Token: <code>mcp.token</code>, or the file <code>mcp-token</code> of the data directory</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button class="primary">Log in</button>
</form>
<p class="soft">The address that <code>commander up</code> or the demo prints in a terminal logs you in without it.</p>`,
  });
}

/** Goes on to a page of ours, from an address that carries no token. */
export function onwardPage(next: string): Html {
  const path = ownPath(next);
  return barePage({
    title: 'One moment',
    head: html`<meta http-equiv="refresh" content="0; url=${path}">`,
    content: html`<h1>opencode-commander</h1><p><a href="${path}">Go on</a></p>`,
  });
}
