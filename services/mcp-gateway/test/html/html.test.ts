import { expect, it } from 'vitest';
import { html } from '../../src/html/html.ts';

it('escapes whatever is put in, also in attributes', () => {
  const hostile = `<script>"&'`;
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
    '<p title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</p>',
  );
});

it('takes out what would hide or reorder words, or is no text', () => {
  expect(html`${'a\u202Eb\u200Bc\u0007d\u2066e\u{E0041}f\tg\nh'}`.markup).toBe('abcdef\tg\nh');
});

it('takes markup as it is, lists one after the other, and nothing for nothing', () => {
  const rows = ['<a>', 'b'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${rows}${null}${false}${0}</ul>`.markup).toBe('<ul><li>&lt;a&gt;</li><li>b</li>0</ul>');
});
