import type { Change, TaskStore } from '@opencode-commander/queue';

/** A store that holds a run up before the first change of a record that is wanted. */
export function holdChange(wanted: (change: Change) => boolean) {
  const [reached, going] = [new Gate(), new Gate()];
  let held = false;
  const through = (store: TaskStore): TaskStore => ({
    ...store,
    change: async (change) => {
      if (!held && wanted(change)) {
        held = true;
        reached.open();
        await going.opened;
      }
      return store.change(change);
    },
  });
  return { through, reached: reached.opened, goOn: () => going.open() };
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}
