/** The organization turned out to be the one of another row; nothing is booked on this one any more. */
export class OrganizationJoined extends Error {
  readonly organizationId: string

  constructor(organizationId: string) {
    super('organization-joined')
    this.name = 'OrganizationJoined'
    this.organizationId = organizationId
  }
}
