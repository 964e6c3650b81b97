import { TASK_ID } from '@opencode-commander/task';
import { z } from 'zod';

/** The same in every operation on one task. */
export const taskIdInput = z
  .string()
  .regex(
    TASK_ID,
    'write the id of a task, such as 12-a1b2c3; tasks.find, over MCP commander_find_task, has that of an issue',
  )
  .describe('The task: an id such as 12-a1b2c3');
