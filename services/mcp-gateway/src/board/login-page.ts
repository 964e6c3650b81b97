const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1rem;color:#1f2328}' +
  'input,button{font:inherit;padding:.5rem .75rem;border:1px solid #8c959f;border-radius:6px;box-sizing:border-box}' +
  'input{width:100%;margin:.25rem 0 1rem}button{background:#1f6feb;color:#fff;border-color:#1f6feb;cursor:pointer}' +
  '.refused{color:#b60205}';

/** Asks for the gateway's token. */
export function loginPage({ refused }: { refused: boolean }): string {
  const complaint = refused ? '<p class="refused" role="alert">That is not the token.</p>' : '';
  return page(`<h1>opencode-commander</h1>${complaint}
<form method="post" action="/board/login">
<label for="token">Token: <code>mcp.token</code>, or the file <code>mcp-token</code> of the data directory</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Open the board</button>
</form>`);
}

/** Goes on to the board, from an address that carries no token. */
export function enteredPage(): string {
  return page(
    '<p><a href="/board">To the board</a></p>',
    '<meta http-equiv="refresh" content="0; url=/board">',
  );
}

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>opencode-commander</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>${body}</body></html>
`;
}
