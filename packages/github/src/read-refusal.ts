import { z } from 'zod';

const refusalSchema = z
  .object({ message: z.string().catch(''), documentation_url: z.string().catch('') })
  .catch({ message: '', documentation_url: '' });

/** What GitHub says in the body of a refusal; '' for what it leaves out. */
export function readRefusal(data: unknown): { message: string; documentationUrl: string } {
  const { message, documentation_url: documentationUrl } = refusalSchema.parse(data);
  return { message, documentationUrl };
}
