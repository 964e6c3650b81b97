import type { Priority } from '@opencode-commander/task';

/** What a demo issue should come to. */
export type ExpectedStatus = 'completed' | 'failed';

/** What people and their tools do about an issue or its pull request besides labelling it. */
export type DemoEncounter = 'question' | 'review' | 'failed_check';

/** An issue the demo files, in `self` (this project's own history) or in the small repository. */
export type DemoIssue = {
  repository: 'self' | 'slugger';
  title: string;
  body: string;
  priority: Priority;
  expected: ExpectedStatus;
  /** Filed without the trigger label, and labelled once as many runs have begun as there are slots. */
  isLabelledLater: boolean;
  meets: DemoEncounter | null;
};

export const DEMO_ISSUES = {
  umlauts: {
    repository: 'slugger',
    title: 'Umlauts vanish from slugs',
    body: '`slug("Über uns")` gives `ber-uns`. It should give `uber-uns`: drop the accent, keep the letter.',
    priority: 'high',
    expected: 'completed',
    isLabelledLater: false,
    meets: 'review',
  },
  glossary: {
    repository: 'self',
    title: 'The glossary does not say what a drain is',
    body: 'Please add **Drain** to `docs/glossary.md`: a dispatcher that stops claiming and hands its runs over.',
    priority: 'medium',
    expected: 'completed',
    isLabelledLater: false,
    meets: 'failed_check',
  },
  klingon: {
    repository: 'slugger',
    title: 'Translate the README into Klingon',
    body: 'It must read well to a native speaker. No machine translation!',
    priority: 'medium',
    expected: 'failed',
    isLabelledLater: false,
    meets: null,
  },
  length: {
    repository: 'slugger',
    title: 'Let slugs have a maximum length',
    body: 'Some of our URLs are 300 characters long. `slug(title, { max: 40 })` should cut at a word.',
    priority: 'low',
    expected: 'completed',
    isLabelledLater: false,
    meets: 'question',
  },
  editorconfig: {
    repository: 'self',
    title: 'Editors disagree about indentation here',
    body: 'An `.editorconfig` with two spaces and a final newline would end it. "Quotes", `$(echo shell)` and 👩‍💻 are welcome.',
    priority: 'critical',
    expected: 'completed',
    isLabelledLater: true,
    meets: null,
  },
} as const satisfies Record<string, DemoIssue>;

export type DemoIssueName = keyof typeof DEMO_ISSUES;

/** In the order they are filed. */
export const demoIssueNames: readonly DemoIssueName[] = [
  'umlauts',
  'glossary',
  'klingon',
  'length',
  'editorconfig',
];
