import { OPERATION_NAMES, type OperationName } from '@opencode-commander/control';
import { nearestWord } from '@opencode-commander/task';

/** Operations that may have been meant by a name that is none: one spelled nearly so, else those of the same kind. */
export function nearOperations(name: string): readonly OperationName[] {
  const nearest = nearestWord(name, OPERATION_NAMES);
  const kind = name.split('.')[0];
  return OPERATION_NAMES.filter((each) => each === nearest || each.split('.')[0] === kind);
}
