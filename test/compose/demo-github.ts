import { z } from 'zod';

const REPO = 'acme/slugger';
/** Of the demo's person, who may write there. */
const TOKEN = 'demo-of-maria';

const pullsSchema = z.array(z.object({ number: z.number(), body: z.string() }));
type Pull = z.infer<typeof pullsSchema>[number];

/** The demo's simulated GitHub, as a person sees it from outside. */
export type DemoGitHub = {
  /** `owner/name` of the repository there. */
  repo: string;
  /** Open or not, the newest first. */
  pulls(): Promise<Pull[]>;
  /** Files an issue for an agent and gives its number. */
  fileIssue(issue: { title: string; body: string }): Promise<number>;
  labels(number: number): Promise<string[]>;
};

export function demoGitHub(url: string): DemoGitHub {
  const ask = async <T>(path: string, schema: z.ZodType<T>, init: RequestInit = {}): Promise<T> => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v3/repos/${REPO}/${path}`, { ...init, headers });
    return schema.parse(await response.json());
  };
  return {
    repo: REPO,
    pulls: () => ask('pulls?state=all', pullsSchema),
    fileIssue: async (issue) => {
      const body = JSON.stringify({ ...issue, labels: ['agent'] });
      return (await ask('issues', z.object({ number: z.number() }), { method: 'POST', body })).number;
    },
    labels: async (number) => {
      const schema = z.object({ labels: z.array(z.object({ name: z.string() })) });
      return (await ask(`issues/${number}`, schema)).labels.map(({ name }) => name);
    },
  };
}
