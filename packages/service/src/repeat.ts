export type Repetition = {
  everyMs: number;
  /** Never called while an earlier call is under way. */
  work: () => Promise<void>;
  onError: (error: unknown) => void;
};

/** Does the work again and again until it is stopped; resolves when the last call has ended. */
export function repeat({ everyMs, work, onError }: Repetition): { stop(): Promise<void> } {
  let current: Promise<void> | null = null;
  const timer = setInterval(() => {
    current ??= work()
      .catch(onError)
      .finally(() => {
        current = null;
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}
