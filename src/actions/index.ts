export { type ActionActor, type ActionKind, type NewAction, recordAction } from './record.ts'
export { actionSentence } from './sentences.ko.ts'
export { type ActionFilter, type ActionRow, listActions } from './store.ts'
