import { taskIdSchema } from '@opencode-commander/task';

/** The same in every operation on one task. */
export const taskIdInput = taskIdSchema.describe('The task: an id such as 12-a1b2c3');
