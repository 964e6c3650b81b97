import { oneLine, type ServedSession } from '@opencode-commander/task';
import { z } from 'zod';

const LONGEST_TITLE = 200;
/** What `Date` can hold. */
const moment = z
  .number()
  .min(0)
  .max(8.64e15)
  .transform((ms) => new Date(ms));
const sessionId = z.string().regex(/^ses[\w-]{1,100}$/);

/** A session of opencode's (1.18.33); what has no such id, or a directory that no header can carry, is none. */
export const servedSessionSchema = z
  .object({
    id: sessionId,
    title: z.string().transform((title) => oneLine(title, LONGEST_TITLE)),
    directory: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,1000}$/u),
    parentID: sessionId.optional(),
    model: z.object({ id: z.string(), providerID: z.string() }).optional().catch(undefined),
    cost: z.number().min(0).default(0),
    time: z.object({ created: moment, updated: moment }),
  })
  .transform(
    ({ id, title, directory, parentID, model, cost, time }): ServedSession => ({
      id,
      title,
      directory,
      parentId: parentID ?? null,
      model: model === undefined ? null : oneLine(`${model.providerID}/${model.id}`, LONGEST_TITLE),
      costUsd: cost,
      createdAt: time.created,
      updatedAt: time.updated,
    }),
  );

/** A list of them, without what is none. */
export const servedSessionsSchema = z.array(z.unknown()).transform((listed) =>
  listed.flatMap((each) => {
    const { data } = servedSessionSchema.safeParse(each);
    return data === undefined ? [] : [data];
  }),
);
