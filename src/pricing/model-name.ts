const DATED = /-\d{4}-\d{2}-\d{2}$/
const LONG_CONTEXT = /-long-context$/

/**
 * The names under which a model's price may stand, the closest first: itself, itself without its date, and for a
 * fine-tune the fine-tuned base. A fine-tune never falls back to the bare base, which is cheaper.
 */
export function namesOf(model: string): readonly string[] {
  const name = model.trim().toLowerCase()
  const tuned = fineTunedBase(name)
  const close = tuned === null ? [name] : [name, `ft:${tuned}`]
  return [...new Set(close.flatMap((one) => [one, one.replace(DATED, '')]))]
}

/** `gpt-5.5-long-context` is what limits call requests above the model's long-context threshold. */
export function withoutLongContext(model: string): string | null {
  return LONG_CONTEXT.test(model) ? model.replace(LONG_CONTEXT, '') : null
}

/** `ft:gpt-4o-mini-2024-07-18:org::id`, on bills `ft-gpt-4o-mini-2024-07-18`. */
function fineTunedBase(name: string): string | null {
  if (name.startsWith('ft:')) return name.split(':')[1] ?? null
  return name.startsWith('ft-') ? name.slice(3) : null
}
