// Preloaded into a process: its wall clock is wrong by CLOCK_SHIFT_MS, for our code and for every library in it.
const shift = Number(process.env.CLOCK_SHIFT_MS ?? 0)

globalThis.Date = new Proxy(Date, {
  construct: (real, given, target) =>
    Reflect.construct(real, given.length === 0 ? [real.now() + shift] : given, target),
  apply: (real) => new real(real.now() + shift).toString(),
  get: (real, name) => (name === 'now' ? () => real.now() + shift : Reflect.get(real, name)),
})
