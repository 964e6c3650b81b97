import { RequestError } from '@octokit/request-error';

/**
 * What `find` finds, else what `create` makes. A creation that failed may have worked all the same (the reply was lost,
 * somebody was faster), so it looks once more before the failure is passed on.
 */
export async function createOnce<T>({
  find,
  create,
}: {
  find: () => Promise<T | null>;
  create: () => Promise<T>;
}): Promise<{ value: T; created: boolean }> {
  const there = await find();
  if (there !== null) return { value: there, created: false };
  try {
    return { value: await create(), created: true };
  } catch (error) {
    const found = mayHaveWorked(error) ? await find() : null;
    if (found === null) throw error;
    return { value: found, created: true };
  }
}

/** No reply, a server error, or a refusal such as "already exists". */
function mayHaveWorked(error: unknown): boolean {
  return error instanceof RequestError && (error.status >= 500 || error.status === 422);
}
