// Loaded before a service whose wall clock is to be wrong: by so many ms as CHAOS_CLOCK_MS says. What is monotonic stays.
const shiftMs = Number(process.env['CHAOS_CLOCK_MS'] ?? 0);

globalThis.Date = new Proxy(Date, {
  construct: (real, args, newTarget) =>
    Reflect.construct(real, args.length === 0 ? [real.now() + shiftMs] : args, newTarget),
  get: (real, key) => (key === 'now' ? () => real.now() + shiftMs : Reflect.get(real, key)),
});
