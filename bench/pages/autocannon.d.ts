declare module 'autocannon' {
  type Request = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }
  type Client = { setRequests(requests: Request[]): void }
  type Instance = PromiseLike<{
    errors: number
    timeouts: number
    non2xx: number
    duration: number
    requests: { total: number }
  }> & {
    on(event: 'response', listener: (client: Client, status: number, bytes: number, ms: number) => void): Instance
  }
  type Options = {
    url: string
    connections: number
    duration: number
    amount?: number
    requests: Request[]
    setupClient?(client: Client): void
  }
  // biome-ignore lint/style/noDefaultExport: the package's own shape
  export default function autocannon(options: Options): Instance
}
