import type OpenAI from 'openai'
import { z } from 'zod'
import { type RequestSignal, readText } from './client.ts'

const SpendLimit = z.object({ threshold_amount: z.int().min(0) })
const MAX_BYTES = 64 * 1024

export async function readSpendLimit(client: OpenAI, projectId: string, options: RequestSignal): Promise<number> {
  const response = await client.admin.organization.projects.spendLimit.retrieve(projectId, options).asResponse()
  return parse(response)
}

export async function writeSpendLimit(
  client: OpenAI,
  projectId: string,
  cents: number,
  options: RequestSignal,
): Promise<number> {
  const body = { threshold_amount: cents, currency: 'USD', interval: 'month' } as const
  return parse(await client.admin.organization.projects.spendLimit.update(projectId, body, options).asResponse())
}

export async function removeSpendLimit(client: OpenAI, projectId: string, options: RequestSignal): Promise<void> {
  await client.admin.organization.projects.spendLimit.delete(projectId, options).asResponse()
}

async function parse(response: Response): Promise<number> {
  return SpendLimit.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES }))).threshold_amount
}
