import { ko } from './ko.ts'

/** What a second language must bring: `export const en = { … } satisfies Words`. */
export type Words = typeof ko

/** Chosen once, before anything is drawn: a component reads `words` and never asks for the language. */
export const words: Words = ko
