import { bash, type Conversation, read, type Step, say, structured } from '@opencode-commander/simulators';
import { commitAndPush } from './commit-and-push.ts';
import type { DemoIssueName } from './issues.ts';

/** The heading in the prompt of a follow-up, and what the simulated model does about it. */
export const FOLLOW_UP_STEPS: Partial<Record<DemoIssueName, { heading: string; steps: readonly Step[] }>> = {
  umlauts: {
    heading: '## Review',
    steps: [
      read('test/slug.test.js'),
      bash(
        [
          "cat >> test/slug.test.js <<'END'",
          '',
          "test('leaves letters without accents alone', () => {",
          "  assert.equal(slug('Straße 7'), 'stra-e-7');",
          '});',
          'END',
        ].join('\n'),
      ),
      bash('node --test'),
      commitAndPush('Test what has no accent'),
      structured((conversation: Conversation) => ({
        summary: 'A letter that has no accent is tested, too.',
        replies: commentIds(conversation).map((comment_id) => ({
          comment_id,
          reply: 'There is a test for it now: `Straße 7` gives `stra-e-7`.',
        })),
      })),
      say('There is a test for it now.'),
    ],
  },
  glossary: {
    heading: '## Failed checks',
    steps: [
      bash(
        "sed -i 's/hands over its runs\\. |$/hands its runs over. |/' docs/glossary.md && tail -1 docs/glossary.md",
      ),
      commitAndPush('Use the words the style check wants'),
      structured({ summary: 'The row says "hands its runs over", as the style check wants.', replies: [] }),
      say('The check will pass now.'),
    ],
  },
};

/** The ids of the remarks that the request for answers names. */
function commentIds({ lastPrompt }: Conversation): number[] {
  const [, listed = ''] = /`replies`.*: ([\d, ]+)\./.exec(lastPrompt) ?? [];
  return listed.split(', ').map(Number);
}
