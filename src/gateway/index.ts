export type { Admission, AskedCall } from './admission.ts'
export { createGateway, type Gateway, type GatewayDeps } from './create-gateway.ts'
export type { Refusal } from './refusal.ts'
